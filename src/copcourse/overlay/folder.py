"""A school's folder as texts: which files it may hold, and what is said of all others.

Only files with a known place are opened, no link is followed, and nothing is run.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from attrs import Factory, define

from copcourse.errors import ContentError, CourseError

HEAD = "school.toml"
# Bytes of one file, and entries of one folder. No text of a school comes near them.
LIMIT = 200_000
ENTRIES = 300
_PROGRAMS = {".py", ".ipynb", ".js", ".mjs", ".sh", ".bat", ".ps1", ".exe", ".html", ".htm", ".css"}
_COURSES = {
    "text.md", "workshop.md", "practice.toml", "plan.toml", "pictures.toml", "simpler.md",
    "quiz.json", "quiz.toml", "home.md", "help.md", "helplines.toml", "course.toml", "sources.toml",
    "worries.toml",
}  # fmt: skip
# What systems and editors leave behind.
_LEFT_BEHIND = {"thumbs.db", "desktop.ini"}
_STORY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_MAY = "It may hold school.toml, blocks/NAME.md, MODULE/scenarios/ID.toml and MODULE/activities.md."


@define
class Texts:
    """The texts of a school's folder, each with its file, and what is wrong with the rest."""

    folder: Path
    head: str | None = None
    stories: dict[tuple[str, str], str] = Factory(dict)
    activities: dict[str, str] = Factory(dict)
    blocks: dict[str, str] = Factory(dict)
    problems: list[CourseError] = Factory(list)

    @property
    def head_file(self) -> Path:
        """Where the school's own facts stand."""
        return self.folder / HEAD

    def story_file(self, slug: str, story: str) -> Path:
        """Where a story of the school stands."""
        return self.folder / slug / "scenarios" / f"{story}.toml"

    def activities_file(self, slug: str) -> Path:
        """Where the activities that the school adds to a module stand."""
        return self.folder / slug / "activities.md"

    def block_file(self, name: str) -> Path:
        """Where what the school adds to a safety text stands."""
        return self.folder / "blocks" / f"{name}.md"

    def by_file(self) -> Iterator[tuple[Path, str]]:
        """Every text with its file."""
        if self.head is not None:
            yield self.head_file, self.head
        for (slug, story), text in self.stories.items():
            yield self.story_file(slug, story), text
        for slug, text in self.activities.items():
            yield self.activities_file(slug), text
        for name, text in self.blocks.items():
            yield self.block_file(name), text


def read_folder(folder: Path, modules: Collection[str], blocks: Collection[str]) -> Texts:
    """The texts of a school's folder; ``modules`` and ``blocks`` are the ids that it may name.

    Raises ContentError where there is no such folder.
    """
    if not folder.is_dir():
        remedy = "Name the school's folder, or begin one with `copcourse new school FOLDER`."
        raise ContentError("there is no such folder", remedy, file=folder)
    found = Texts(folder)
    for entry in _entries(found, folder):
        if entry.name == HEAD:
            found.head = _text(found, entry)
        elif entry.name == "blocks" and _is_folder(entry):
            _read_blocks(found, Path(entry.path), blocks)
        elif entry.name in modules and _is_folder(entry):
            _read_module(found, entry.name, Path(entry.path))
        elif _is_folder(entry) and entry.name not in ("course", "modules"):
            fault = "there is no module of that name"
            _say(found, entry, fault, f"Name the folder blocks, or one of {', '.join(modules)}.")
        else:
            _refuse(found, entry)
    if found.head is None and not any(one.file == found.head_file for one in found.problems):
        remedy = "Begin one with `copcourse new school FOLDER`, and fill it in."
        found.problems.insert(
            0, ContentError("the school's own file is missing", remedy, file=found.head_file)
        )
    return found


def _read_module(found: Texts, slug: str, folder: Path) -> None:
    for entry in _entries(found, folder):
        if entry.name == "scenarios" and _is_folder(entry):
            _read_stories(found, slug, Path(entry.path))
        elif entry.name == "activities.md":
            if (text := _text(found, entry)) is not None:
                found.activities[slug] = text
        else:
            _refuse(found, entry)


