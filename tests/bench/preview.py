"""From saving a text to seeing it: in the preview, against a build of one module and its page."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from course import PAGE, SLUG, Copies
from pages import TIMEOUT_MS
from playwright.sync_api import Browser
from servers import course_server
from table import Figure

ROUNDS = 5


def previewing(browser: Browser, made: Copies) -> list[Figure]:
    """Seconds until the new words can be read, both by turns on a course of this module alone."""
    folder = _one_module(made)
    text = folder / "modules" / SLUG / "text.md"
    whole = text.read_text(encoding="utf-8")
    ours, peer = [], []
    one = replace(made, modules=folder / "modules", course=folder / "course")
    with _preview(made, text) as address, course_server(one) as stock:
        page = browser.new_page()
        page.goto(address)
        frame = page.frame_locator("iframe")
        frame.locator("h1").wait_for(timeout=TIMEOUT_MS)
        page.locator("#state", has_text="mend").wait_for(timeout=TIMEOUT_MS)
        for turn in range(ROUNDS):
            began = _save(text, whole, f"Ours {turn}")
            frame.locator("h1", has_text=f"Ours {turn}").wait_for(timeout=TIMEOUT_MS)
            ours.append(time.monotonic() - began)
            # The check that follows is no part of it, and must not slow the peer.
            page.wait_for_timeout(3000)
            began = _save(text, whole, f"Peer {turn}")
            _build(made, folder)
            other = browser.new_page()
            other.goto(stock.page(PAGE), wait_until="commit")
            other.locator("h1", has_text=f"Peer {turn}").wait_for(timeout=TIMEOUT_MS)
            peer.append(time.monotonic() - began)
            other.close()
            page.wait_for_timeout(3000)
        page.close()
    return [Figure("save to seeing it in the preview", "s", 0.5, ours, peer)]


def _one_module(made: Copies) -> Path:
    folder = made.home / "preview"
    shutil.copytree(made.modules, folder / "modules")
    (folder / "course" / "quizzes").mkdir(parents=True)
    for quiz in made.course.glob(f"quizzes/{SLUG}*.toml"):
        shutil.copy(quiz, folder / "course" / "quizzes")
    comments = made.course / "comments.toml"
    shutil.copy(comments, folder / "course")
    shutil.copytree(made.course / "blocks", folder / "course" / "blocks")
    head = folder / "modules" / "course.toml"
    text = head.read_text(encoding="utf-8")
    lists = re.compile(r"^(modules|parent|educator) = \[.*?\]", re.DOTALL | re.MULTILINE)
    head.write_text(lists.sub(rf'\1 = ["{SLUG}"]', text), encoding="utf-8")
    # These lead into the other modules.
    for name in ("worries", "guidelines", "placement"):
        (folder / "modules" / f"{name}.toml").unlink()
    return folder


def _save(text: Path, whole: str, title: str) -> float:
    text.write_text(re.sub(r"(?m)^# .*", f"# {title}", whole, count=1), encoding="utf-8")
    return time.monotonic()


def _build(made: Copies, folder: Path) -> None:
    command = [sys.executable, "-m", "copcourse", "build"]
    subprocess.run(command, cwd=folder, env=made.environment(), check=True, capture_output=True)


@contextmanager
def _preview(made: Copies, file: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "copcourse", "preview", str(file), "--no-browser"]
    process = subprocess.Popen(
        command, cwd=file.parent, env=made.environment(), stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        found = re.search(r"http://\S+", process.stdout.readline())
        if not found:
            raise RuntimeError("The preview does not start.")
        yield found[0]
    finally:
        process.terminate()
        process.wait(15)
