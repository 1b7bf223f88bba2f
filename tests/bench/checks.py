"""The check of the whole course, against one `nbgrader generate_assignment`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

from course import SLUG, Copies
from marking import STOCK_CONFIG, nbgrader
from table import Figure

ROUNDS = 5
LIMIT = 0.5


def checking(made: Copies) -> list[Figure]:
    """Seconds of the two commands by turns, after a first run of each.

    The first check judges every sentence, and later ones what was edited; how long those take is
    only printed.
    """
    folder = made.home / "check"
    shutil.copytree(made.modules, folder / "modules")
    shutil.copytree(made.course, folder / "course")
    stock = made.home / "generate" / "course"
    shutil.copytree(made.course, stock)
    (stock / "nbgrader_config.py").write_text(STOCK_CONFIG, encoding="utf-8")
    first = _check(made, folder)
    page = folder / "modules" / SLUG / "text.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nOne more line.\n", encoding="utf-8")
    edited = _check(made, folder)
    print(f"The first check: {first:.2f} s; after an edit of one page: {edited:.2f} s.", flush=True)
    _generate(made, stock)
    ours, peer = [], []
    for _ in range(ROUNDS):
        ours.append(_check(made, folder))
        peer.append(_generate(made, stock))
    return [Figure("check of the whole course", "s", LIMIT, ours, peer)]


def _check(made: Copies, folder: Path) -> float:
    began = time.monotonic()
    # A cache of its own, in the home that the bench was given.
    environment = made.environment(XDG_CACHE_HOME=str(made.home / "cache"))
    command = [sys.executable, "-m", "copcourse", "check"]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return time.monotonic() - began


def _generate(made: Copies, course: Path) -> float:
    began = time.monotonic()
    nbgrader(made, course, "generate_assignment", SLUG, "--force")
    return time.monotonic() - began
