"""One kind of question a class. Each says what a learner sees, marks an answer, and can forge one.

Marking is a pure function of item and answer. An *answer* is the value that the hand-in holds for
an item: ``{"options": [ids], "sure": 1..3, "at": "..."}`` or, for ``match``,
``{"pairs": {option id: pair id}, ...}``; ``None`` means not answered. *Invalid* is an answer that
cannot be read; it earns nothing, and that is not the same as an incorrect one.
"""

from __future__ import annotations

import hashlib
from abc import abstractmethod
from collections.abc import Mapping
from itertools import combinations
from typing import Any, ClassVar, Literal

from attrs import Factory, frozen

Answer = Mapping[str, Any] | None
Sample = Literal["correct", "wrong", "invalid"]


@frozen(kw_only=True)
class Option:
    """One option of an item, with the feedback that belongs to it."""

    id: str
    text: str
    feedback: str = ""
    correct: bool = False
    misconception: str | None = None
    pair: str = ""
    pair_id: str | None = None
    allow: Mapping[str, str] = Factory(dict)

    @property
    def right_side(self) -> str:
        """The id of what this option is matched with; practice keeps no secret and needs none."""
        return self.pair_id or self.id


@frozen
class Mark:
    """What an answer earned: points out of ``max``, and whether it could be read at all."""

    points: float
    max: float
    state: Literal["marked", "no answer", "invalid"]
    reason: str = ""


def by_hash(salt: str, ids: list[str]) -> list[str]:
    """The ids in an order that is fixed and tells nothing of the order they were written in."""
    return sorted(ids, key=lambda one: hashlib.sha256(f"{salt}/{one}".encode()).hexdigest())


@frozen(kw_only=True)
class Item:
    """A question. Subclasses give the kinds; this holds what they share."""

    kind: ClassVar[str]
    field: ClassVar[str] = "options"

    id: str
    ask: str
    options: tuple[Option, ...]
    explain: str = ""
    sources: tuple[str, ...] = ()
    objective: str | None = None
    when: str | None = None
    after: str | None = None
    points: int = 1
    critical: bool = False
    sister: str | None = None
    allow: Mapping[str, str] = Factory(dict)

    @property
    def option_ids(self) -> tuple[str, ...]:
        """The ids of the options as the author listed them."""
        return tuple(option.id for option in self.options)

    def sheet(self) -> dict[str, Any]:
        """What a learner is shown: texts and ids in a fixed shuffled order, and no key."""
        texts = {option.id: option.text for option in self.options}
        return {
            "id": self.id,
            "kind": self.kind,
            "ask": self.ask,
            "points": self.points,
            "options": [
                {"id": one, "text": texts[one]} for one in by_hash(self.id, list(self.option_ids))
            ],
        }

    def mark(self, answer: Answer) -> Mark:
        """The mark for an answer (see the module's docstring for its shape)."""
        if answer is None:
            return Mark(0.0, float(self.points), "no answer")
        problem = self.problem(answer)
        if problem:
            return Mark(0.0, float(self.points), "invalid", problem)
        if self.is_empty(answer):
            return Mark(0.0, float(self.points), "no answer")
        # Two decimals: what a person reads in a gradebook, and the same in every way of marking.
        return Mark(round(self.share(answer) * self.points, 2), float(self.points), "marked")

    def problem(self, answer: Any) -> str:
        """Why the answer cannot be read; empty when it can."""
        if not isinstance(answer, Mapping) or set(answer) - {self.field, "sure", "at"}:
            return "is not an answer to this kind of question"
        if answer.get("sure") not in (None, 1, 2, 3):
            return "says in no known way how sure the learner is"
        return self._problem(answer.get(self.field))

    def _problem(self, chosen: Any) -> str:
        if not isinstance(chosen, list) or not all(isinstance(one, str) for one in chosen):
            return "holds no list of options"
        unknown = [one for one in chosen if one not in self.option_ids]
        if unknown:
            return f"names an unknown option {unknown[0][:40]!r}"
        if len(set(chosen)) != len(chosen):
            return "names an option twice"
        return self._shape(chosen) if chosen else ""

    def is_empty(self, answer: Mapping[str, Any]) -> bool:
        """Whether nothing was chosen."""
        return not answer.get(self.field)

    def _shape(self, chosen: list[str]) -> str:
        """Why this many options cannot be chosen; empty when they can."""
        return ""

    @abstractmethod
    def share(self, answer: Mapping[str, Any]) -> float:
        """The share of the points that a readable answer earns, 0 to 1."""

    @abstractmethod
    def key(self) -> Any:
        """The right answer: a list of option ids, or for ``match`` option id to pair id."""

    @abstractmethod
    def faults(self) -> list[str]:
        """What is wrong with the item as written, each as "fault|remedy"."""

    def sample(self, sort: Sample) -> dict[str, Any]:
        """An answer that the item forges: fully right, less than that, or unreadable."""
        if sort == "invalid":
            return {"options": ["no-such-option"]}
        return {"options": list(self.key()) if sort == "correct" else self._wrong()}

    def _wrong(self) -> list[str]:
        return [option.id for option in self.options if not option.correct][:1]

    @property
    def right_ids(self) -> tuple[str, ...]:
        """The ids of the options marked correct."""
        return tuple(option.id for option in self.options if option.correct)


