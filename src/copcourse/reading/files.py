"""The files of a course, one function a kind of file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from copcourse.content import (
    Confidence,
    Objective,
    Page,
    Quiz,
    Reflection,
    Scenario,
    split_slug,
)
from copcourse.entrance import Guidelines, Placed, Point, Theme, Worry
from copcourse.errors import ContentError, CourseErrors
from copcourse.helplines import Help, Helpline
from copcourse.items import KINDS, Item
from copcourse.pictures.records import Picture
from copcourse.plan import Plan
from copcourse.reading.records import need, only, read_toml, structure, tables, texts
from copcourse.school import School

T = TypeVar("T")


def read_scenario(path: Path) -> Scenario:
    """One branching story; its id is the file's name."""
    return structure({"id": path.stem, **read_toml(path)}, Scenario, path)


def read_items(raw: list[dict[str, Any]], path: Path) -> tuple[Item, ...]:
    """Items, each by its kind. Raises CourseErrors with the problems of all of them."""
    items: list[Item] = []
    problems: list[Exception] = []
    for number, one in enumerate(raw, 1):
        table = dict(one)
        place = f'item "{table.get("id", number)}"'
        kind = table.pop("kind", None)
        if not isinstance(kind, str) or kind not in KINDS:
            remedy = f"Write kind = one of {', '.join(sorted(KINDS))}."
            problems.append(ContentError(f"unknown kind {kind!r}", remedy, file=path, place=place))
            continue
        try:
            items.append(structure(table, KINDS[kind], path, place))
        except CourseErrors as errors:
            problems.extend(errors.errors)
    if problems:
        raise CourseErrors(problems)  # type: ignore[arg-type]  # all of them are CourseErrors
    return tuple(items)


def read_practice(path: Path) -> tuple[Item, ...]:
    """The formative items of a module."""
    raw = read_toml(path)
    only(raw, {"item"}, path)
    need(raw, {"item": list}, path)
    return read_items(tables(raw, "item", path), path)


def _tables(raw: dict[str, Any], key: str, record: type[T], path: Path) -> tuple[T, ...]:
    """The tables [[key]] of a file as records, each named by its id or its number."""
    found = tables(raw, key, path)
    names = [one.get("id", one.get("number", n)) for n, one in enumerate(found, 1)]
    return tuple(
        structure(one, record, path, f'{key} "{name}"')
        for name, one in zip(names, found, strict=True)
    )


def read_pictures(path: Path) -> tuple[Picture, ...]:
    """The pictures of a module, as data."""
    raw = read_toml(path)
    only(raw, {"picture"}, path)
    return _tables(raw, "picture", Picture, path)


def read_plan(path: Path) -> Plan:
    """The plan of a module. Raises CourseErrors with every fault of all its lines."""
    return structure(read_toml(path), Plan, path)


def read_school(path: Path) -> School:
    """A school's own part: whom to turn to there, what it has confirmed, its colours."""
    return structure(read_toml(path), School, path)


def read_worries(path: Path) -> tuple[Worry, ...]:
    """The worries that the home page begins with."""
    raw = read_toml(path)
    only(raw, {"worry"}, path)
    return _tables(raw, "worry", Worry, path)


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
        themes=_tables(raw, "theme", Theme, path), points=_tables(raw, "point", Point, path)
    )


def read_quiz(path: Path) -> Quiz:
    """A quiz or a short form with its key; the slug is the file's name, which tells them apart."""
    raw = read_toml(path)
    if split_slug(path.stem)[1]:
        return _read_form(raw, path)
    only(raw, {"title", "pass", "lang", "item", "reflection", "misconceptions"}, path)
    need(raw, {"title": str, "pass": int, "item": list, "reflection": list}, path)
    reflections = tables(raw, "reflection", path)
    if len(reflections) != 1:
        fault, remedy = f"{len(reflections)} reflections", "A quiz has exactly one [[reflection]]."
        raise ContentError(fault, remedy, file=path)
    place = f'reflection "{reflections[0].get("id", 1)}"'
    return Quiz(
        slug=path.stem,
        title=raw["title"],
        pass_mark=raw["pass"],
        lang=_lang(raw, path),
        items=read_items(tables(raw, "item", path), path),
        reflection=structure(reflections[0], Reflection, path, place),
        misconceptions=texts(raw, "misconceptions", path),
    )


def _read_form(raw: dict[str, Any], path: Path) -> Quiz:
    only(raw, {"title", "lang", "item", "confidence", "misconceptions"}, path)
    need(raw, {"title": str, "item": list, "confidence": list}, path)
    return Quiz(
        slug=path.stem,
        title=raw["title"],
        lang=_lang(raw, path),
        items=read_items(tables(raw, "item", path), path),
        confidence=_tables(raw, "confidence", Confidence, path),
        misconceptions=texts(raw, "misconceptions", path),
    )


def _lang(raw: Mapping[str, Any], path: Path) -> str:
    need({"lang": "en", **raw}, {"lang": str}, path)
    return str(raw.get("lang", "en"))


def read_quizzes(root: Path) -> Mapping[str, Quiz]:
    """Every quiz of a checkout by its slug; empty where only the learner's part is installed."""
    quizzes = [read_quiz(path) for path in sorted(quizzes_folder(root).glob("*.toml"))]
    return {quiz.slug: quiz for quiz in quizzes}


def quizzes_folder(root: Path) -> Path:
    """Where the keys of a checkout's quizzes lie, beside its ``modules/``."""
    return root.parent / "course" / "quizzes"


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


_HEADER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_BEGIN = "Begin the file with a line ---, then title: and lang:, then a line ---."


def read_page(path: Path) -> Page:
    """A Markdown page: a YAML header, then MyST as the author wrote it."""
    import yaml  # here, because a learner's kernel never reads a page

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
