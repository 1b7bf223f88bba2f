"""The published schemas say of a file's shape what the readers say."""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from jsonschema import Draft7Validator

from copcourse import reading
from copcourse.authoring.schemas import schemas
from copcourse.errors import CourseError

ROOT = Path(__file__).parents[2]
RULES = tomllib.loads((ROOT / ".taplo.toml").read_text())["rule"]
READERS: dict[str, Callable[[Path], Any]] = {
    "scenario": reading.read_scenario,
    "practice": reading.read_practice,
    "quiz": reading.read_quiz,
    "form": reading.read_quiz,
    "placement": reading.read_placement,
    "pictures": reading.read_pictures,
    "plan": reading.read_plan,
    "worries": reading.read_worries,
    "guidelines": reading.read_guidelines,
    "sources": reading.read_sources,
    "helplines": reading.read_helplines,
}


def of_rule(rule: dict[str, Any]) -> tuple[str, list[Path]]:
    """The name of a rule's schema, and the files that it speaks of."""
    found = {path for pattern in rule["include"] for path in ROOT.glob(pattern)}
    found -= {path for pattern in rule.get("exclude", ()) for path in ROOT.glob(pattern)}
    return Path(rule["schema"]["path"]).name.removesuffix(".schema.json"), sorted(found)


def validator(name: str) -> Draft7Validator:
    """What an editor would judge with."""
    return Draft7Validator(json.loads(schemas()[f"{name}.schema.json"]))


def as_json(value: Any) -> Any:
    """TOML's dates as an editor hands them to a schema."""
    if isinstance(value, dict):
        return {key: as_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def test_the_published_schemas_are_those_of_the_records() -> None:
    """Whoever changes a record runs ``copcourse schemas`` and commits what it writes."""
    published = {path.name: path.read_bytes() for path in (ROOT / "schemas").iterdir()}
    assert published == schemas()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["schema"]["path"])
def test_every_file_of_the_course_fits_its_schema(rule: dict[str, Any]) -> None:
    """An editor finds nothing to say about the course as it is, and every file has a schema."""
    name, found_files = of_rule(rule)
    assert found_files
    for path in found_files:
        found = validator(name).iter_errors(as_json(tomllib.loads(path.read_text())))
        assert [f"{path.name}: {list(one.path)}: {one.message}" for one in found] == []


def test_no_toml_file_of_the_course_is_without_a_schema() -> None:
    """A new kind of file gets a schema and a line for editors."""
    known = {path for rule in RULES for path in of_rule(rule)[1]}
    there = {*(ROOT / "modules").rglob("*.toml"), *(ROOT / "course" / "quizzes").glob("*.toml")}
    assert there - known == set()


@pytest.mark.parametrize("name", READERS)
def test_schema_and_reader_refuse_the_same_slips(name: str, tmp_path: Path) -> None:
    """A key too many, a key too few, a value of another kind: both see it, or neither does."""
    rule = next(one for one in RULES if one["schema"]["path"].endswith(f"/{name}.schema.json"))
    path = of_rule(rule)[1][0]
    judge, differ = validator(name), []
    file = tmp_path / path.name
    for what, changed in slips(smaller(tomllib.loads(path.read_text()))):
        file.write_text(tomli_w.dumps(changed), encoding="utf-8")
        try:
            READERS[name](file)
            read = True
        except CourseError:
            read = False
        if read != judge.is_valid(as_json(changed)):
            differ.append(f"{what}: the reader {'takes' if read else 'refuses'} it")
    assert differ == []


def smaller(table: Any) -> Any:
    """The same tables with two of each list at the most: enough to slip in."""
    if isinstance(table, dict):
        return {key: smaller(one) for key, one in list(table.items())[:30]}
    return [smaller(one) for one in table[:2]] if isinstance(table, list) else table


def slips(table: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table with one more key, and every key left out or of another kind."""
    yield "as it is", table
    for place in places(table, ()):
        whole = copy.deepcopy(table)
        here: Any = whole
        for step in place:
            here = here[step]
        if isinstance(here, dict):
            # A table by ids takes any name; its values are of one kind.
            here["no-such-key"] = 3
            yield f"{place} with another key", copy.deepcopy(whole)
            del here["no-such-key"]
        if not place:
            continue
        parent: Any = whole
        for step in place[:-1]:
            parent = parent[step]
        if isinstance(parent, dict):
            parent[place[-1]] = {"wrong": True}
            yield f"{place} of another kind", copy.deepcopy(whole)
            del parent[place[-1]]
            yield f"{place} left out", copy.deepcopy(whole)


def places(value: Any, here: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """The path to every table, list and value."""
    yield here
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(one, (*here, key))
