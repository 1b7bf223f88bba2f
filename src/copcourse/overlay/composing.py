"""The ``modules/`` folder that a school's folder and the course make together."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from attrs import asdict

from copcourse.content import Course
from copcourse.errors import ContentError
from copcourse.helplines import Help
from copcourse.overlay import pages
from copcourse.overlay.colours import school_style
from copcourse.overlay.folder import HEAD
from copcourse.overlay.records import Own, story_path, with_lines
from copcourse.reading import read_course

_LEFT_OUT = shutil.ignore_patterns(".*", "answers*.json", "__pycache__", "school.toml")


def compose(course: Course, own: Own, root: Path, *, build: bool) -> None:
    """Write the course with a school's part into ``root``, which is not there yet.

    With ``build`` its pages are made too, as the site and Voilà need them. Quizzes are copied as
    they are: their keys are not needed, and not taken along.
    """
    shutil.copytree(course.root, root, ignore=_LEFT_OUT)
    for path, text in sorted(_texts(course, own, root).items()):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if build:
        _build(root, school_style(own.school.colours))


def _texts(course: Course, own: Own, root: Path) -> dict[Path, str]:
    """Every text that a school's folder changes, by its path in the new ``modules/``."""
    school, texts, lang = own.school, own.texts, course.home.lang
    made = {root / HEAD: texts.head or ""}
    made[root / "helplines.toml"] = helplines_toml(with_lines(course.help, school, lang))

    def change(name: str, how: Callable[..., str], *told: Any) -> None:
        path = root / name
        before = made.get(path) or path.read_text(encoding="utf-8")
        made[path] = how(before, *told, school, lang)

    change("home.md", pages.home)
    for name in ("help.md", "help-simpler.md"):
        if (root / name).is_file():
            change(name, pages.help_page)
    for module in course.modules:
        change(f"{module.slug}/workshop.md", pages.workshop)
    for (slug, story), scenario in own.stories.items():
        made[story_path(root, slug, story)] = texts.stories[slug, story]
        change(f"{slug}/text.md", pages.with_story, scenario)
    for slug, added in texts.activities.items():
        change(f"{slug}/activities.md", pages.with_activities, added)
    for name, added in texts.blocks.items():
        change(f"blocks/{name}.md", pages.with_block, added)
    return made


def _build(root: Path, style: str) -> None:
    """Make the pages, and give each of them the school's colours."""
    try:
        from copcourse.building import made_files
    except ModuleNotFoundError as error:
        fault = f"pages with a school's part cannot be made here: {error.name} is not installed"
        raise ContentError(fault, "Install it: pip install 'copcourse[author]'.") from None
    for path, data in made_files(read_course(root), {}).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    if not style:
        return
    for path in root.rglob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        if about := notebook["metadata"].get("copcourse"):
            about["style"] = style
            path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")


def helplines_toml(book: Help) -> str:
    """The help list as the file that holds it."""
    parts = [
        "[countries]",
        *(f"{_key(code)} = {_value(name)}" for code, name in book.countries.items()),
    ]
    for key, lines in (("line", book.lines), ("worldwide", book.worldwide)):
        for line in lines:
            table = {name: one for name, one in asdict(line).items() if one is not None}
            parts += ["", f"[[{key}]]", *(f"{name} = {_value(one)}" for name, one in table.items())]
    return "\n".join(parts) + "\n"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[\w-]+", name, re.ASCII) else json.dumps(name)


def _value(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items() if v is not None)
        return f"{{ {inside} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(one) for one in value)}]"
    # What JSON escapes TOML reads the same way.
    return json.dumps(value, ensure_ascii=False)
