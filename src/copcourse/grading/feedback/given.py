"""What the gradebook holds for many learners at once: three queries, not some for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import Select, select

from copcourse.grading.feedback.records import Given


def given_to(gradebook: Gradebook, slug: str, learners: Sequence[str]) -> dict[str, Given]:
    """Marks, comments and lateness of a quiz for some hundred learners, by learner.

    Who is not in the gradebook is left out. Raises what SQLAlchemy raises, which
    :func:`open_gradebook` says in a sentence.
    """
    points: dict[str, dict[str, float]] = {}
    by_hand: dict[str, set[str]] = {}
    comments: dict[str, dict[str, str]] = {}
    graded = BaseCell.name, Grade.score, Grade.manual_score
    for learner, cell, score, manual in _rows(gradebook, slug, learners, graded, Grade):
        points.setdefault(learner, {})[cell] = score
        if manual is not None:
            by_hand.setdefault(learner, set()).add(cell)
    said = BaseCell.name, Comment.comment
    for learner, cell, comment in _rows(gradebook, slug, learners, said, Comment):
        comments.setdefault(learner, {})[cell] = comment or ""
    handed_in = SubmittedAssignment.id, SubmittedNotebook.late_submission_penalty
    return {
        learner: Given(
            submission=submission,
            late=penalty or 0.0,
            points=points.get(learner, {}),
            by_hand=frozenset(by_hand.get(learner, ())),
            comments=comments.get(learner, {}),
        )
        for learner, submission, penalty in _rows(gradebook, slug, learners, handed_in)
    }


def _rows(
    gradebook: Gradebook,
    slug: str,
    learners: Sequence[str],
    columns: Sequence[Any],
    of: Any = None,
) -> Iterable[Any]:
    query: Select[Any] = (
        select(SubmittedAssignment.student_id, *columns)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .where(Assignment.name == slug, SubmittedAssignment.student_id.in_(learners))
    )
    if of is not None:
        query = query.join(of, of.notebook_id == SubmittedNotebook.id).join(
            BaseCell, of.cell_id == BaseCell.id
        )
    rows: Iterable[Any] = gradebook.db.execute(query)
    return rows
