"""How long a learner's page of feedback takes: ours for a class, against nbgrader's own pages."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

from course import SLUG, Copies
from marking import STOCK_CONFIG, nbgrader
from table import Figure

from copcourse.answers import write_answers
from copcourse.content import Quiz
from copcourse.grading.collecting import collect

LEARNERS = 200
STOCK_LEARNERS = 20
ROUNDS = 5


def feedback(made: Copies) -> list[Figure]:
    """Seconds a learner, each command's own start included; the two by turns on the same class."""
    course = made.home / "feedback" / "course"
    shutil.copytree(made.course, course)
    _mark(made, course)
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


def _mark(made: Copies, course: Path) -> None:
    """Release the quiz, hand in for the class and have it marked."""
    quiz, inbox = made.quiz, course.parent / "inbox"
    nbgrader(made, course, "generate_assignment", SLUG)
    inbox.mkdir()
    for number in range(LEARNERS):
        write_answers(inbox / f"{number:03}.json", _record(quiz, number))
    outcomes = collect([inbox], course)
    if {outcome.state for outcome in outcomes} != {"accepted"}:
        raise RuntimeError("\n".join(map(str, outcomes)))
    nbgrader(made, course, "autograde", SLUG)


def _record(quiz: Quiz, number: int) -> dict[str, object]:
    answers = {
        item.id: {**item.sample("correct" if (number + place) % 3 else "wrong"), "sure": 2}
        for place, item in enumerate(quiz.items)
    }
    assert quiz.reflection
    reflection = {"text": "I would listen, and thank them. " * 20, "at": "2026-01-01T00:00:00Z"}
    return {
        "format": 1,
        "quiz": quiz.slug,
        "edition": quiz.edition,
        "learner": f"learner {number:03}",
        "answers": {**answers, quiz.reflection.id: reflection},
    }


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
