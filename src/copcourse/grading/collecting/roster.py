"""The trainer's list of learners: read from a CSV file, matched with hand-ins, put into nbgrader.

Whoever is on it is one learner of nbgrader's, whose id is the name of the learner's folder.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import field, frozen

from copcourse.errors import AnswersError, CourseError
from copcourse.grading.collecting.senders import letters
from copcourse.grading.learners import learner_among, learner_folder

COLUMNS = ("id", "first_name", "last_name", "email")
LONGEST = 128
"""Characters that nbgrader's gradebook has room for."""
LARGEST = 10_000_000
"""Bytes. A roster of 100,000 has some 6 MB."""

_EXAMPLE = "id,first_name,last_name,email"
_SAVE_AGAIN = "In Excel, save it as 'CSV UTF-8 (comma delimited)'."


@frozen(kw_only=True)
class Person:
    """A line of the roster; ``folder`` is the id as nbgrader has it."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    folder: str = ""

    def __str__(self) -> str:
        name = " ".join(part for part in (self.first_name, self.last_name) if part)
        return f"{self.id}  {name}" if name else self.id


@frozen(kw_only=True)
class Roster:
    """The people of a roster, and how they are found."""

    people: tuple[Person, ...]
    _by_folder: Mapping[str, Person] = field(init=False)
    _by_name: Mapping[str, Person | None] = field(init=False)

    @_by_folder.default
    def _folders_of_people(self) -> dict[str, Person]:
        return {person.folder.casefold(): person for person in self.people}

    @_by_name.default
    def _names_of_people(self) -> dict[str, Person | None]:
        found: dict[str, Person | None] = {}
        for person in self.people:
            first, last = letters(person.first_name), letters(person.last_name)
            if not (first and last):
                continue
            # Canvas and many lists put the last name first.
            for name in {first + last, last + first}:
                found[name] = None if name in found else person
        return found

    @property
    def folders(self) -> frozenset[str]:
        """The ids as nbgrader has them."""
        return frozenset(person.folder for person in self.people)

    def find(self, typed: str, sender: str = "") -> Person | None:
        """Who handed in: by the id that was typed, else by the name that only one person has.

        The name is the typed one, or the one that a learning platform knows the sender by.
        """
        folder = learner_folder(typed).casefold()
        if folder in self._by_folder:
            return self._by_folder[folder]
        return self._by_name.get(letters(sender)) or self._by_name.get(letters(typed))


def read_roster(path: Path) -> Roster:
    """The roster in a CSV file: a first line with the columns' names, then a line a learner.

    UTF-8 with or without a byte order mark, commas or semicolons, as spreadsheets save it. Raises
    CourseError for the first fault, naming the file, the row as a spreadsheet counts it, and what
    to do. Nothing is written.
    """
    rows = _rows(path)
    header = next((row for row in rows[:2] if row and not row[0].startswith("sep=")), [])
    names = [name.strip().casefold() for name in header]
    lacking = [name for name in COLUMNS if name not in names]
    if lacking:
        raise CourseError(
            f"the first row has no column {lacking[0]!r}",
            f"Let it be {_EXAMPLE}; only the id must be filled in for everybody.",
            file=path,
            place="row 1",
        )
    where = {name: names.index(name) for name in COLUMNS}
    seen: dict[str, int] = {}
    people = []
    for number, row in enumerate(rows, 1):
        if number <= rows.index(header) + 1 or not any(cell.strip() for cell in row):
            continue
        place = f"row {number}"
        if any(cell.strip() for cell in row[len(header) :]):
            raise CourseError(
                f"it has {len(row)} columns, and the first row has {len(header)}",
                "Put a name that has a comma in it into quotation marks, or save the file anew "
                "from a spreadsheet.",
                file=path,
                place=place,
            )
        # Excel leaves out empty cells at a row's end.
        cells = {name: row[at] if at < len(row) else "" for name, at in where.items()}
        person = _person(cells, path, place)
        key = person.folder.casefold()
        if key in seen:
            raise CourseError(
                f"the id {person.id!r} stands in row {seen[key]} already",
                "Give each learner an id of their own; small and capital letters count as the "
                "same.",
                file=path,
                place=place,
            )
        seen[key] = number
        people.append(person)
    return Roster(people=tuple(people))


def _rows(path: Path) -> list[list[str]]:
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise CourseError(
            f"the roster cannot be read: {error.strerror or error}",
            "See that the file is there and that you may read it.",
            file=path,
        ) from None
    if len(data) > LARGEST:
        raise CourseError("this is too large for a roster", "Name the right file.", file=path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise CourseError(
            "the letters are not in UTF-8", _SAVE_AGAIN, file=path, place=f"row {row}"
        ) from None
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        raise CourseError(
            f"this row cannot be read ({error})",
            f"See that each quotation mark has its partner. {_SAVE_AGAIN}",
            file=path,
            place=f"row {len(rows) + 1}",
        ) from None
    return rows


def _person(cells: Mapping[str, str], path: Path, place: str) -> Person:
    tidy = {name: " ".join(cell.split()) for name, cell in cells.items()}
    long = next((name for name in COLUMNS if len(tidy[name]) > LONGEST), None)
    if long:
        raise CourseError(
            f"the {long} is longer than {LONGEST} characters", "Shorten it.", file=path, place=place
        )
    try:
        folder = learner_among((), tidy["id"])
    except AnswersError:
        raise CourseError(
            f"the id {tidy['id']!r} is no id",
            "Write a name or code of letters and digits, without slashes and angle brackets.",
            file=path,
            place=place,
        ) from None
    return Person(**tidy, folder=folder)


def put_into_gradebook(people: Sequence[Person], course: Path) -> int:
    """Add or rename the people as nbgrader's students, all or none; how many were not there before.

    Raises CourseError where there is no gradebook or it cannot be written to.
    """
    from nbgrader.api import Student

    from copcourse.grading.gradebook import open_gradebook

    new = 0
    with open_gradebook(course) as gradebook:
        known = {student.id: student for student in gradebook.db.query(Student)}
        for person in people:
            student = known.get(person.folder)
            if student is None:
                student = Student(id=person.folder)
                gradebook.db.add(student)
                new += 1
            # An empty cell takes nothing away.
            for name in COLUMNS[1:]:
                if value := getattr(person, name):
                    setattr(student, name, value)
        gradebook.db.commit()
    return new
