"""How long a submission takes: our plug-in against nbgrader running each notebook."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from course import SLUG, Copies
from nbgrader.api import Gradebook
from table import Figure

from copcourse.answers import write_answers
from copcourse.content import Quiz
from copcourse.grading.collecting import collect

HAND_INS = 40
ROUNDS = 5
TIMEOUT = 600
# What nbgrader needs to know a course at all.
STOCK_CONFIG = 'c = get_config()\nc.CourseDirectory.course_id = "copcourse"\n'


def marking(made: Copies) -> list[Figure]:
    """Seconds a submission, the command's own start included; the two ways by turns."""
    _hand_in(made)
    ways = [(way, number) for number in range(ROUNDS) for way in ("plugin", "stock")]
    courses = {one: made.home / f"{one[0]}-{one[1]}" / "course" for one in ways}
    for (way, _), course in courses.items():
        shutil.copytree(made.course, course)
        if way == "stock":
            (course / "nbgrader_config.py").write_text(STOCK_CONFIG, encoding="utf-8")
    seconds = {one: _autograde(made, course) for one, course in courses.items()}

    scores = [_scores(course) for course in courses.values()]
    if len(scores[0]) != HAND_INS or any(one != scores[0] for one in scores):
        raise RuntimeError("The two ways did not give the same 40 hand-ins the same marks.")
    ours, peer = ([seconds[way, n] for n in range(ROUNDS)] for way in ("plugin", "stock"))
    return [Figure("marking a submission", "s", 0.20, ours, peer)]


def _hand_in(made: Copies) -> None:
    """Release the quiz and collect hand-ins for it, full, half and hardly answered ones."""
    quiz = made.quiz
    nbgrader(made, made.course, "generate_assignment", SLUG)
    inbox = made.home / "inbox"
    inbox.mkdir()
    for number in range(HAND_INS):
        write_answers(inbox / f"{number:02}.json", record(quiz, number))
    outcomes = collect([inbox], made.course)
    if {outcome.state for outcome in outcomes} != {"accepted"}:
        raise RuntimeError("\n".join(map(str, outcomes)))


def record(quiz: Quiz, number: int) -> dict[str, Any]:
    """A hand-in without its checksum: full, half or hardly answered."""
    answers = {
        item.id: item.sample("correct" if (number + place) % 3 else "wrong")
        for place, item in enumerate(quiz.items)
        if (number * place) % 7 != 6
    }
    reflection = {"text": "I would listen, and thank them.", "at": "2026-01-01T00:00:00Z"}
    return {
        "format": 1,
        "quiz": quiz.slug,
        "edition": quiz.edition,
        "learner": f"learner {number:02}",
        "answers": {**answers, quiz.reflection.id: reflection},
    }


def _autograde(made: Copies, course: Path) -> float:
    began = time.monotonic()
    nbgrader(made, course, "autograde", SLUG)
    return (time.monotonic() - began) / HAND_INS


def nbgrader(made: Copies, course: Path, *arguments: str) -> None:
    """Run an nbgrader command in a course. Raises RuntimeError where it fails."""
    programs = Path(sys.executable).parent
    environment = made.environment(COPCOURSE_QUIZZES=str(course / "quizzes"))
    # nbgrader calls alembic by name, and our environment need not be activated.
    environment["PATH"] = f"{programs}:{environment['PATH']}"
    done = subprocess.run(
        [str(programs / "nbgrader"), *arguments],
        cwd=course,
        env=environment,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
    if done.returncode:
        # The first fault says why; nbgrader's last lines only list whom it met.
        why = done.stderr.partition("ERROR")[2][:2000] or done.stderr[-2000:]
        raise RuntimeError(f"nbgrader {' '.join(arguments)}: {why}")


def _scores(course: Path) -> dict[str, float]:
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        return {one.student.id: one.score for one in gradebook.assignment_submissions(SLUG)}
