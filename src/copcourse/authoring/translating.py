"""``copcourse translate``: what a translation lacks, or has of an older text, and the original.

A translation stands in ``modules/<module>/<lang>/``: the same files with the texts alone, joined by
id. Beside them ``originals.toml`` holds, for each text, a short hash of the original that was
translated; where the original has changed since, the translation is stale.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from attrs import frozen

from copcourse.errors import ContentError
from copcourse.reading import read_page, read_toml
from copcourse.texts import split_parts
from copcourse.writing import write_whole

SEEN = "originals.toml"
PAGES = ("text.md", "activities.md", "workshop.md", "simpler.md")
# The keys that hold words for readers; all others stay as they are in every language.
TEXTS = {
    "title", "about", "not_shown", "family", "child", "text", "then", "why", "say_it", "way_back",
    "learned", "ask", "explain", "feedback", "pair",
}  # fmt: skip
_LANG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

State = Literal["missing", "stale", "left over"]


@frozen
class Gap:
    """One text: its file in the translation, its place by ids, what is wrong, and the original."""

    file: Path
    place: str
    state: State
    original: str

    def __str__(self) -> str:
        lines = "".join(f"\n    {line}".rstrip() for line in self.original.strip().splitlines())
        return f"{self.file}: {self.place}: {self.state}{lines}"


def gaps(root: Path, lang: str) -> Iterator[Gap]:
    """Everything that a translation lacks or has too much of, module by module."""
    for folder in _modules(root, lang):
        seen = _seen(folder / lang)
        for original in _files(folder):
            name = original.relative_to(folder).as_posix()
            file = folder / lang / name
            texts, there = units(original), units(file) if file.is_file() else {}
            for place, text in texts.items():
                if not there.get(place, "").strip():
                    yield Gap(file, place, "missing", text)
                elif seen.get(f"{name}: {place}") != _hash(text):
                    yield Gap(file, place, "stale", text)
            for place in there:
                if place not in texts:
                    yield Gap(file, place, "left over", "")


def keep_originals(root: Path, lang: str) -> int:
    """Note that all texts that are translated now are of today's originals; how many they are."""
    count = 0
    for folder in _modules(root, lang):
        if not (folder / lang).is_dir():
            continue
        lines = []
        for original in _files(folder):
            name = original.relative_to(folder).as_posix()
            file = folder / lang / name
            there = units(file) if file.is_file() else {}
            for place, text in units(original).items():
                if there.get(place, "").strip():
                    key = f"{name}: {place}".replace("\\", "\\\\").replace('"', '\\"')
                    lines.append(f'"{key}" = "{_hash(text)}"\n')
        count += len(lines)
        head = "# Made by `copcourse translate --done`: which originals were translated.\n"
        write_whole(folder / lang / SEEN, (head + "".join(lines)).encode())
    return count


def units(file: Path) -> dict[str, str]:
    """The texts of a file by their places. Raises CourseError for a file that cannot be read."""
    if file.suffix == ".toml":
        return dict(_texts(read_toml(file), ""))
    page = read_page(file)
    told = {"title": page.title, "description": page.description}
    told |= {f'objective "{one.id}"': one.text for one in page.objectives}
    for part, text in split_parts(page.body):
        told[f"part {part}" if part else "beginning"] = text
    return {place: text for place, text in told.items() if text.strip()}


def _texts(table: Mapping[str, Any], place: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        here = f"{place}, {key}" if place else key
        if key in TEXTS and isinstance(value, str):
            yield here, value
        elif key in TEXTS and isinstance(value, list):
            # Lists are translated whole: their lines have no ids.
            yield here, "\n".join(map(str, value))
        elif isinstance(value, list):
            for number, one in enumerate(value, 1):
                if isinstance(one, dict):
                    name = f'{key} "{one["id"]}"' if "id" in one else f"{key} {number}"
                    yield from _texts(one, f"{place}, {name}" if place else name)


def _modules(root: Path, lang: str) -> list[Path]:
    if not _LANG.fullmatch(lang) or lang == "en":
        raise ContentError(
            f"{lang!r} is no language to translate into", "Write its code, such as de or pt-BR."
        )
    return [root / slug for slug in read_toml(root / "course.toml").get("modules", [])]


def _files(folder: Path) -> list[Path]:
    pages = [folder / name for name in PAGES if (folder / name).is_file()]
    return [*pages, folder / "practice.toml", *sorted((folder / "scenarios").glob("*.toml"))]


def _seen(folder: Path) -> Mapping[str, Any]:
    return read_toml(folder / SEEN) if (folder / SEEN).is_file() else {}


def _hash(text: str) -> str:
    # A line broken elsewhere is the same text.
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]
