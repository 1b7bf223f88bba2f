"""A class in a gradebook, by nbgrader's own functions and without running nbgrader."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from attrs import frozen
from nbgrader.api import Gradebook
from sqlalchemy.exc import SAWarning
from trainer import PARTIAL, SLUG, record

from copcourse.answers import write_answers
from copcourse.content import Quiz


@frozen(kw_only=True)
class Learner:
    """What one learner of the class has in the gradebook."""

    id: str
    points: float | None = None
    comment: str | None = None
    when: datetime = datetime(2026, 11, 20, 12)
    first: str = ""
    last: str = ""
    email: str = ""


@contextmanager
def _made(path: Path) -> Iterator[Gradebook]:
    # nbgrader makes the tables by a program that it calls by name.
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")
        patch.setenv("PATH", str(Path(sys.executable).parent))
        with Gradebook(f"sqlite:///{path}") as book:
            yield book


def fill(course: Path, learners: Iterable[Learner], slug: str = SLUG) -> None:
    """Write a quiz of one item (4 points) and one reflection (4 points), and who handed in."""
    with _made(course / "gradebook.db") as book:
        book.add_assignment(slug)
        book.add_notebook("quiz", slug)
        book.add_grade_cell("item-a", "quiz", slug, max_score=4, cell_type="code")
        book.add_task_cell("reflection-the-case", "quiz", slug, max_score=4, cell_type="markdown")
        for one in learners:
            names = {"first_name": one.first, "last_name": one.last, "email": one.email}
            book.update_or_create_student(one.id, **names)
            book.add_submission(slug, one.id, timestamp=one.when)
            grade = book.find_grade("item-a", "quiz", slug, one.id)
            grade.auto_score, grade.needs_manual_grade = 2.5, False
            task = book.find_grade("reflection-the-case", "quiz", slug, one.id)
            if one.points is not None:
                task.manual_score, task.needs_manual_grade = one.points, False
            book.find_comment(
                "reflection-the-case", "quiz", slug, one.id
            ).manual_comment = one.comment
        book.db.commit()


def hand_in(
    course: Path, quiz: Quiz, learner: str, when: datetime, text: str, *folders: str
) -> None:
    """Place a hand-in as collecting and marking leave it, in each of the folders."""
    answers = {**PARTIAL, "the-case": {"text": text, "at": "2026-11-20T10:04:00Z"}}
    for folder in folders or ("submitted", "autograded"):
        place = course / folder / learner / quiz.slug
        if folder == "attempts":
            place /= f"{when:%Y%m%dT%H%M%SZ}"
        place.mkdir(parents=True)
        write_answers(place / "answers.json", record(quiz, learner, answers))
        (place / "timestamp.txt").write_text(f"{when:%Y-%m-%d %H:%M:%S} UTC\n")
