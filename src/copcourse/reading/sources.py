"""The sources that the course cites: all of them, or one at a time as they are asked for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from copcourse.content.sources import Source
from copcourse.errors import ContentError
from copcourse.reading.records import read_toml, structure
from copcourse.shelf import Shelf


def read_sources(path: Path) -> Mapping[str, Source]:
    """Every source by its id. Raises CourseError for a file that is not as it must be."""
    return {one: _source(one, table, path) for one, table in read_toml(path).items()}


class SourceShelf(Mapping[str, Source]):
    """The sources of a file that ``check`` has read whole; each is read when it is asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tables = Shelf(path.read_text(encoding="utf-8"))

    def __getitem__(self, one: str) -> Source:
        try:
            table = self._tables[one]
        except tomllib.TOMLDecodeError:
            # The line of the fault is known only in the whole file.
            table = read_toml(self._path)[one]
        return _source(one, table, self._path)

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def _source(one: str, table: Any, path: Path) -> Source:
    if not isinstance(table, dict):
        remedy = f"Write [{one}] on a line of its own, and what belongs to it below."
        raise ContentError("it is no table", remedy, file=path, place=f'source "{one}"')
    keys = {("review_by" if key == "review-by" else key): value for key, value in table.items()}
    return structure({**keys, "id": one}, Source, path, f'source "{one}"')
