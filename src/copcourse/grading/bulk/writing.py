"""The rows of marked hand-ins, written as nbgrader's autograde leaves them.

What a person gave is never touched: manual scores, extra credit, comments, flags, extensions.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, bindparam, case, func, insert, literal, select, update

from copcourse.grading.bulk import tables as t
from copcourse.grading.bulk.roster import Assignment, Held

Row = dict[str, Any]
Penalty = Callable[[str, float, float], float | None]
"""Learner, score and seconds late to the points taken off, or None."""


@frozen(kw_only=True)
class Result:
    """A hand-in to write: its learner, its time, and its points by cell id."""

    learner: str
    timestamp: datetime | None
    points: Mapping[str, float]


def write_results(
    connection: Connection,
    assignment: Assignment,
    results: Sequence[Result],
    held: Mapping[str, Held],
) -> None:
    """Write the marks of a batch; the caller commits."""
    _add_students(connection, [one.learner for one in results if one.learner not in held])
    added = _Added()
    changed: list[Row] = []
    times: list[Row] = []
    known: list[str] = []
    for one in results:
        old = held.get(one.learner)
        if old is None:
            added.take(assignment, one)
            continue
        known.append(old.notebook_id)
        if one.timestamp is not None and one.timestamp != old.timestamp:
            times.append({"row": old.submission_id, "time": one.timestamp})
        changed += [
            {"row": old.grades[cell][0], "points": points}
            for cell, points in one.points.items()
            if cell in old.grades
        ]
        added.grades += _grades(assignment, one, old.notebook_id, old.grades)
    added.write(connection)
    _execute(
        connection,
        update(t.GRADE)
        .where(t.GRADE.c.id == bindparam("row"))
        .values(
            auto_score=bindparam("points"),
            # A person who gave another mark looks again whether it still holds.
            needs_manual_grade=t.GRADE.c.manual_score.is_not(None),
        ),
        changed,
    )
    _execute(
        connection,
        update(t.SUBMITTED_ASSIGNMENT)
        .where(t.SUBMITTED_ASSIGNMENT.c.id == bindparam("row"))
        .values(timestamp=bindparam("time")),
        times,
    )
    if known and assignment.commented:
        connection.execute(
            update(t.COMMENT)
            .where(
                t.COMMENT.c.cell_id.in_(assignment.commented),
                t.COMMENT.c.notebook_id.in_(known),
                t.COMMENT.c.auto_comment.is_not(None),
            )
            .values(auto_comment=None)
        )


def write_penalties(
    connection: Connection,
    assignment: Assignment,
    held: Mapping[str, Held],
    penalty: Penalty | None,
    marked: Collection[str],
) -> int:
    """Take off what late hand-ins lose, as the course's plug-in says, and give the number changed.

    ``penalty`` is None where the course takes nothing off: only who is in ``marked`` is then set
    back to nothing, as nbgrader does when it marks.
    """
    late = {
        name: seconds
        for name, one in held.items()
        if penalty and (seconds := assignment.seconds_late(one.timestamp, one.extension)) > 0
    }
    scores = _scores(connection, assignment, [held[name].notebook_id for name in late])
    changed = []
    for name, one in held.items():
        if penalty is None and name not in marked:
            continue
        due = None
        if penalty and name in late:
            due = penalty(name, scores.get(one.notebook_id, 0.0), late[name])
        if due != one.penalty:
            changed.append({"row": one.notebook_id, "points": due})
    _execute(
        connection,
        update(t.SUBMITTED_NOTEBOOK)
        .where(t.SUBMITTED_NOTEBOOK.c.id == bindparam("row"))
        .values(late_submission_penalty=bindparam("points")),
        changed,
    )
    return len(changed)


class _Added:
    """Rows that are new, table by table."""

    def __init__(self) -> None:
        self.submissions: list[Row] = []
        self.notebooks: list[Row] = []
        self.grades: list[Row] = []
        self.comments: list[Row] = []

    def take(self, assignment: Assignment, one: Result) -> None:
        submission, notebook = _new_id(), _new_id()
        self.submissions.append(
            {
                "id": submission,
                "assignment_id": assignment.id,
                "student_id": one.learner,
                "timestamp": one.timestamp,
                "extension": None,
            }
        )
        self.notebooks.append(
            {
                "id": notebook,
                "assignment_id": submission,
                "notebook_id": assignment.notebook_id,
                "flagged": False,
                "late_submission_penalty": None,
            }
        )
        self.grades += _grades(assignment, one, notebook, ())
        self.comments += [
            {"id": _new_id(), "notebook_id": notebook, "cell_id": cell, "auto_comment": None}
            for cell in assignment.commented
        ]

    def write(self, connection: Connection) -> None:
        _execute(connection, insert(t.SUBMITTED_ASSIGNMENT), self.submissions)
        _execute(connection, insert(t.SUBMITTED_NOTEBOOK), self.notebooks)
        _execute(connection, insert(t.GRADE), self.grades)
        _execute(connection, insert(t.COMMENT), self.comments)


def _grades(
    assignment: Assignment, one: Result, notebook_id: str, there: Iterable[str]
) -> list[Row]:
    cells = {**dict.fromkeys(assignment.tasks.values()), **one.points}
    return [
        {
            "id": _new_id(),
            "notebook_id": notebook_id,
            "cell_id": cell,
            "auto_score": points,
            "needs_manual_grade": points is None,
        }
        for cell, points in cells.items()
        if cell not in there
    ]


def _add_students(connection: Connection, learners: list[str]) -> None:
    if not learners:
        return
    there = set(
        connection.execute(select(t.STUDENT.c.id).where(t.STUDENT.c.id.in_(learners))).scalars()
    )
    new = [{"id": learner} for learner in learners if learner not in there]
    _execute(connection, insert(t.STUDENT), new)


def _scores(
    connection: Connection, assignment: Assignment, notebooks: list[str]
) -> dict[str, float]:
    """What nbgrader calls the score of a notebook: by hand before automatic, and extra credit."""
    if not notebooks:
        return {}
    grade = t.GRADE.c
    extra = func.coalesce(grade.extra_credit, literal(0.0))
    score = case(
        (grade.manual_score.is_not(None), grade.manual_score + extra),
        (grade.auto_score.is_not(None), grade.auto_score + extra),
        else_=literal(0.0),
    )
    cells = [*assignment.graded.values(), *assignment.tasks.values()]
    rows = connection.execute(
        select(grade.notebook_id, func.sum(score).label("score"))
        .where(grade.cell_id.in_(cells), grade.notebook_id.in_(notebooks))
        .group_by(grade.notebook_id)
    )
    return {row.notebook_id: row.score for row in rows}


def _execute(connection: Connection, statement: Any, rows: list[Row]) -> None:
    if rows:
        connection.execute(statement, rows)


def _new_id() -> str:
    # nbgrader's ids are random. Ours begin with the time, so that a large index grows at its end.
    return f"{time.time_ns():016x}{secrets.token_hex(8)}"
