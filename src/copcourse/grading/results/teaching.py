"""What to teach again: misconceptions by how often they were chosen, and how surely."""

from __future__ import annotations

from collections.abc import Sequence

from copcourse.grading.results.frames import ClassFrames
from copcourse.grading.results.records import Belief

CERTAIN = 3


def analyse_beliefs(frames: ClassFrames) -> tuple[Belief, ...]:
    """Every misconception that the quiz offers, in the quiz's own order.

    A chance to show one is an answer to an item that offers it, so that a misconception in three
    questions does not look commoner than one in a single question.
    """
    quiz = frames.quiz
    wrong = frames.choices[frames.choices["misconception"] != ""]
    held = wrong["misconception"].value_counts()
    certain = wrong[wrong["sure"] == CERTAIN]["misconception"].value_counts()
    marked = frames.answers[frames.answers["state"] == 1]["item"].value_counts()
    offered: dict[str, dict[int, str]] = {}
    for number, item in enumerate(quiz.items, 1):
        for option in item.options:
            if option.misconception and not option.correct and item.field == "options":
                offered.setdefault(option.misconception, {})[number] = item.id
    return tuple(
        Belief(
            id=belief,
            text=quiz.misconceptions.get(belief, belief),
            items=tuple(where),
            chances=sum(int(marked.get(item_id, 0)) for item_id in where.values()),
            held=int(held.get(belief, 0)),
            certain=int(certain.get(belief, 0)),
        )
        for belief, where in offered.items()
    )


def most_held(beliefs: Sequence[Belief]) -> list[Belief]:
    """Those that somebody chose, by the share of their chances; without those that are hidden."""
    shown = [one for one in beliefs if one.held and one.chances]
    return sorted(shown, key=lambda one: (-(one.held or 0) / (one.chances or 1), one.text))


def most_certain(beliefs: Sequence[Belief]) -> list[Belief]:
    """Those that somebody chose and was certain of, by the share of their chances."""
    shown = [one for one in beliefs if one.certain and one.chances]
    return sorted(shown, key=lambda one: (-(one.certain or 0) / (one.chances or 1), one.text))
