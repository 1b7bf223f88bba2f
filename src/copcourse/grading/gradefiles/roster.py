"""Who the learners are in the learning management system: a roster, matched by their codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import frozen

from copcourse.errors import CourseError, CourseErrors
from copcourse.grading.files import begins_a_formula, read_table
from copcourse.grading.gradefiles.marks import Mark, key

# Our own roster's column first, then what Moodle and Canvas call it in the files they export.
_COLUMNS: Mapping[str, Sequence[str]] = {
    "id": ("id", "id number", "sis user id"),
    "login": ("username", "sis login id"),
    "email": ("email", "email address"),
    "first_name": ("first_name", "first name"),
    "last_name": ("last_name", "last name", "surname"),
    "student": ("student",),
    "section": ("section",),
    "canvas_id": ("canvas id",),
}


@frozen(kw_only=True)
class Person:
    """A learner as the learning management system knows them; what is not known is empty."""

    id: str = ""
    login: str = ""
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    student: str = ""
    section: str = ""
    canvas_id: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """What the learner may have typed as their code."""
        named = f"{self.first_name} {self.last_name}".strip()
        return (self.id, self.login, self.email, self.canvas_id, named, self.student)


def read_roster(path: Path) -> tuple[list[Person], tuple[str, ...]]:
    """The people of a roster, and its column names as they stand.

    It is ours (``id,first_name,last_name,email``) or a grade file that Moodle or Canvas exported.
    """
    table = read_table(path)
    names = {name.casefold(): name for name in table.columns}
    if "student" in names and "id" in names:
        # In Canvas's own files ID is Canvas's number, and the school's id stands beside it.
        names["canvas id"] = names.pop("id")
    chosen = {
        field: next((names[name] for name in known if name in names), None)
        for field, known in _COLUMNS.items()
    }
    if not any(chosen[field] for field in ("id", "login", "email", "canvas_id")):
        raise CourseError(
            "no column here tells who is who",
            "Give a roster with id,first_name,last_name,email, or the grade file that Moodle or "
            "Canvas exports.",
            file=path,
        )
    people = [
        Person(**{field: cells[name].strip() for field, name in chosen.items() if name is not None})
        for _, cells in table.rows
    ]
    # Canvas puts the points that can be earned into a row of their own.
    return [one for one in people if "points possible" not in one.student.casefold()], table.columns


def match(
    marks: Sequence[Mark], people: Sequence[Person], file: Path
) -> tuple[list[tuple[Mark, Person]], list[Mark]]:
    """Each mark with its person, and the marks of nobody on the roster.

    Raises CourseErrors where a code fits two people.
    """
    by_code: dict[str, list[Person]] = {}
    for person in people:
        for code in {key(code) for code in person.codes if key(code)}:
            by_code.setdefault(code, []).append(person)
    found, strangers, faults = [], [], []
    for mark in marks:
        fitting = by_code.get(key(mark.learner), [])
        if len(fitting) > 1:
            fault = f"{mark.learner!r} fits {len(fitting)} people"
            remedy = "Give each of them an id of their own in the roster."
            faults.append(CourseError(fault, remedy, file=file))
        elif fitting:
            found.append((mark, fitting[0]))
        else:
            strangers.append(mark)
    if faults:
        raise CourseErrors(faults)
    return found, strangers


def own(mark: Mark) -> Person:
    """The person that the gradebook itself tells of."""
    return Person(
        id=mark.learner,
        email=mark.email,
        first_name=mark.first_name,
        last_name=mark.last_name,
        canvas_id=mark.lms_id if mark.lms_id.isdigit() else "",
    )


def check_ids(people: Sequence[tuple[Mark, Person]], file: Path) -> None:
    """Raise CourseErrors for ids that a spreadsheet would run, and for people who are there twice.

    An importer takes ids as they stand, so they cannot be neutralised.
    """
    faults = []
    seen: dict[Person, str] = {}
    for mark, person in people:
        for one in (person.id, person.login, person.email, person.canvas_id):
            if begins_a_formula(one):
                fault = f"the id {one[:40]!r} of {mark.learner!r} begins as a formula does"
                remedy = "Use another id for this learner: this one cannot be written safely."
                faults.append(CourseError(fault, remedy, file=file))
        if person in seen:
            fault = f"{seen[person]!r} and {mark.learner!r} are one person on the roster"
            remedy = "See who handed in under two codes, and take one of the two out."
            faults.append(CourseError(fault, remedy, file=file))
        seen[person] = mark.learner
    if faults:
        raise CourseErrors(faults)
