"""Files that trainers get: whole or not at all, and text that no spreadsheet takes for a formula.

A spreadsheet runs a cell that begins with ``=``, ``+``, ``-`` or ``@`` (OWASP, "CSV Injection").
An apostrophe before it stops that, and is taken away again when the file is read.
"""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import frozen

from copcourse.errors import CourseError

# OWASP's list of CSV injection; the full-width ones are formulas in some locales.
_SIGNS = "=+\\-@\t\r\n＝＋－＠"
# Before a formula's first character a spreadsheet skips these, or its reader does.
_SKIPPED = "'\\s\u200b\u200c\u200d\u2060\ufeff\0-\x1f"
_FORMULA = re.compile(f"[{_SKIPPED}]*[{_SIGNS}]")


def begins_a_formula(text: str) -> bool:
    """Whether a spreadsheet could run a cell of this text."""
    return bool(_FORMULA.match(text))


def neutral(text: str) -> str:
    """The text as a cell that no spreadsheet runs; :func:`restored` gives it back exactly."""
    return f"'{text}" if begins_a_formula(text) else text


def restored(text: str) -> str:
    """The text of a cell that :func:`neutral` wrote, or that a person typed."""
    return text[1:] if text.startswith("'") and begins_a_formula(text) else text


def csv_bytes(rows: Iterable[Sequence[str]], *, mark: bool) -> bytes:
    """Rows as CSV in UTF-8; ``mark`` puts the byte-order mark first, by which Excel knows it."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue().encode("utf-8-sig" if mark else "utf-8")


@frozen(kw_only=True)
class Table:
    """A CSV file that was read: column names as they stand, and each row with its line."""

    file: Path
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def read_table(path: Path) -> Table:
    """Read a CSV file as a spreadsheet may save it: commas, semicolons or tabs, with a mark or not.

    Rows without a word in them are left out; line numbers count as the spreadsheet shows them.
    Raises CourseError where it cannot be read.
    """

    def refuse(fault: str, remedy: str) -> CourseError:
        return CourseError(fault, remedy, file=path)

    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        remedy = 'Save it in the spreadsheet as "CSV UTF-8".'
        raise refuse("the file is not UTF-8 text", remedy) from None
    except OSError as error:
        raise refuse(f"cannot be read ({error.strerror})", "Name the CSV file.") from None
    # Excel writes such a line, and asks for it, to say how cells are parted.
    said = re.match(r"sep=(.)\r?\n", text)
    body = text[said.end() :] if said else text
    first = body.partition("\n")[0]
    separator = said[1] if said else max(",;\t", key=first.count)
    try:
        found = list(csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        remedy = "Open it in a spreadsheet and save it as CSV again."
        raise refuse(f"the file is no CSV: {error}", remedy) from None
    columns = tuple(name.strip() for name in found[0]) if found else ()
    if not any(columns):
        raise refuse("the first row names no columns", "Write their names there.")
    if twice := [name for name in columns if name and columns.count(name) > 1]:
        raise refuse(f"the column {twice[0]!r} is there twice", "Keep one of them.")
    rows = []
    for number, cells in enumerate(found[1:], 3 if said else 2):
        if any(cell.strip() for cell in cells[len(columns) :]):
            fault = f"row {number} has more cells than there are columns"
            raise refuse(fault, "Put a comment that holds a comma or semicolon between quotes.")
        padded = [*cells, *[""] * (len(columns) - len(cells))]
        if any(cell.strip() for cell in cells):
            rows.append((number, dict(zip(columns, padded, strict=False))))
    return Table(file=path, columns=columns, rows=tuple(rows))


def replace_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, making its folder; what was there is replaced.

    Raises CourseError where it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".making-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CourseError(
            f"cannot be written ({error.strerror or error})",
            "See that you may write there and that the disk is not full. Nothing was changed.",
            file=path,
        ) from None


def printable(text: str) -> str:
    """Somebody else's words on a terminal: nothing in them may steer it."""
    return "".join(one if one.isprintable() else "?" for one in text)
