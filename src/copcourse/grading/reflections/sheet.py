"""The spreadsheet in which reflections are marked: its columns, and what may stand in its rows."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import frozen

from copcourse.errors import CourseError, CourseErrors
from copcourse.grading.files import csv_bytes, neutral, read_table, restored
from copcourse.grading.reflections.handins import Decided, Given

COLUMNS = ("learner", "points", "comment", "marker")


@frozen(kw_only=True)
class Row:
    """A row that somebody filled; ``points`` is as it was typed until it is checked."""

    file: Path
    number: int
    learner: str
    points: str
    comment: str
    marker: str

    def fault(self, fault: str, remedy: str) -> CourseError:
        """What is wrong with this row."""
        place = f"row {self.number}" + (f" ({self.learner})" if self.learner else "")
        return CourseError(fault, remedy, file=self.file, place=place)


def read_rows(path: Path) -> list[Row]:
    """The filled rows of a sheet; those without points and comment were not marked.

    Raises CourseError for a file without the columns.
    """
    table = read_table(path)
    names = {name.casefold(): name for name in table.columns}
    missing = [name for name in COLUMNS[:2] if name not in names]
    if missing:
        raise CourseError(
            f"there is no column {missing[0]!r} in the first row",
            f"Its names must be {', '.join(COLUMNS)}, as copcourse reflections writes them.",
            file=path,
        )

    def cell(cells: Mapping[str, str], name: str) -> str:
        return restored(cells.get(names.get(name, ""), ""))

    rows = [
        Row(
            file=path,
            number=number,
            learner=unicodedata.normalize("NFC", cell(cells, "learner").strip()),
            points=cell(cells, "points").strip(),
            comment=_lines(cell(cells, "comment")),
            marker=cell(cells, "marker").strip(),
        )
        for number, cells in table.rows
    ]
    return [row for row in rows if row.points or row.comment.strip()]


def check_rows(rows: Iterable[Row], given: Mapping[str, Given], most: float) -> dict[str, Decided]:
    """The marks of a sheet by learner.

    Parameters
    ----------
    rows
        The filled rows of one sheet.
    given
        What the gradebook holds, by learner.
    most
        The points that the reflection can earn.

    Raises CourseErrors with every fault of every row.
    """
    decided: dict[str, Decided] = {}
    first: dict[str, int] = {}
    faults: list[CourseError] = []
    for row in rows:
        try:
            if row.learner in first:
                raise row.fault(
                    f"the learner is in row {first[row.learner]} already",
                    "Keep one of the two rows.",
                )
            first[row.learner] = row.number
            decided[row.learner] = _decided(row, given, most)
        except CourseError as fault:
            faults.append(fault)
    if faults:
        raise CourseErrors(faults)
    return decided


def _decided(row: Row, given: Mapping[str, Given], most: float) -> Decided:
    if row.learner not in given:
        raise row.fault(
            "nobody of that code has handed in and been marked"
            if row.learner
            else "no learner's code",
            "Write the code as it stands on the page; a spreadsheet may have changed it, "
            "as from 007 to 7.",
        )
    if not row.points:
        raise row.fault("a comment, but no points", "Give points, or take the comment out.")
    try:
        # In many countries a spreadsheet writes 2,5.
        points = float(row.points.replace(",", "."))
    except ValueError:
        points = math.nan
    if not math.isfinite(points):
        raise row.fault(f"{row.points[:20]!r} is not a number", f"Write 0 to {most:g}.")
    if not 0 <= points <= most:
        raise row.fault(f"{points:g} points cannot be given", f"Write 0 to {most:g}.")
    return Decided(learner=row.learner, points=points, comment=row.comment)


def check_unchanged(
    decided: Iterable[Decided], rows: Iterable[Row], given: Mapping[str, Given]
) -> None:
    """Raise CourseErrors with every mark that would change one that was given before."""
    sources: dict[str, Row] = {}
    for row in rows:
        sources.setdefault(row.learner, row)
    remedy = "Write what was given before, or read it with --replace."
    faults = []
    for one in decided:
        before = given[one.learner]
        if before.points is not None and before.points != one.points:
            fault = f"{one.points:g} points, but {before.points:g} were given before"
            faults.append(sources[one.learner].fault(fault, remedy))
        elif before.comment and _lines(before.comment) != one.comment:
            fault = "another comment than the one that was given before"
            faults.append(sources[one.learner].fault(fault, remedy))
    if faults:
        raise CourseErrors(faults)


def sheet_bytes(
    learners: Iterable[str],
    given: Mapping[str, Given],
    kept: Iterable[Row] = (),
    *,
    blank: bool = False,
) -> bytes:
    """A sheet with a row for each learner: what somebody filled in before, else what was given.

    ``blank`` leaves out what was given, for a second marker.
    """
    filled = {row.learner: row for row in kept}
    rows: list[tuple[str, ...]] = [COLUMNS]
    for learner in [*learners, *(one for one in filled if one not in set(learners))]:
        before = given.get(learner)
        if learner in filled:
            row = filled[learner]
            cells = (learner, row.points, row.comment, row.marker)
        elif before is not None and before.points is not None and not blank:
            cells = (learner, f"{before.points:g}", before.comment, "")
        else:
            cells = (learner, "", "", "")
        rows.append(tuple(neutral(cell) for cell in cells))
    return csv_bytes(rows, mark=True)


def unread(rows: Iterable[Row], given: Mapping[str, Given]) -> list[Row]:
    """The filled rows that are not in the gradebook as they stand."""

    def known(row: Row) -> bool:
        before = given.get(row.learner)
        return (
            before is not None
            and before.points is not None
            and row.points.replace(",", ".") == f"{before.points:g}"
            and row.comment == _lines(before.comment)
        )

    return [row for row in rows if not known(row)]


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")
