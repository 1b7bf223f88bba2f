"""A module's handouts as PDF, against Chromium that prints the same pages."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

from course import SLUG, Copies
from playwright.sync_api import Browser
from table import Figure

from browser import FLAGS, find_chromium

ROUNDS = 3
LIMIT = 3.0


def handing_out(browser: Browser, made: Copies) -> list[Figure]:
    """Seconds from nothing to all PDFs of a module: a process of ours, a browser of the peer's."""
    folder = made.home / "paper"
    _ours(made, folder)
    ours, peer = [], []
    for _ in range(ROUNDS):
        ours.append(_ours(made, made.home / "paper-again"))
        peer.append(_printed(browser, folder))
    return [Figure("handouts of one module as PDF", "s", LIMIT, ours, peer)]


def _ours(made: Copies, out: Path) -> float:
    """The command, from its start to its end: the pages are made in it too."""
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "copcourse", "handouts", SLUG, "--country", "IE", "--pdf"]
    began = time.perf_counter()
    subprocess.run(
        [*command, "--out", str(out)],
        cwd=made.modules.parent,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - began


def _printed(browser: Browser, folder: Path) -> float:
    """Start another Chromium beside the one of this run, and print each page that has a PDF."""
    began = time.perf_counter()
    fresh = browser.browser_type.launch(executable_path=find_chromium(), args=FLAGS)
    page = fresh.new_page()
    for made in sorted(folder.glob("*.pdf")):
        page.goto(made.with_suffix(".html").as_uri())
        page.pdf(prefer_css_page_size=True, tagged=True)
    fresh.close()
    return time.perf_counter() - began
