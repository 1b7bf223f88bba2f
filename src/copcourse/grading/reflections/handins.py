"""What learners wrote, as it was marked, and the marks that a person has given so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import and_, select, update

from copcourse.answers import read_answers
from copcourse.content import Quiz
from copcourse.errors import AnswersError
from copcourse.marking import ANSWERS, mark_folder

CELL = "reflection-"
"""What the ids of the cells begin with in which nbgrader keeps the reflections' marks."""


@frozen(kw_only=True)
class Written:
    """A learner's reflection; ``problem`` says why none could be read.

    ``earlier`` tells that there are older attempts: a mark may have been given for one of them, as
    nbgrader does not ask for another look at a task that is marked again.
    """

    learner: str
    text: str
    problem: str = ""
    earlier: bool = False


@frozen(kw_only=True)
class Given:
    """What the gradebook holds for a reflection. ``points`` is None until a person marks it."""

    grade: str
    comment_row: str | None
    points: float | None
    comment: str


@frozen(kw_only=True)
class Decided:
    """Points and a comment for a reflection, to be written."""

    learner: str
    points: float
    comment: str


def written(course: Path, quiz: Quiz) -> list[Written]:
    """The reflections of all hand-ins that were marked, by learner."""
    assert quiz.reflection is not None  # the command says so to whoever asks
    found = []
    for folder in sorted((course / "autograded").glob(f"*/{quiz.slug}")):
        marked = mark_folder(quiz, folder)
        answer = marked.answers.to(quiz.reflection.id)
        text = answer.get("text") if isinstance(answer, Mapping) else None
        found.append(
            Written(
                learner=folder.parent.name,
                # JSON can smuggle in half a character, which no file can hold.
                text=_whole(text) if isinstance(text, str) else "",
                problem=marked.problem,
                earlier=(course / "attempts" / folder.parent.name / quiz.slug).is_dir(),
            )
        )
    return found


def waiting(course: Path, slug: str) -> list[str]:
    """Who handed in what was not marked yet, by learner."""
    return [
        path.parents[1].name
        for path in sorted((course / "submitted").glob(f"*/{slug}/{ANSWERS}"))
        if not _same(path, course / "autograded" / path.parents[1].name / slug / ANSWERS)
    ]


def given_marks(gradebook: Gradebook, slug: str) -> dict[str, Given]:
    """The rows for the reflections of a quiz by learner, marked or not."""
    rows = gradebook.db.execute(
        select(
            SubmittedAssignment.student_id,
            Grade.id,
            Comment.id,
            Grade.manual_score,
            Comment.manual_comment,
        )
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .outerjoin(
            Comment,
            and_(Comment.notebook_id == SubmittedNotebook.id, Comment.cell_id == BaseCell.id),
        )
        .where(Assignment.name == slug, BaseCell.name.startswith(CELL, autoescape=True))
    )
    return {
        learner: Given(
            grade=grade,
            comment_row=comment_row,
            points=points,
            comment=comment or "",
        )
        for learner, grade, comment_row, points, comment in rows
    }


def write_marks(
    gradebook: Gradebook, given: Mapping[str, Given], decided: Iterable[Decided]
) -> None:
    """Write marks as formgrader does, all of them or, where one cannot be written, none."""
    grades: list[dict[str, Any]] = []
    comments: list[dict[str, Any]] = []
    for one in decided:
        rows = given[one.learner]
        grades.append({"id": rows.grade, "manual_score": one.points, "needs_manual_grade": False})
        if rows.comment_row is not None:
            comments.append({"id": rows.comment_row, "manual_comment": one.comment or None})
    try:
        if grades:
            gradebook.db.execute(update(Grade), grades)
        if comments:
            gradebook.db.execute(update(Comment), comments)
        gradebook.db.commit()
    except BaseException:
        gradebook.db.rollback()
        raise


def _same(one: Path, other: Path) -> bool:
    try:
        return _answers(one) == _answers(other)
    except OSError:
        return False


def _answers(path: Path) -> Any:
    data = path.read_bytes()
    try:
        return read_answers(data, quiz=path.parent.name, edition=None).answers
    except AnswersError:
        return data


def _whole(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
