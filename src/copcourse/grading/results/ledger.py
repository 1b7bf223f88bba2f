"""What the gradebook knows and a hand-in does not: penalties and what a person gave.

Three queries for a whole class. They know nbgrader's tables and nothing of its lazy objects, with
which a class of 20,000 would be 20,000 queries. Nobody's name or address is read.
"""

from __future__ import annotations

from collections.abc import Mapping

from nbgrader import api
from nbgrader.api import Gradebook
from sqlalchemy import func, select

Given = Mapping[tuple[str, str], tuple[float | None, float]]
"""(Learner, cell) to the points that a person gave, or None, and extra credit."""

_ASSIGNMENT = api.Assignment.__table__
_SUBMITTED = api.SubmittedAssignment.__table__
_NOTEBOOK = api.SubmittedNotebook.__table__
_GRADE = api.Grade.__table__
_CELL = api.BaseCell.__table__
_SUBMISSIONS = _SUBMITTED.join(_ASSIGNMENT, _ASSIGNMENT.c.id == _SUBMITTED.c.assignment_id).join(
    _NOTEBOOK, _NOTEBOOK.c.assignment_id == _SUBMITTED.c.id
)
_GRADES = _SUBMISSIONS.join(_GRADE, _GRADE.c.notebook_id == _NOTEBOOK.c.id)


def late_penalties(gradebook: Gradebook, slug: str) -> dict[str, float]:
    """Learner to late penalty, for everybody whom the gradebook holds a marked quiz of."""
    rows = gradebook.db.execute(
        select(_SUBMITTED.c.student_id, _NOTEBOOK.c.late_submission_penalty)
        .select_from(_SUBMISSIONS)
        .where(_ASSIGNMENT.c.name == slug)
    )
    late: dict[str, float] = {}
    # Summed here: asked to group, SQLite looks through all the notebooks for each learner.
    for learner, penalty in rows:
        late[learner] = late.get(learner, 0.0) + float(penalty or 0)
    return late


def given_by_hand(
    gradebook: Gradebook, slug: str
) -> dict[tuple[str, str], tuple[float | None, float]]:
    """(Learner, cell) to what a person gave: points or None, and extra credit."""
    rows = gradebook.db.execute(
        select(_SUBMITTED.c.student_id, _CELL.c.name, _GRADE.c.manual_score, _GRADE.c.extra_credit)
        .select_from(_GRADES.join(_CELL, _CELL.c.id == _GRADE.c.cell_id))
        .where(_ASSIGNMENT.c.name == slug)
        .where(_GRADE.c.manual_score.is_not(None) | _GRADE.c.extra_credit.is_not(None))
    )
    return {(learner, cell): (points, float(extra or 0)) for learner, cell, points, extra in rows}


def unmarked(gradebook: Gradebook, slug: str) -> int:
    """How many cells of a quiz still wait for a person's mark."""
    found = gradebook.db.execute(
        select(func.count())
        .select_from(_GRADES)
        .where(_ASSIGNMENT.c.name == slug)
        .where(_GRADE.c.needs_manual_grade)
    ).scalar()
    return int(found or 0)
