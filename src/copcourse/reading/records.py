"""A TOML table to a record, with every problem at once and each at its place: a path of ids."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

import cattrs
from attrs import fields, has
from cattrs.errors import (
    AttributeValidationNote,
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, override

from copcourse.errors import ContentError, CourseErrors

T = TypeVar("T")

# TOML names a list of tables by what one of them is: [[scene]], not [[scenes]]; and where Python
# takes a low line it takes a hyphen.
SINGULAR = {
    "scenes": "scene",
    "choices": "choice",
    "endings": "ending",
    "options": "option",
    "parts": "part",
    "sides": "side",
    "promises": "promise",
    "set_up": "set-up",
}
_WORDS: dict[type[Any], str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    date: "date",
}


def _strict(kind: type[Any]) -> Callable[[Any, Any], Any]:
    def check(value: Any, _: Any) -> Any:
        # cattrs would turn 5 into "5", and an author's slip into a text.
        if kind is float and type(value) is int:
            return float(value)
        if type(value) is not kind:
            raise TypeError(f"{value!r} is not a {_WORDS[kind]}")
        return value

    return check


def _make_converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)

    def tuple_hook(annotation: Any, _: cattrs.Converter) -> Callable[[Any, Any], Any]:
        inner: Any = list[get_args(annotation)[0]]  # type: ignore[misc]  # built at run time

        def check(value: Any, _: Any) -> Any:
            # A text is a sequence of letters to cattrs.
            if not isinstance(value, list):
                raise TypeError(f"{value!r} is not a list")
            return tuple(converter.structure(value, inner))

        return check

    def is_tuple(annotation: Any) -> bool:
        return get_origin(annotation) is tuple

    factory: Any = tuple_hook
    converter.register_structure_hook_factory(is_tuple, factory)
    for kind in _WORDS:
        converter.register_structure_hook(kind, _strict(kind))

    def record_hook(record: type[Any]) -> Callable[[Any, Any], Any]:
        renames: Any = {
            each.name: override(rename=SINGULAR[each.name])
            for each in fields(record)
            if each.name in SINGULAR
        }
        return make_dict_structure_fn(record, converter, _cattrs_forbid_extra_keys=True, **renames)

    # Made when a record is first read: a learner's kernel reads few of them.
    converter.register_structure_hook_factory(has, record_hook)
    return converter


_CONVERTER = _make_converter()


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file. Raises ContentError with the line of a fault."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ContentError(
            "the file is missing", "Write it, or mend its name.", file=path
        ) from None
    except UnicodeDecodeError:
        raise ContentError("the file is not UTF-8 text", "Save it as UTF-8.", file=path) from None
    except tomllib.TOMLDecodeError as error:
        fault = str(error)
        raise ContentError(
            f"this is not TOML: {fault[0].lower()}{fault[1:]}",
            "Mend that line; a text stands between quotes, a list between [ and ].",
            file=path,
        ) from None


def structure(raw: Any, record: type[T], path: Path, place: str = "") -> T:
    """A table as a record. Raises CourseErrors with every unknown, missing or wrong key."""
    try:
        return _CONVERTER.structure(raw, record)
    except Exception as error:  # noqa: BLE001  # cattrs' own literal hook raises a bare Exception
        raise CourseErrors(list(_walk(error, raw, path, place))) from None


def only(raw: dict[str, Any], known: set[str], path: Path) -> None:
    """Raise CourseErrors for keys of a table that are not among the known ones."""
    if set(raw) - known:
        raise CourseErrors([_unknown(key, known, path, "") for key in sorted(set(raw) - known)])


def need(raw: Mapping[str, Any], keys: Mapping[str, type[Any]], path: Path) -> None:
    """Raise CourseErrors for keys of a table that are missing or of another kind."""
    problems = []
    for key, kind in keys.items():
        if key not in raw:
            problems.append(_missing(key, path, ""))
        elif type(raw[key]) is not kind:
            word = _WORDS.get(kind, kind.__name__)
            problems.append(ContentError(f"{key!r} is not a {word}", "Mend the value.", file=path))
    if problems:
        raise CourseErrors(problems)


def tables(raw: Mapping[str, Any], key: str, path: Path) -> list[dict[str, Any]]:
    """The tables [[key]] of a file, in their order. Raises ContentError for anything else."""
    found = raw.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        fault, remedy = f"{key!r} is not a list of tables", f"Write [[{key}]] above each."
        raise ContentError(fault, remedy, file=path, place=key)
    return found


def records(raw: dict[str, Any], key: str, record: type[T], path: Path) -> tuple[T, ...]:
    """The tables [[key]] of a file as records, each named by its id or its number."""
    found = tables(raw, key, path)
    names = [one.get("id", one.get("number", n)) for n, one in enumerate(found, 1)]
    return tuple(
        structure(one, record, path, f'{key} "{name}"')
        for name, one in zip(names, found, strict=True)
    )


def texts(raw: Mapping[str, Any], key: str, path: Path) -> dict[str, str]:
    """The table [key] of texts by their names. Raises CourseErrors for anything else."""
    return structure(raw.get(key, {}), dict[str, str], path, key)


def _unknown(key: str, known: set[str], path: Path, place: str) -> ContentError:
    remedy = f"Take it out or mend its name; known here: {', '.join(sorted(known))}."
    return ContentError(f"unknown key {key!r}", remedy, file=path, place=place)


def _missing(key: str, path: Path, place: str) -> ContentError:
    return ContentError(f"{key!r} is missing", f"Write {key} = ...", file=path, place=place)


def _walk(
    error: Exception, raw: Any, path: Path, place: str, noun: str = "entry"
) -> Iterator[ContentError]:
    """Walk cattrs' tree of exceptions beside the raw data, so that places are ids, not numbers."""
    if isinstance(error, ForbiddenExtraKeysError):
        known = {SINGULAR.get(each.name, each.name) for each in fields(error.cl)}
        for key in sorted(error.extra_fields):
            yield _unknown(key, known, path, place)
    elif isinstance(error, ClassValidationError | IterableValidationError):
        for each in error.exceptions:
            yield from _step(each, raw, path, place, noun)
    elif isinstance(error, KeyError):
        yield _missing(str(error.args[0]), path, place)
    elif "not in literal" in str(error):
        # cattrs gives the literal's repr; its values are what an author needs.
        values = str(error).partition("[")[2].rstrip("]").replace("'", "")
        remedy = f"Write one of {values}."
        yield ContentError(f"{raw!r} is not known here", remedy, file=path, place=place)
    else:
        fault = str(error) or "the value is of the wrong kind"
        yield ContentError(fault, "Mend the value.", file=path, place=place)


def _step(error: Exception, raw: Any, path: Path, place: str, noun: str) -> Iterator[ContentError]:
    """One step down: to a key of a table, or to an entry of a list."""
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            key = SINGULAR.get(note.name, note.name)
            if isinstance(raw, dict) and key not in raw:
                yield _missing(key, path, place)
                return
            inside = place if key in SINGULAR.values() else _join(place, f"key {key!r}")
            yield from _walk(error, raw[key], path, inside, key)
            return
        if isinstance(note, IterableValidationNote) and isinstance(raw, list | dict):
            one = raw[note.index]  # type: ignore[index]  # a list has numbers, a table names
            yield from _walk(error, one, path, _join(place, _name(one, note.index, noun)))
            return
    yield from _walk(error, raw, path, place)


def _name(one: Any, index: int | str, noun: str) -> str:
    if isinstance(one, dict) and "id" in one:
        return f'{noun} "{one["id"]}"'
    return f"{noun} {index + 1}" if isinstance(index, int) else f'{noun} "{index}"'


def _join(place: str, more: str) -> str:
    return f"{place}, {more}" if place else more