class SingleItem(Item):
    """One right option; all or nothing."""

    kind: ClassVar[str] = "single"

    def _shape(self, chosen: list[str]) -> str:
        return "" if len(chosen) == 1 else "holds more than one option"

    def share(self, answer: Mapping[str, Any]) -> float:
        """1 for the right option, else 0."""
        return float(answer["options"][0] in self.right_ids)

    def key(self) -> list[str]:
        """The one right option, in a list."""
        return list(self.right_ids)

    def faults(self) -> list[str]:
        """One right option among at least three."""
        faults = []
        if len(self.right_ids) != 1:
            faults.append(
                f"{len(self.right_ids)} options are correct in a single|"
                "Leave correct = true on exactly one option, or make it kind = 'several'."
            )
        if len(self.options) < 3:
            faults.append("fewer than three options|Add an option that somebody believes.")
        return faults


class SeveralItem(Item):
    """Several right options: (right ones chosen minus wrong ones chosen) over the right ones."""

    kind: ClassVar[str] = "several"

    def share(self, answer: Mapping[str, Any]) -> float:
        """Right minus wrong over the number of right ones, never below 0."""
        chosen = set(answer["options"])
        right = set(self.right_ids)
        return max(0.0, (len(chosen & right) - len(chosen - right)) / len(right))

    def key(self) -> list[str]:
        """The right options as listed."""
        return list(self.right_ids)

    def faults(self) -> list[str]:
        """Two right options or more, and choosing everything earns at most half."""
        right, wrong = len(self.right_ids), len(self.options) - len(self.right_ids)
        if right < 2:
            return ["fewer than two correct options in a several|Add one, or use kind = 'single'."]
        if (right - wrong) / right > 0.5:
            return ["choosing everything earns more than half|Add a wrong option that tempts."]
        return []


class OrderItem(Item):
    """Options to put into the order in which the author listed them."""

    kind: ClassVar[str] = "order"

    def _shape(self, chosen: list[str]) -> str:
        return "" if len(chosen) == len(self.options) else "does not order all the options"

    def share(self, answer: Mapping[str, Any]) -> float:
        """The share of pairs in the right order, counted from one half up."""
        place = {one: index for index, one in enumerate(answer["options"])}
        pairs = list(combinations(self.option_ids, 2))
        right = sum(place[first] < place[second] for first, second in pairs)
        return max(0.0, 2 * right / len(pairs) - 1)

    def key(self) -> list[str]:
        """The options as listed."""
        return list(self.option_ids)

    def _wrong(self) -> list[str]:
        return list(reversed(self.option_ids))

    def faults(self) -> list[str]:
        """At least three options, none of them marked correct."""
        faults = []
        if len(self.options) < 3:
            faults.append("fewer than three options to order|Add one, or use kind = 'single'.")
        if self.right_ids:
            faults.append("correct = true in an order|Leave it out: the listed order is the key.")
        return faults


class MatchItem(Item):
    """Options to match with right sides; the share of right pairs."""

    kind: ClassVar[str] = "match"
    field: ClassVar[str] = "pairs"

    def sheet(self) -> dict[str, Any]:
        """The options, and the right sides under ids that do not give the pairs away."""
        texts = {option.right_side: option.pair for option in self.options}
        return {
            **Item.sheet(self),
            "pairs": [
                {"id": one, "text": texts[one]} for one in by_hash(f"{self.id}/pairs", list(texts))
            ],
        }

    def _problem(self, pairs: Any) -> str:
        if not isinstance(pairs, Mapping):
            return "holds no pairs"
        sides = {option.right_side for option in self.options}
        for option, side in pairs.items():
            if option not in self.option_ids:
                return f"names an unknown option {str(option)[:40]!r}"
            if not isinstance(side, str) or side not in sides:
                return f"names an unknown pair {str(side)[:40]!r}"
        return ""

    def share(self, answer: Mapping[str, Any]) -> float:
        """The share of right pairs."""
        pairs, key = answer["pairs"], self.key()
        return sum(pairs.get(option) == side for option, side in key.items()) / len(key)

    def key(self) -> dict[str, str]:
        """Option id to pair id."""
        return {option.id: option.right_side for option in self.options}

    def sample(self, sort: Sample) -> dict[str, Any]:
        """Forged pairs: all right, all one place on, or with an unknown right side."""
        key = self.key()
        if sort == "invalid":
            return {"pairs": {next(iter(key)): "no-such-pair"}}
        if sort == "correct":
            return {"pairs": key}
        sides = list(key.values())
        return {"pairs": dict(zip(key, sides[1:] + sides[:1], strict=True))}

    def faults(self) -> list[str]:
        """Two to five pairs, each with its right side, none of them alike."""
        faults = []
        if not 2 <= len(self.options) <= 5:
            faults.append("a match needs two to five pairs|Add or take away pairs.")
        for option in self.options:
            if not option.pair:
                faults.append(f"option {option.id!r} has no pair|Give it pair = '...'.")
        sides = [option.right_side for option in self.options]
        if len(set(sides)) != len(sides):
            faults.append("two right sides share a pair_id|Give each pair_id once.")
        texts = [option.pair for option in self.options]
        if len(set(texts)) != len(texts):
            faults.append("two right sides have the same text|Make them differ.")
        return faults


KINDS: Mapping[str, type[Item]] = {
    cls.kind: cls for cls in (SingleItem, SeveralItem, OrderItem, MatchItem)
}