def _read_stories(found: Texts, slug: str, folder: Path) -> None:
    for entry in _entries(found, folder):
        stem, dot, ending = entry.name.rpartition(".")
        if not dot or ending != "toml":
            _refuse(found, entry)
        elif not _STORY.fullmatch(stem):
            fault = "a story's file name is its id, and this cannot be one"
            remedy = "Use small letters from a to z, digits, and hyphens between them."
            _say(found, entry, fault, remedy)
        elif (text := _text(found, entry)) is not None:
            found.stories[slug, stem] = text


def _read_blocks(found: Texts, folder: Path, blocks: Collection[str]) -> None:
    for entry in _entries(found, folder):
        stem, dot, ending = entry.name.rpartition(".")
        if not dot or ending != "md":
            _refuse(found, entry)
        elif stem not in blocks:
            fault = "the course has no safety text of that name"
            _say(found, entry, fault, f"Name one of {', '.join(sorted(blocks))}.")
        elif (text := _text(found, entry)) is not None:
            found.blocks[stem] = text


def _entries(found: Texts, folder: Path) -> list[os.DirEntry[str]]:
    """What a folder holds, in order, without what systems leave behind."""
    try:
        with os.scandir(folder) as every:
            entries = [one for _, one in zip(range(ENTRIES + 1), every, strict=False)]
    except OSError as error:
        fault = f"the folder cannot be read: {error.strerror}"
        found.problems.append(ContentError(fault, "Let yourself read it.", file=folder))
        return []
    if len(entries) > ENTRIES:
        fault = f"more than {ENTRIES} files and folders are in it"
        remedy = "Is this the school's folder? Keep only the school's part in it."
        found.problems.append(ContentError(fault, remedy, file=folder))
        return []
    kept = [
        one
        for one in entries
        if not (one.name.startswith(".") or one.name.lower() in _LEFT_BEHIND or one.name[-1] == "~")
    ]
    return sorted(kept, key=lambda one: one.name)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _text(found: Texts, entry: os.DirEntry[str]) -> str | None:
    """The text of a file, or None with what is wrong with it."""
    about = entry.stat(follow_symlinks=False)
    if not stat.S_ISREG(about.st_mode):
        _refuse(found, entry)
        return None
    if about.st_size > LIMIT:
        fault = f"the file has {about.st_size:,} bytes, and a text has at most {LIMIT:,}"
        _say(found, entry, fault, "Is it the right file? Shorten it.")
        return None
    try:
        text = Path(entry.path).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        _say(found, entry, f"it cannot be read: {error.strerror}", "Let yourself read it.")
        return None
    except UnicodeDecodeError:
        _say(found, entry, "the file is not UTF-8 text", "Save it as UTF-8.")
        return None
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        fault = "a character is in it that no text has"
        _say(found, entry, fault, "Save it as plain text, UTF-8.", f"line {line}")
        return None
    return text


def _refuse(found: Texts, entry: os.DirEntry[str]) -> None:
    """Say why a file that has no place here is not taken. Nothing of it is read."""
    name, ending = entry.name.lower(), Path(entry.name).suffix.lower()
    if entry.is_symlink():
        said = ("it is a link, and links are not followed", "Put the file itself here.")
    elif _is_folder(entry):
        said = ("a folder of that name has no place here", _MAY)
    elif not entry.is_file(follow_symlinks=False):
        said = ("it is no file that could be read", "Take it out.")
    elif name.startswith("answers") and ending == ".json":
        fault = "a learner's answers lie here; nothing of them was read"
        said = (fault, "Move them to where you keep hand-ins.")
    elif ending in _PROGRAMS:
        fault = "it is a program or a page, and nothing in a school's folder is run or shown"
        said = (fault, "Take it out.")
    elif name in _COURSES:
        said = ("this file of the course cannot be replaced from here", _MAY)
    else:
        said = ("a file of that name has no place here", _MAY)
    _say(found, entry, *said)


def _say(found: Texts, entry: os.DirEntry[str], fault: str, remedy: str, place: str = "") -> None:
    found.problems.append(ContentError(fault, remedy, file=Path(entry.path), place=place))
