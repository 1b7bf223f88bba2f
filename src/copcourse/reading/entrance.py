"""The ways into the course."""

from __future__ import annotations

from pathlib import Path

from copcourse.entrance import Guidelines, Placed, Point, Theme, Worry
from copcourse.errors import ContentError
from copcourse.reading.items import read_items
from copcourse.reading.records import need, only, read_toml, records, tables


def read_worries(path: Path) -> tuple[Worry, ...]:
    """The worries that the home page begins with."""
    raw = read_toml(path)
    only(raw, {"worry"}, path)
    return records(raw, "worry", Worry, path)


def read_placement(path: Path) -> tuple[Placed, ...]:
    """The questions that show where to begin."""
    raw = read_toml(path)
    only(raw, {"item"}, path)
    need(raw, {"item": list}, path)
    placed = [dict(one) for one in tables(raw, "item", path)]
    for number, one in enumerate(placed, 1):
        if not isinstance(one.get("module"), str):
            place = f'item "{one.get("id", number)}"'
            fault, remedy = "no module", 'Write module = "slug": who misses it begins there.'
            raise ContentError(fault, remedy, file=path, place=place)
    modules = [one.pop("module") for one in placed]
    items = read_items(placed, path)
    return tuple(
        Placed(item=item, module=module) for item, module in zip(items, modules, strict=True)
    )


def read_guidelines(path: Path) -> Guidelines:
    """The map from ITU's guidelines to the course."""
    raw = read_toml(path)
    only(raw, {"theme", "point"}, path)
    return Guidelines(
        themes=records(raw, "theme", Theme, path), points=records(raw, "point", Point, path)
    )
