"""Quizzes and short forms, with their keys."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from attrs import Factory, frozen

from copcourse.answers import canonical
from copcourse.items import Item

# The short forms of a module, filled in before and after a session.
FORMS = ("before", "later")
# The levels of confidence, from not at all to very.
LEVELS = (1, 2, 3, 4, 5)


def split_slug(slug: str) -> tuple[str, str]:
    """A quiz's slug as its module's and its form: ``gaming-before`` is ``("gaming", "before")``."""
    module, _, form = slug.rpartition("-")
    return (module, form) if module and form in FORMS else (slug, "")


def quiz_folder(slug: str) -> str:
    """Where learners find a quiz, under ``modules/``: a form's folder stands in its module's."""
    module, form = split_slug(slug)
    return f"{module}/{form}" if form else module


@frozen(kw_only=True)
class Reflection:
    """The one question of a quiz that a person marks, about a given case."""

    id: str
    case: str
    ask: str
    points: int
    rubric: tuple[str, ...]
    sources: tuple[str, ...] = ()
    allow: Mapping[str, str] = Factory(dict)


@frozen(kw_only=True)
class Confidence:
    """A question on how sure somebody feels. It has no right answer and earns no points."""

    id: str
    ask: str
    allow: Mapping[str, str] = Factory(dict)

    def problem(self, answer: Any) -> str:
        """Why an answer, ``{"scale": 1..5, "at": "..."}``, cannot be read; empty when it can."""
        if not isinstance(answer, Mapping) or set(answer) - {"scale", "at"}:
            return "is not an answer to this kind of question"
        # True is 1 to Python, and nothing that a learner can choose.
        if type(answer.get("scale")) is not int or answer["scale"] not in LEVELS:
            return f"holds no whole number from {LEVELS[0]} to {LEVELS[-1]}"
        return ""


@frozen(kw_only=True)
class Quiz:
    """A summative quiz with its key. Never given to a learner: :meth:`sheet` is.

    A short form before or after a session is one too: it has questions on confidence in the place
    of a pass mark and a reflection, and is named after its module, ``<slug>-before``.
    """

    slug: str
    title: str
    items: tuple[Item, ...]
    misconceptions: Mapping[str, str]
    pass_mark: int | None = None
    reflection: Reflection | None = None
    confidence: tuple[Confidence, ...] = ()
    lang: str = "en"

    @property
    def form(self) -> str:
        """``before`` or ``later`` for a short form, else nothing."""
        return split_slug(self.slug)[1]

    @property
    def module(self) -> str:
        """The slug of the module that the quiz belongs to."""
        return split_slug(self.slug)[0]

    @property
    def by_hand(self) -> tuple[str, ...]:
        """The ids of what a person marks: the reflection's, where there is one."""
        return (self.reflection.id,) if self.reflection else ()

    def item(self, item_id: str) -> Item | None:
        """The item of that id, or None."""
        return next((item for item in self.items if item.id == item_id), None)

    @property
    def edition(self) -> str:
        """What answers depend on: items, kinds, points and ids. A mended typo keeps it."""
        shape = [
            [
                item.id,
                item.kind,
                item.points,
                sorted(item.option_ids),
                sorted(option.right_side for option in item.options if item.kind == "match"),
            ]
            for item in self.items
        ]
        whole: dict[str, Any] = {"items": shape}
        if self.reflection:
            whole["reflection"] = [self.reflection.id, self.reflection.points]
        if self.confidence:
            whole["confidence"] = [one.id for one in self.confidence]
        return hashlib.sha256(canonical(whole)).hexdigest()[:12]

    def sheet(self) -> dict[str, Any]:
        """All that a learner's browser gets: no key, no feedback, no word of which are critical."""
        sheet: dict[str, Any] = {
            "format": 1,
            "quiz": self.slug,
            "edition": self.edition,
            "title": self.title,
            "lang": self.lang,
        }
        if self.pass_mark is not None:
            sheet["pass"] = self.pass_mark
        sheet["items"] = [item.sheet() for item in self.items]
        if self.reflection:
            sheet["reflection"] = {
                "id": self.reflection.id,
                "case": self.reflection.case,
                "ask": self.reflection.ask,
                "points": self.reflection.points,
            }
        if self.confidence:
            sheet["confidence"] = [{"id": one.id, "ask": one.ask} for one in self.confidence]
        return sheet
