"""``copcourse mark`` for a class and for a country, against nbgrader running each notebook.

Everything is written: rows, folders, notebooks. The command's own start counts.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from course import SLUG, Copies
from marking import STOCK_CONFIG, nbgrader, record
from nbgrader.api import Gradebook
from table import Figure

from copcourse.answers import canonical, checksum

HAND_INS = 500
ROUNDS = 5
STOCK = 20
# A round takes nbgrader as long as ten of ours take us.
STOCK_ROUNDS = 3
GROWN = int(os.environ.get("COPCOURSE_BENCH_GROWN", "20000"))

# A program that is started counts the memory of the one that starts it; this one is small.
_WATCH = """\
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@dataclass(frozen=True)
class Run:
    """One run of a command: seconds a submission, and the most memory it held, in MB."""

    seconds: float
    memory: float


def bulk(made: Copies) -> list[Figure]:
    """Seconds a submission: ours by turns with nbgrader's."""
    ours, peer = [], []
    for number in range(ROUNDS):
        ours.append(_ours(made, HAND_INS, number).seconds)
        if number < STOCK_ROUNDS:
            peer.append(_stock(made, number))
    if _scores(_course(made, "stock-0"))[:STOCK] != _scores(_course(made, "bulk-500-0"))[:STOCK]:
        raise RuntimeError("The two ways did not give the same hand-ins the same marks.")
    return [Figure("marking in bulk", "s", 1 / 250, ours, peer)]


def growth(made: Copies) -> list[Figure]:
    """Time and memory of many hand-ins against those of a class."""
    few = [_ours(made, HAND_INS, number) for number in range(ROUNDS)]
    many = [_ours(made, GROWN, 0)]
    return [
        Figure(
            f"marking {GROWN} to 500, each",
            "s",
            1.3,
            [run.seconds for run in many],
            [run.seconds for run in few],
        ),
        Figure(
            f"memory for {GROWN} to 500",
            "MB",
            2.0,
            [run.memory for run in many],
            [run.memory for run in few],
        ),
    ]


@cache
def _ours(made: Copies, hand_ins: int, number: int) -> Run:
    course = handed_in(made, f"bulk-{hand_ins}-{number}", hand_ins)
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", _WATCH, sys.executable, "-m", "copcourse", "mark", SLUG],
        cwd=course,
        env=made.environment(COPCOURSE_QUIZZES=str(course / "quizzes")),
        capture_output=True,
        text=True,
        check=True,
    )
    seconds = (time.monotonic() - began) / hand_ins
    # Kilobytes on Linux, bytes on a Mac.
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return Run(seconds, float(done.stdout.splitlines()[-1]) / unit)


def _stock(made: Copies, number: int) -> float:
    course = handed_in(made, f"stock-{number}", STOCK)
    (course / "nbgrader_config.py").write_text(STOCK_CONFIG, encoding="utf-8")
    began = time.monotonic()
    nbgrader(made, course, "autograde", SLUG)
    return (time.monotonic() - began) / STOCK


def _course(made: Copies, name: str) -> Path:
    return made.home / name / "course"


def marked(made: Copies, name: str, hand_ins: int) -> Path:
    """The same course, with all its hand-ins marked."""
    course = handed_in(made, name, hand_ins)
    environment = made.environment(COPCOURSE_QUIZZES=str(course / "quizzes"))
    command = [sys.executable, "-m", "copcourse", "mark", SLUG]
    subprocess.run(command, cwd=course, env=environment, capture_output=True, check=True)
    return course


@cache
def _generated(made: Copies) -> Path:
    course = _course(made, "generated")
    shutil.copytree(made.course, course)
    nbgrader(made, course, "generate_assignment", SLUG)
    return course


def handed_in(made: Copies, name: str, hand_ins: int) -> Path:
    """A course with hand-ins as ``copcourse collect`` places them."""
    course = _course(made, name)
    shutil.copytree(_generated(made), course, ignore=shutil.ignore_patterns("submitted"))
    notebook = (course / "release" / SLUG / "quiz.ipynb").read_bytes()
    quiz = made.quiz
    for number in range(hand_ins):
        answers = record(quiz, number)
        # No two reflections are the same.
        answers["answers"][quiz.reflection.id]["text"] += f" My number is {number}."
        place = course / "submitted" / f"learner-{number:05}" / SLUG
        place.mkdir(parents=True)
        data = canonical({**answers, "checksum": checksum(answers)})
        (place / "answers.json").write_bytes(data)
        (place / "quiz.ipynb").write_bytes(notebook)
        (place / "timestamp.txt").write_text("2026-11-20 12:00:00 UTC\n")
    return course


def _scores(course: Path) -> list[tuple[str, float]]:
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        found = gradebook.assignment_submissions(SLUG)
        return sorted((one.student.id, one.score) for one in found)
