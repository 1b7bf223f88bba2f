"""A quiz as a bank of questions, and a bank as the text of a quiz file.

What other homes have no field for travels in tags: ``option:1:quick-look`` is the id of the first
option, ``misconception:1:must-see`` the belief behind it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import tomli_w

from copcourse.banks.records import Bank, Entry, Kind, Question
from copcourse.content import Quiz, Reflection
from copcourse.items import Item

TO_FILL = "TO FILL"
"""Stands where a bank from elsewhere says nothing; ``copcourse check`` does not let it pass."""

_FIELDS = ("objective", "sister")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def bank_of(quiz: Quiz) -> Bank:
    """All of a quiz as a bank."""
    questions = [_question(item) for item in quiz.items]
    if quiz.reflection is not None:
        questions.append(_essay(quiz.reflection))
    notes = [(f"misconception {one}", text) for one, text in quiz.misconceptions.items()]
    if quiz.pass_mark is not None:
        notes.insert(0, ("pass", str(quiz.pass_mark)))
    return Bank(title=quiz.title, questions=tuple(questions), notes=tuple(notes))


def quiz_toml(bank: Bank) -> str:
    """The file ``course/quizzes/<slug>.toml`` for a bank; TO FILL stands where it says nothing."""
    notes = dict(bank.notes)
    beliefs = {
        name.removeprefix("misconception "): text
        for name, text in bank.notes
        if name.startswith("misconception ")
    }
    named = {one.split(":", 1)[1] for q in bank.questions for one in q.tagged("misconception")}
    table: dict[str, Any] = {"title": bank.title or TO_FILL}
    if notes.get("pass", "").isdigit():
        table["pass"] = int(notes["pass"])
    table["misconceptions"] = {**dict.fromkeys(sorted(named - set(beliefs)), TO_FILL), **beliefs}
    essays = [question for question in bank.questions if question.kind == "essay"]
    table["item"] = [_item(one) for one in bank.questions if one.kind != "essay"]
    if essays:
        table["reflection"] = [_reflection(question) for question in essays]
    return tomli_w.dumps(table, multiline_strings=False)


def slug(text: str) -> str:
    """An id for a text: lower-case letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_A_WORD.sub("-", plain).strip("-")[:40].strip("-")


def _question(item: Item) -> Question:
    kinds: dict[str, Kind] = {
        "single": "single",
        "several": "several",
        "order": "order",
        "match": "match",
    }
    right = len(item.right_ids)
    entries = tuple(
        Entry(
            text=option.text,
            feedback=option.feedback,
            share=_share(item.kind, option.correct, right),
            pair=option.pair,
        )
        for option in item.options
    )
    return Question(
        id=item.id,
        kind=kinds[item.kind],
        ask=item.ask.strip(),
        explain=item.explain.strip(),
        points=item.points,
        entries=entries,
        tags=tuple(_tags(item)),
    )


def _share(kind: str, correct: bool, right: int) -> float:
    """What a choice earns; a wrong one of several takes as much away as a right one gives."""
    if kind == "single":
        return 1.0 if correct else 0.0
    if kind == "several":
        return round((1 if correct else -1) / right, 7)
    return 0.0


def _tags(item: Item) -> Iterator[str]:
    if item.critical:
        yield "critical"
    for field in _FIELDS:
        if value := getattr(item, field):
            yield f"{field}:{value}"
    for source in item.sources:
        yield f"source:{source}"
    for number, option in enumerate(item.options, 1):
        yield f"option:{number}:{option.id}"
        if option.misconception:
            yield f"misconception:{number}:{option.misconception}"
        if option.pair_id:
            yield f"pair:{number}:{option.pair_id}"


def _essay(reflection: Reflection) -> Question:
    return Question(
        id=reflection.id,
        kind="essay",
        ask=f"{reflection.case.strip()}\n\n{reflection.ask.strip()}",
        points=reflection.points,
        grading=reflection.rubric,
        tags=tuple(f"source:{source}" for source in reflection.sources),
    )


def _item(question: Question) -> dict[str, Any]:
    told = {
        name: {int(n): one for n, one in _numbered(question, name)}
        for name in ("option", "misconception", "pair")
    }
    item: dict[str, Any] = {
        "id": slug(question.id) or TO_FILL,
        "kind": question.kind,
        **{field: question.tagged(field)[0] for field in _FIELDS if question.tagged(field)},
        "points": question.points,
        **({"critical": True} if "critical" in question.tags else {}),
        "ask": question.ask,
        "explain": question.explain or TO_FILL,
        "sources": question.tagged("source") or [TO_FILL],
        "option": [],
    }
    for number, entry in enumerate(question.entries, 1):
        option: dict[str, Any] = {
            "id": told["option"].get(number) or slug(entry.text) or f"option-{number}",
            "text": entry.text,
        }
        if question.kind == "match":
            option["pair"] = entry.pair
            option["pair_id"] = told["pair"].get(number, f"p{number}")
        elif question.kind != "order" and entry.share > 0:
            option["correct"] = True
        elif question.kind != "order":
            option["misconception"] = told["misconception"].get(number, TO_FILL)
        option["feedback"] = entry.feedback or TO_FILL
        item["option"].append(option)
    return item


def _numbered(question: Question, name: str) -> Iterator[tuple[str, str]]:
    for tag in question.tagged(name):
        number, _, value = tag.partition(":")
        if number.isdigit():
            yield number, value


def _reflection(question: Question) -> dict[str, Any]:
    case, _, ask = question.ask.rpartition("\n\n")
    return {
        "id": slug(question.id) or TO_FILL,
        "case": case or TO_FILL,
        "ask": ask,
        "points": question.points,
        "rubric": list(question.grading) or [TO_FILL],
        "sources": question.tagged("source"),
    }
