"""On which line of a school's file a problem stands, from its place in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from attrs import Factory, frozen

from copcourse.errors import ContentError, CourseError

_NAMED = re.compile(r'"([^"]+)"')


@frozen
class Lines:
    """The texts of a folder by file; finds places in them."""

    texts: Mapping[Path, str] = Factory(dict)

    def placed(self, error: CourseError) -> CourseError:
        """The problem with the number of its line before its place, where it can be found."""
        file = Path(error.file) if error.file else None
        if file is None or file not in self.texts or error.place.startswith(("line ", "path ")):
            return error
        if re.search(r"\bline \d", error.fault):
            return error
        number = line_of(self.texts[file], error.place)
        if not number:
            return error
        place = f"line {number}, {error.place}" if error.place else ""
        return ContentError(error.fault, error.remedy, file=error.file, place=place)


def line_of(text: str, place: str) -> int:
    """The line, from 1, on which a place such as ``scene "a", choice "b"`` begins; 0 if unknown."""
    lines = text.splitlines()
    at = 0
    for part in place.split(", "):
        found = _find(lines, at, part)
        if found is None:
            break
        at = found
    return at


def _find(lines: list[str], start: int, part: str) -> int | None:
    patterns = []
    if named := _NAMED.search(part):
        one = re.escape(named[1])
        patterns += [rf'\s*(id|name)\s*=\s*"{one}"', rf"#{{1,6}}\s+{one}"]
    elif key := re.fullmatch(r"key '([\w-]+)'", part):
        patterns += [rf"\s*{key[1]}\s*=", rf"\s*\[+{key[1]}\b"]
    elif re.fullmatch(r"[\w.-]+", part):
        patterns += [rf"\s*\[+{re.escape(part)}\]+", rf"\s*{re.escape(part)}\s*="]
    for pattern in patterns:
        for number in range(start, len(lines)):
            if re.match(pattern, lines[number]):
                return number + 1
    return None
