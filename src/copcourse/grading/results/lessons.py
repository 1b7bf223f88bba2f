"""The three things to teach again: missed critical questions first, then beliefs, then the rest."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from copcourse.grading.results.records import Analysis, ItemRow
from copcourse.grading.results.teaching import most_held
from copcourse.grading.results.wording import of, percent

MOST = 3


@frozen(kw_only=True)
class Lesson:
    """One thing to teach again: its number, what it says, and the words that go with it."""

    kind: Literal["critical", "belief", "hard"]
    number: str
    says: str
    text: str
    chosen: tuple[str, ...] = ()
    right: str = ""
    items: tuple[int, ...] = ()


def lessons(analysis: Analysis) -> list[Lesson]:
    """At most three, the weightiest first; empty where everybody was right.

    What is hidden from others is not in the list, nor does its place in it give it away.
    """
    missed = [item for item in analysis.critical if item.missed]
    right = {item.number: item.right_answer for item in analysis.items}
    found = [_critical(item) for item in missed]
    told = {option.belief for item in missed for option in item.options}
    found += [
        Lesson(
            kind="belief",
            number=of(belief.held, belief.chances),
            says="chose what rests on this belief:",
            text=belief.text,
            chosen=(f"{belief.certain} of these answers were given for certain.",)
            if belief.certain
            else (),
            right="; ".join(dict.fromkeys(filter(None, (right[at] for at in belief.items)))),
            items=belief.items,
        )
        for belief in most_held(analysis.beliefs)
        if belief.text not in told
    ]
    hard = [item for item in analysis.items if item.facility.value is not None]
    hard = [item for item in hard if not item.critical and (item.facility.value or 0) < 1]
    found += [
        Lesson(
            kind="hard",
            number=percent(item.facility).split(" ")[0],
            says="of the points were earned in this question:",
            text=item.ask,
            right=item.right_answer,
            items=(item.number,),
        )
        for item in sorted(hard, key=lambda one: one.facility.value or 0)
    ]
    return found[:MOST]


def _critical(item: ItemRow) -> Lesson:
    wrong = [o for o in item.options if not o.right and o.count and item.kind == "single"]
    return Lesson(
        kind="critical",
        number=of(item.missed, item.n),
        says="did not choose the safe answer:",
        text=item.ask,
        chosen=tuple(
            f"{option.count} of {item.n} chose: “{option.text}”"
            for option in sorted(wrong, key=lambda one: -(one.count or 0))
        ),
        right=item.right_answer,
        items=(item.number,),
    )
