"""The grade files that Moodle and Canvas import, as their importers read them.

Moodle (grade/import/csv): a heading row; the trainer says which column tells the user, which the
points and which the feedback. One unknown user stops the whole import. Canvas
(gradebook importer): the columns Student, ID, SIS User ID, SIS Login ID, Section in this order,
then one an assignment, ``Title (number)`` for one that is there and ``Title`` for a new one; the
second row may give the points possible. A person is found by ID, else SIS User ID, else SIS Login
ID, else name.

Both would take an empty cell for "no mark", in the place of one that is there; so only people with
a whole mark are written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from copcourse.errors import CourseError
from copcourse.grading.files import csv_bytes, neutral
from copcourse.grading.gradefiles.marks import Mark
from copcourse.grading.gradefiles.roster import Person

Row = tuple[Mark, Person]


_USER = {"ID number": "id", "Username": "login", "Email address": "email"}


def user_columns(rows: Sequence[Row]) -> list[str]:
    """The columns by which Moodle can tell everybody apart: those that nobody leaves empty.

    Raises CourseError where there is none.
    """
    used = [name for name, field in _USER.items() if all(getattr(p, field) for _, p in rows)]
    if not used:
        raise CourseError(
            "some learners have only an id and others only an e-mail address",
            "Moodle needs one of the two for everybody: add it to the roster.",
        )
    return used


def moodle(title: str, rows: Sequence[Row]) -> bytes:
    """A file for Moodle's grade import, in UTF-8 with commas."""
    used = user_columns(rows)
    head = ["First name", "Last name", *used, neutral(title), "Feedback"]
    lines = [
        [
            neutral(person.first_name),
            neutral(person.last_name),
            *(getattr(person, _USER[name]) for name in used),
            _number(mark.points),
            neutral(mark.comment),
        ]
        for mark, person in rows
    ]
    return csv_bytes([head, *lines], mark=False)


def canvas(title: str, rows: Sequence[Row], columns: Sequence[str] = ()) -> bytes:
    """A file for Canvas's gradebook import.

    ``columns`` are those of a file that Canvas has exported: where it has the assignment, with its
    number, the marks go there.
    """
    known = re.compile(rf"{re.escape(title)} \(\d+\)")
    name = next((column for column in columns if known.fullmatch(column)), title)
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", neutral(name)]
    possible = ["    Points Possible", "", "", "", "", _number(rows[0][0].most) if rows else ""]
    lines = [
        [
            neutral(person.student or _last_first(person) or mark.learner),
            person.canvas_id,
            person.id,
            person.login or person.email,
            neutral(person.section),
            _number(mark.points),
        ]
        for mark, person in rows
    ]
    return csv_bytes([head, possible, *lines], mark=False)


def _last_first(person: Person) -> str:
    return ", ".join(name for name in (person.last_name, person.first_name) if name)


def _number(points: float) -> str:
    return f"{points:g}"
