"""Tables to files for a spreadsheet or a program, in which nothing that was typed can run.

A cell that a spreadsheet would take for a formula becomes text.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd  # type: ignore[import-untyped]  # pandas publishes no types

from copcourse.errors import CourseError
from copcourse.grading.files import begins_a_formula
from copcourse.grading.results.tables import Tables


def write_tables(folder: Path, name: str, tables: Tables, kind: str) -> list[Path]:
    """Write tables as ``csv`` or ``parquet`` (a file each) or ``xlsx`` (a sheet each).

    Each file is whole or not there. Raises CourseError where the folder cannot be written to.
    """
    if kind == "xlsx":
        return [_whole(folder / f"{name}.xlsx", partial(_workbook, tables))]
    write = _csv if kind == "csv" else _parquet
    return [
        _whole(folder / f"{name}-{table_name}.{kind}", partial(write, table))
        for table_name, table in tables.items()
    ]


def write_page(path: Path, text: str) -> Path:
    """Write a page, whole or not at all. Raises CourseError as ``write_tables`` does."""
    return _whole(path, lambda file: file.write_text(text, encoding="utf-8"))


def _whole(path: Path, write: Callable[[Path], object]) -> Path:
    """Have a file written beside its place, then put it there."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(temporary)
        os.replace(temporary, path)
    except OSError as error:
        raise CourseError(
            f"the file cannot be written: {error.strerror or error}",
            "See that there is room and that you may write there, then run this again.",
            file=path,
        ) from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return path


def harmless(value: Any) -> Any:
    """Text that a spreadsheet would run, with an apostrophe before it; everything else as it is."""
    if isinstance(value, str) and begins_a_formula(value):
        return f"'{value}"
    return value


def _csv(table: pd.DataFrame, file: Path) -> None:
    # A byte order mark, or Excel takes the letters of most languages for something else.
    table.map(harmless).to_csv(file, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def _parquet(table: pd.DataFrame, file: Path) -> None:
    # Typed cells: a reader that knows text from a formula needs no apostrophe.
    table.to_parquet(file, engine="pyarrow", index=False)


def _workbook(tables: Tables, file: Path) -> None:
    from openpyxl import Workbook  # type: ignore[import-untyped]  # openpyxl publishes no types
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]  # the same
    from openpyxl.cell.cell import (  # type: ignore[import-untyped]  # the same
        ILLEGAL_CHARACTERS_RE,
    )
    from openpyxl.styles import Font  # type: ignore[import-untyped]  # the same

    book = Workbook(write_only=True)

    def cell(sheet: Any, value: Any) -> Any:
        if not isinstance(value, str):
            return None if pd.isna(value) else value.item() if hasattr(value, "item") else value
        made = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("�", value)[:32_767])
        # openpyxl makes a formula of a text that begins with =.
        made.data_type = "s"
        return made

    for name, table in tables.items():
        sheet = book.create_sheet(name[:31])
        sheet.freeze_panes = "A2"
        head = [WriteOnlyCell(sheet, str(column)) for column in table.columns]
        for one in head:
            one.font = Font(bold=True)
        sheet.append(head)
        for row in table.itertuples(index=False):
            sheet.append([cell(sheet, value) for value in row])
    book.save(file)
