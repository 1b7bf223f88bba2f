"""Files that are still to be filled: what waits for words there, and nothing else of them.

``copcourse new`` writes "TO FILL" where an author's words belong. While a file says so, its other
rules would only name what the author knows is not there yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import evolve

from copcourse.checking.problems import problem
from copcourse.content import Course
from copcourse.errors import ContentError, CourseError
from copcourse.reading import quizzes_folder

PLACE = re.compile(r"TO[ -]FILL")
RULE = "to-fill"
_COMMENT = re.compile(r"^\s*(#\s|#$)")
_KEY = re.compile(r"^\s*-?\s*([\w-]+)\s*[=:]")
_TABLE = re.compile(r"^\[+([\w.-]+)\]+\s*(?:#.*)?$")
_ID = re.compile(r"^id\s*=\s*\"([\w-]+)\"")

Drafts = dict[Path, list[ContentError]]


def find_drafts(root: Path) -> Drafts:
    """The problems ``to-fill`` of each file of the course that has some."""
    files = [*root.rglob("*.toml"), *root.rglob("*.md"), *quizzes_folder(root).glob("*.toml")]
    found: Drafts = {}
    for file in sorted(files):
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue  # whoever reads the file for its records says so
        if PLACE.search(text) and (places := list(to_fill(text, file))):
            found[file] = places
    return found


def to_fill(text: str, file: Path) -> Iterator[ContentError]:
    """One problem for each line of a file that waits for words; comments do not."""
    toml = file.suffix == ".toml"
    inside, key = "", ""
    for number, line in enumerate(text.splitlines(), 1):
        if toml and _COMMENT.match(line):
            continue
        if toml and (table := _TABLE.match(line)):
            inside, key = table[1].replace(".", " "), ""
        elif toml and (named := _ID.match(line)):
            inside = f'{inside.split(" ")[-1]} "{named[1]}"'
        elif found := _KEY.match(line):
            key = found[1]
        if PLACE.search(line):
            place = ", ".join(part for part in (f"line {number}", inside) if part)
            what = f"{key!r} waits" if key and toml else "the line waits"
            fault, remedy = f"{what} for your words", "Write them in the place of TO FILL."
            yield problem(RULE, file, place, fault, remedy)


def without_drafts(course: Course, drafts: Iterable[Path]) -> Course:
    """The course without the stories that are still to be filled: they count for nothing yet."""
    unfilled = set(drafts)
    modules = tuple(
        evolve(
            module,
            scenarios=tuple(
                story
                for story in module.scenarios
                if module.folder / "scenarios" / f"{story.id}.toml" not in unfilled
            ),
        )
        for module in course.modules
        if module.text.path not in unfilled
    )
    return evolve(course, modules=modules)


def judged(problems: Iterable[CourseError], drafts: Drafts) -> list[CourseError]:
    """The problems of the files that are filled."""
    started = {file.parent for file in drafts if file.name == "text.md"}

    def stands(one: CourseError) -> bool:
        file = Path(one.file) if one.file else None
        # The rules for a module as a whole name its folders.
        whole = file and not file.is_file() and started & {file, *file.parents}
        return not (file in drafts or whole)

    return [one for one in problems if stands(one)]


def unread(errors: Sequence[CourseError], drafts: Drafts) -> list[CourseError]:
    """What the reader complains of, without the places that are known to wait for words."""
    return [
        one
        for one in errors
        if not (one.file and Path(one.file) in drafts and PLACE.search(one.fault))
    ]
