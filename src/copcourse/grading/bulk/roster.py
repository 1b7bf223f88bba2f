"""An assignment in the gradebook, and what the gradebook holds of a batch of its learners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from attrs import frozen
from sqlalchemy import Connection, func, select

from copcourse.content import Quiz
from copcourse.errors import CourseError
from copcourse.grading.bulk import tables as t
from copcourse.grading.layout import NOTEBOOK


@frozen(kw_only=True)
class Assignment:
    """A generated quiz: its due date, and its cells as name to id."""

    id: str
    notebook_id: str
    duedate: datetime | None
    graded: Mapping[str, str]
    tasks: Mapping[str, str]
    commented: tuple[str, ...]
    points: Mapping[str, float]

    def seconds_late(self, timestamp: datetime | None, extension: timedelta | None) -> float:
        """How many seconds after its due date, and its extension, a hand-in came; 0 if in time."""
        if timestamp is None or self.duedate is None:
            return 0.0
        due = self.duedate + (extension or timedelta(0))
        return max(0.0, (timestamp - due).total_seconds())


@frozen(kw_only=True)
class Held:
    """What the gradebook holds of a learner's hand-in; grades as cell id to grade id and score."""

    submission_id: str
    timestamp: datetime | None
    extension: timedelta | None
    notebook_id: str
    penalty: float | None
    grades: Mapping[str, tuple[str, float | None]]


def find_assignment(connection: Connection, quiz: Quiz) -> Assignment | None:
    """The quiz as nbgrader generated it, or None where it never was.

    Raises CourseError where it is another one than the quiz is now.
    """
    found = connection.execute(
        select(t.ASSIGNMENT.c.id, t.ASSIGNMENT.c.duedate).where(t.ASSIGNMENT.c.name == quiz.slug)
    ).first()
    if found is None:
        return None
    rows = connection.execute(
        select(t.NOTEBOOK_TABLE.c.id, t.NOTEBOOK_TABLE.c.name).where(
            t.NOTEBOOK_TABLE.c.assignment_id == found.id
        )
    ).all()
    notebooks = {row.name: row.id for row in rows}
    if not notebooks:
        return None
    if set(notebooks) != {NOTEBOOK}:
        others = ", ".join(sorted(set(notebooks) - {NOTEBOOK}))
        raise CourseError(
            f"the assignment has notebooks that are no quiz ({others})",
            f"Mark it with nbgrader autograde {quiz.slug}.",
            place=quiz.slug,
        )
    assignment = _with_cells(connection, found.id, notebooks[NOTEBOOK], found.duedate)
    _check_cells(assignment, quiz)
    return assignment


def held_of(
    connection: Connection, assignment: Assignment, learners: Iterable[str]
) -> dict[str, Held]:
    """What the gradebook holds of these learners' hand-ins; who has none is not in it."""
    submission, notebook = t.SUBMITTED_ASSIGNMENT, t.SUBMITTED_NOTEBOOK
    rows = connection.execute(
        select(
            submission.c.student_id,
            submission.c.id,
            submission.c.timestamp,
            submission.c.extension,
            notebook.c.id.label("notebook_id"),
            notebook.c.late_submission_penalty,
        )
        .join(notebook, notebook.c.assignment_id == submission.c.id)
        .where(
            submission.c.assignment_id == assignment.id,
            submission.c.student_id.in_(list(learners)),
            notebook.c.notebook_id == assignment.notebook_id,
        )
    ).all()
    grades: dict[str, dict[str, tuple[str, float | None]]] = {row.notebook_id: {} for row in rows}
    for each in connection.execute(
        select(t.GRADE.c.notebook_id, t.GRADE.c.cell_id, t.GRADE.c.id, t.GRADE.c.auto_score).where(
            # The index that there is begins with the cell.
            t.GRADE.c.cell_id.in_([*assignment.graded.values(), *assignment.tasks.values()]),
            t.GRADE.c.notebook_id.in_(list(grades)),
        )
    ):
        grades[each.notebook_id][each.cell_id] = (each.id, each.auto_score)
    return {
        row.student_id: Held(
            submission_id=row.id,
            timestamp=row.timestamp,
            extension=row.extension,
            notebook_id=row.notebook_id,
            penalty=row.late_submission_penalty,
            grades=grades[row.notebook_id],
        )
        for row in rows
    }


def waiting(connection: Connection, assignment: Assignment) -> int:
    """How many hand-ins of the assignment wait for a mark by a person."""
    return connection.execute(
        select(func.count(t.GRADE.c.notebook_id.distinct()))
        .join(t.SUBMITTED_NOTEBOOK, t.SUBMITTED_NOTEBOOK.c.id == t.GRADE.c.notebook_id)
        .where(
            t.SUBMITTED_NOTEBOOK.c.notebook_id == assignment.notebook_id,
            t.GRADE.c.needs_manual_grade,
        )
    ).scalar_one()


def _with_cells(
    connection: Connection, assignment_id: str, notebook_id: str, duedate: datetime | None
) -> Assignment:
    cells = connection.execute(
        select(
            t.BASE_CELL.c.id,
            t.BASE_CELL.c.name,
            t.BASE_CELL.c.type,
            func.coalesce(t.GRADE_CELLS.c.max_score, t.TASK_CELLS.c.max_score).label("points"),
        )
        .outerjoin(t.GRADE_CELLS, t.GRADE_CELLS.c.id == t.BASE_CELL.c.id)
        .outerjoin(t.TASK_CELLS, t.TASK_CELLS.c.id == t.BASE_CELL.c.id)
        .where(t.BASE_CELL.c.notebook_id == notebook_id)
    ).all()
    return Assignment(
        id=assignment_id,
        notebook_id=notebook_id,
        duedate=duedate,
        graded={cell.name: cell.id for cell in cells if cell.type == "GradeCell"},
        tasks={cell.name: cell.id for cell in cells if cell.type == "TaskCell"},
        commented=tuple(cell.id for cell in cells if cell.type in ("SolutionCell", "TaskCell")),
        points={cell.name: cell.points for cell in cells if cell.points is not None},
    )


def _check_cells(assignment: Assignment, quiz: Quiz) -> None:
    wanted = {f"item-{item.id}": float(item.points) for item in quiz.items}
    if quiz.reflection is not None:
        wanted[f"reflection-{quiz.reflection.id}"] = float(quiz.reflection.points)
    if dict(assignment.points) != wanted:
        differ = sorted(dict(assignment.points).items() ^ wanted.items())
        raise CourseError(
            f"the quiz was changed after nbgrader generated the assignment ({differ[0][0]})",
            "Put the quiz back as it was; or run copcourse build and "
            f"nbgrader generate_assignment --force {quiz.slug}, then this.",
            place=quiz.slug,
        )
