"""A module's handouts as PDF, against Chromium that prints the same pages."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from course import SLUG, Copies
from playwright.sync_api import Browser
from table import Figure

from browser import FLAGS, find_chromium
from copcourse.handouts import write

ROUNDS = 3
LIMIT = 3.0
# What `copcourse handouts --pdf` does once its pages are made, with the start of Python.
OURS = """\
import sys
from pathlib import Path
from copcourse.handouts.pdf import make_pdfs
pages = {path.stem: path.read_text("utf-8") for path in Path(sys.argv[1]).glob("*.html")}
for name, data in make_pdfs(pages).items():
    Path(sys.argv[2], f"{name}.pdf").write_bytes(data)
"""


def handing_out(browser: Browser, made: Copies) -> list[Figure]:
    """Seconds from pages to PDFs: a process of ours from its start, and a browser from its own."""
    folder = made.home / "paper"
    write(made.modules, [SLUG], "IE", folder)
    ours, peer = [], []
    for _ in range(ROUNDS):
        ours.append(_ours(made, folder))
        peer.append(_printed(browser, folder))
    return [Figure("handouts of one module as PDF", "s", LIMIT, ours, peer)]


def _ours(made: Copies, folder: Path) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", OURS, str(folder), str(made.home)], check=True)
    return time.perf_counter() - began


def _printed(browser: Browser, folder: Path) -> float:
    """Start another Chromium beside the one of this run, and print each page."""
    began = time.perf_counter()
    fresh = browser.browser_type.launch(executable_path=find_chromium(), args=FLAGS)
    page = fresh.new_page()
    for sheet in sorted(folder.glob("*.html")):
        page.goto(sheet.as_uri())
        page.pdf(path=folder / f"{sheet.stem}.peer.pdf", prefer_css_page_size=True, tagged=True)
    fresh.close()
    return time.perf_counter() - began
