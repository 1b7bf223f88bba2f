"""How long a learner's page of feedback takes: ours for a class, against nbgrader's own pages."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

from bulk import marked
from course import SLUG, Copies
from marking import STOCK_CONFIG, nbgrader
from table import Figure

LEARNERS = 500
STOCK_LEARNERS = 20
ROUNDS = 5


def feedback(made: Copies) -> list[Figure]:
    """Seconds a learner, each command's own start included; the two by turns on the same class."""
    course = marked(made, "feedback", LEARNERS)
    stock = made.home / "feedback-stock" / "course"
    shutil.copytree(course, stock)
    (stock / "nbgrader_config.py").write_text(STOCK_CONFIG, encoding="utf-8")
    for place in sorted((stock / "autograded").iterdir())[STOCK_LEARNERS:]:
        shutil.rmtree(place)
    ours, peer = [], []
    for _ in range(ROUNDS):
        ours.append(_ours(made, course) / LEARNERS)
        peer.append(_peer(made, stock) / STOCK_LEARNERS)
    return [Figure("feedback, a learner's page", "s", 0.05, ours, peer)]


def _ours(made: Copies, course: Path) -> float:
    shutil.rmtree(course / "feedback", ignore_errors=True)
    command = [sys.executable, "-m", "copcourse", "feedback", SLUG, "--course", str(course)]
    began = time.monotonic()
    subprocess.run(command, cwd=course, env=made.environment(), check=True, capture_output=True)
    seconds = time.monotonic() - began
    _complete(course, LEARNERS)
    return seconds


def _peer(made: Copies, course: Path) -> float:
    shutil.rmtree(course / "feedback", ignore_errors=True)
    began = time.monotonic()
    nbgrader(made, course, "generate_feedback", SLUG)
    seconds = time.monotonic() - began
    _complete(course, STOCK_LEARNERS)
    return seconds


def _complete(course: Path, learners: int) -> None:
    """Every learner has a page with the words of the first question on it."""
    quiz = json.loads((course / "source" / SLUG / "quiz.json").read_text(encoding="utf-8"))
    pages = list((course / "feedback").glob(f"*/{SLUG}/quiz.html"))
    first = quiz["items"][0]["ask"].split(",")[0]
    if len(pages) != learners or first not in pages[0].read_text(encoding="utf-8"):
        raise RuntimeError(f"{len(pages)} pages of feedback, and {learners} were to be made.")
