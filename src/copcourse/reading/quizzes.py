"""Quizzes and short forms, with their keys; they lie beside ``modules/``, in a checkout alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from copcourse.content.quizzes import Confidence, Quiz, Reflection, split_slug
from copcourse.errors import ContentError
from copcourse.reading.items import read_items
from copcourse.reading.records import need, only, read_toml, records, structure, tables, texts


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
        confidence=records(raw, "confidence", Confidence, path),
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
