"""The help list."""

from __future__ import annotations

from pathlib import Path

from copcourse.helplines import Help, Helpline
from copcourse.reading.records import need, only, read_toml, structure, tables, texts


def read_helplines(path: Path) -> Help:
    """The help list."""
    raw = read_toml(path)
    only(raw, {"countries", "line", "worldwide"}, path)
    need(raw, {"countries": dict, "line": list, "worldwide": list}, path)

    def lines(key: str) -> tuple[Helpline, ...]:
        return tuple(
            structure(one, Helpline, path, f'{key} "{one.get("name", number)}"')
            for number, one in enumerate(tables(raw, key, path), 1)
        )

    return Help(
        countries=texts(raw, "countries", path), lines=lines("line"), worldwide=lines("worldwide")
    )
