"""A TOML file whose tables are parsed one at a time, as they are asked for.

A page needs a tenth of what such a file holds, and a learner's kernel would keep all of it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

_TABLE = re.compile(r"^\[([\w-]+)\]", re.MULTILINE)


class Shelf(Mapping[str, Any]):
    """The tables of a TOML text by name. Each begins on a line of its own, and none is nested.

    Raises tomllib.TOMLDecodeError for a table that does not parse, when it is asked for; the line
    in its message counts from the table's head.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        starts = [*_TABLE.finditer(text)]
        ends = [*(start.start() for start in starts[1:]), len(text)]
        self._spans = {
            start[1]: slice(start.start(), end) for start, end in zip(starts, ends, strict=True)
        }
        self._parsed: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._parsed:
            self._parsed[name] = tomllib.loads(self._text[self._spans[name]])[name]
        return self._parsed[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._spans)

    def __len__(self) -> int:
        return len(self._spans)
