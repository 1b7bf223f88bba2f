"""Pages in Markdown, and their pictures."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from copcourse.content.course import Objective, Page
from copcourse.errors import ContentError
from copcourse.pictures.records import Picture
from copcourse.reading.records import need, only, read_toml, records, structure

_HEADER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_BEGIN = "Begin the file with a line ---, then title: and lang:, then a line ---."


def read_page(path: Path) -> Page:
    """A Markdown page: a YAML header, then MyST as the author wrote it."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ContentError("the file is missing", "Write it.", file=path) from None
    except UnicodeDecodeError:
        raise ContentError("the file is not UTF-8 text", "Save it as UTF-8.", file=path) from None
    match = _HEADER.match(text)
    if not match:
        raise ContentError("the page has no header", _BEGIN, file=path)
    try:
        header = yaml.safe_load(match[1])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 2}" if mark else ""
        raise ContentError(f"the header is not YAML{line}", _BEGIN, file=path) from None
    if not isinstance(header, dict):
        raise ContentError("the header holds no keys", _BEGIN, file=path)
    only(header, {"title", "lang", "description", "objectives", "allow"}, path)
    need(header, {"title": str, "lang": str}, path)
    return Page(
        path=path,
        title=header["title"],
        lang=header["lang"],
        description=header.get("description", ""),
        objectives=tuple(
            structure(one, Objective, path, "objectives") for one in header.get("objectives", [])
        ),
        allow=header.get("allow", {}),
        body=text[match.end() :],
    )


def read_pictures(path: Path) -> tuple[Picture, ...]:
    """The pictures of a module, as data."""
    raw = read_toml(path)
    only(raw, {"picture"}, path)
    return records(raw, "picture", Picture, path)
