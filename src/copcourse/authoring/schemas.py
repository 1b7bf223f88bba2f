"""JSON Schemas of the course's TOML files, made from the records, so that editors complete them.

``copcourse schemas`` writes them to ``schemas/``; ``.taplo.toml`` says which file has which. They
know the shape of a file; what stands across files, ``copcourse check`` knows.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from attrs import NOTHING, Attribute, fields, has, resolve_types

from copcourse.content import Confidence, Reflection, Review, Scenario, Source
from copcourse.entrance import Point, Theme, Way, Worry
from copcourse.helplines import Helpline
from copcourse.items import KINDS, Item
from copcourse.pictures.records import Picture
from copcourse.plan import Plan
from copcourse.reading.records import SINGULAR
from copcourse.school import School

Schema = dict[str, Any]

_SIMPLE: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    Any: {},
}


def schemas() -> dict[str, bytes]:
    """Every schema file by its name."""
    reflection = {**_list(_record(Reflection)), "minItems": 1, "maxItems": 1}
    made = {
        "scenario": _record(Scenario, without={"id"}),
        "practice": _table({"item": _list(_item())}, {"item"}),
        "quiz": _quiz({"pass": {"type": "integer"}, "reflection": reflection}),
        "form": _quiz({"confidence": _list(_record(Confidence))}),
        "placement": _table({"item": _list(_item(module={"type": "string"}))}, {"item"}),
        "pictures": _table({"picture": _list(_record(Picture))}),
        "plan": _record(Plan),
        "worries": _table({"worry": _list(_record(Worry))}),
        "guidelines": _table({"theme": _list(_record(Theme)), "point": _list(_record(Point))}),
        "sources": _by_id(_record(Source, without={"id"}, renamed={"review_by": "review-by"})),
        "helplines": _helplines(),
        "course": _course(),
        "school": _record(School),
    }
    about = {"$schema": "http://json-schema.org/draft-07/schema#"}
    return {f"{name}.schema.json": _bytes({**about, **one}) for name, one in made.items()}


def _bytes(schema: Schema) -> bytes:
    return (json.dumps(schema, indent=1, ensure_ascii=False) + "\n").encode()


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _by_id(schema: Schema) -> Schema:
    return {"type": "object", "additionalProperties": schema}


def _table(properties: Mapping[str, Schema], required: set[str] | None = None) -> Schema:
    table: Schema = {
        "type": "object",
        "properties": dict(properties),
        "additionalProperties": False,
    }
    return {**table, "required": sorted(required)} if required else table


def _record(
    record: type[Any],
    *,
    without: Collection[str] = (),
    renamed: Mapping[str, str] = MappingProxyType({}),
    more: Mapping[str, Schema] = MappingProxyType({}),
) -> Schema:
    """A record's table: its keys as they are written in TOML, and what each may be."""
    resolve_types(record)
    names = {**SINGULAR, **renamed}
    known: list[Attribute[Any]] = [one for one in fields(record) if one.name not in without]
    properties = {names.get(one.name, one.name): _type(one.type) for one in known}
    needed = {names.get(one.name, one.name) for one in known if one.default is NOTHING}
    about = (record.__doc__ or "").strip().split("\n")[0]
    table = _table({**properties, **more}, needed | set(more))
    return {"description": about, **table}


def _type(annotation: Any) -> Schema:
    if annotation in _SIMPLE:
        return _SIMPLE[annotation]
    if has(annotation):
        return _record(annotation)
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return {"enum": list(inner)}
    if origin is tuple:
        return _list(_type(inner[0]))
    if origin in (Union, UnionType):
        (kind,) = [one for one in inner if one is not NoneType]
        return _type(kind)
    # Only mappings are left: of texts by their names.
    return _by_id(_type(inner[1]))


def _item(**more: Schema) -> Schema:
    return _record(Item, more={"kind": {"enum": sorted(KINDS)}, **more})


def _quiz(own: Mapping[str, Schema]) -> Schema:
    shared = {
        "title": {"type": "string"},
        "lang": {"type": "string"},
        "misconceptions": _by_id({"type": "string"}),
        "item": _list(_item()),
    }
    return _table({**shared, **own}, {"title", "item", *own})


def _helplines() -> Schema:
    line = _list(_record(Helpline))
    whole = {"countries": _by_id({"type": "string"}), "line": line, "worldwide": line}
    return _table(whole, set(whole))


def _course() -> Schema:
    text, texts = {"type": "string"}, _list({"type": "string"})
    needed = {
        "title": text,
        "description": text,
        "languages": texts,
        "modules": texts,
        "report": text,
    }
    whole = {
        **needed,
        "review": _record(Review),
        "paths": _by_id(texts),
        "ages": texts,
        "ways": _by_id(_record(Way)),
    }
    return _table(whole, set(needed))
