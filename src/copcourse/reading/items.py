"""Questions: those of a file to practise with, and those of any table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from copcourse.errors import ContentError, CourseErrors
from copcourse.items import KINDS, Item
from copcourse.reading.records import need, only, read_toml, structure, tables


def read_items(raw: list[dict[str, Any]], path: Path) -> tuple[Item, ...]:
    """Items, each by its kind. Raises CourseErrors with the problems of all of them."""
    items: list[Item] = []
    problems: list[Exception] = []
    for number, one in enumerate(raw, 1):
        table = dict(one)
        place = f'item "{table.get("id", number)}"'
        kind = table.pop("kind", None)
        if not isinstance(kind, str) or kind not in KINDS:
            remedy = f"Write kind = one of {', '.join(sorted(KINDS))}."
            problems.append(ContentError(f"unknown kind {kind!r}", remedy, file=path, place=place))
            continue
        try:
            items.append(structure(table, KINDS[kind], path, place))
        except CourseErrors as errors:
            problems.extend(errors.errors)
    if problems:
        raise CourseErrors(problems)  # type: ignore[arg-type]  # all of them are CourseErrors
    return tuple(items)


def read_practice(path: Path) -> tuple[Item, ...]:
    """The formative items of a module."""
    raw = read_toml(path)
    only(raw, {"item"}, path)
    need(raw, {"item": list}, path)
    return read_items(tables(raw, "item", path), path)
