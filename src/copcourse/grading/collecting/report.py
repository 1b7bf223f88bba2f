"""What is told of a collection: lines for a terminal, and a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from copcourse.errors import CourseError
from copcourse.grading.collecting.collection import Collection
from copcourse.grading.collecting.outcome import State, plain

FEW = 20
"""Files of which each is told; of more, only what needs somebody."""

_MEANS: dict[State, str] = {
    "accepted": "placed in submitted/",
    "replaced": "placed in submitted/; the older attempt went to attempts/",
    "older kept": "kept in attempts/; a newer one stands",
    "duplicate": "collected before; nothing changed",
    "refused": "see below",
    "other file": "no hand-ins; passed over",
}
_FORMULA = re.compile(r"(^|[;,\t\r\n])([^\S\t\r\n]*[=+\-@＝＋－＠])")
_COLUMNS = ("state", "quiz", "learner", "typed", "sent_by", "file", "detail")


def report_lines(collection: Collection, *, every: bool = False) -> Iterator[str]:
    """The report for a terminal: a line a file for few, a table and the rest of note for many."""
    outcomes = collection.outcomes
    told = every or len(outcomes) <= FEW
    if told:
        yield from map(str, outcomes)
    else:
        counts = Counter(one.state for one in outcomes)
        for state, means in _MEANS.items():
            if counts[state]:
                yield f"{state:<10}  {counts[state]:>6}  {means}"
        yield from _titled("Refused", [plain(f"{r.name}: {r.detail}") for r in collection.refused])
    yield from _of_roster(collection)
    yield from _of_senders(collection, told=told)
    files = sum(one.state != "other file" for one in outcomes)
    yield f"{len(collection.collected)} of {files} collected."


def _of_roster(collection: Collection) -> Iterator[str]:
    renamed = [one for one in collection.collected if one.typed]
    if renamed:
        lines = {f"{one.typed} is {one.learner}": None for one in renamed}
        yield from _titled("Found on the roster by their name", list(map(plain, lines)))
    unmatched = [f"{one.learner}, {one.quiz} ({one.name})" for one in collection.unmatched]
    yield from _titled(
        "Handed in, and not on the roster (give them this id there, and collect again)",
        list(map(plain, unmatched)),
    )
    for slug, people in collection.missing.items():
        title = f"On the roster, and nothing handed in for {slug}"
        yield from _titled(title, [plain(str(one)) for one in people])


def _of_senders(collection: Collection, *, told: bool) -> Iterator[str]:
    shared = [
        f"{learner}, {slug}: {'; '.join(who)}" for (learner, slug), who in collection.shared.items()
    ]
    yield from _titled(
        "One name, sent by more than one person (the newest counts; ask them)",
        list(map(plain, shared)),
    )
    other = sum(
        not one.sender.may_be(one.typed or one.learner)
        for one in collection.collected
        if one.sender is not None
    )
    if other and not told:
        yield (
            f"{other} were handed in under another name than the sender's; the hand-in's own "
            "counts. See --all or --report."
        )


def _titled(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"{title}: {len(lines)}"
        yield from (f"  {line}" for line in lines)


def write_report(collection: Collection, path: Path) -> None:
    """Write every file and everybody who is missing as CSV, whole or not at all.

    Raises CourseError where it cannot be written; what was collected stays.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for row in _cells(collection):
        writer.writerow([safe_cell(cell) for cell in row])
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".report-")
        try:
            with os.fdopen(handle, "wb") as file:
                # Spreadsheets know UTF-8 by its byte order mark.
                file.write(text.getvalue().encode("utf-8-sig", "backslashreplace"))
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CourseError(
            f"the report cannot be written: {error.strerror or error}",
            "The hand-ins were collected; name another file and collect again for the report.",
            file=path,
        ) from None


def _cells(collection: Collection) -> Iterator[tuple[str, ...]]:
    for one in collection.outcomes:
        sender = str(one.sender) if one.sender else ""
        yield (one.state, one.quiz, one.learner, one.typed, sender, one.name, one.detail)
    for one in collection.unmatched:
        yield ("not on roster", one.quiz, one.learner, "", "", one.name, "handed in")
    for slug, people in collection.missing.items():
        for person in people:
            yield ("nothing handed in", slug, person.id, "", "", "", "on the roster")


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula (OWASP, "CSV Injection").

    Nor what follows a separator in it: not every spreadsheet divides this file at commas.
    """
    return _FORMULA.sub(r"\1'\2", text)
