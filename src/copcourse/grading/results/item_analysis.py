"""Each item by classical test theory: facility, discrimination, what its distractors draw.

Crocker, L. and Algina, J. (1986), Introduction to Classical and Modern Test Theory, chapter 14.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from copcourse.content import Quiz
from copcourse.grading.results.bootstrap import Array, Bootstrap
from copcourse.grading.results.frames import ClassFrames
from copcourse.grading.results.records import Estimate, ItemRow, OptionRow
from copcourse.items import Item

_NO_VARIANCE = 1e-9


def analyse_items(frames: ClassFrames, bootstrap: Bootstrap) -> tuple[ItemRow, ...]:
    """A row for every item of the quiz; ``bootstrap`` is of the same learners."""
    quiz, points = frames.quiz, frames.matrix("points")
    most = np.array([item.points for item in quiz.items], dtype=float)
    state, n = frames.matrix("state"), frames.n
    facility = bootstrap.estimates("facility", points / most, _mean)
    related = discrimination(points, bootstrap)
    chosen = {item.id: frames.chosen(item) for item in quiz.items}
    rest = _rest_scores(quiz, points, most, chosen, bootstrap)
    rows = []
    for place, item in enumerate(quiz.items):
        earned, answered = points[:, place], state[:, place] == 1
        full = earned >= item.points
        rows.append(
            ItemRow(
                id=item.id,
                number=place + 1,
                kind=item.kind,
                ask=item.ask,
                critical=item.critical,
                right_answer=_right_answer(item),
                n=n,
                facility=facility[place],
                discrimination=related[place],
                options=_options(quiz, item, chosen[item.id], rest),
                full=int(full.sum()),
                part=int((~full & (earned > 0)).sum()),
                none=int((answered & (earned <= 0)).sum()),
                unanswered=int((~answered & (earned <= 0)).sum()),
            )
        )
    return tuple(rows)


def discrimination(points: Array, bootstrap: Bootstrap) -> list[Estimate]:
    """Corrected item-total correlation: of an item with the sum of all the others.

    Henrysson, S. (1963), Correction of item-total correlations in item analysis, Psychometrika 28,
    211-218. ``points`` is learners by items. An item that all answered alike has none.
    """
    items = points.shape[1]
    rest = points.sum(axis=1, keepdims=True) - points
    # Centred, because differences of large sums lose digits.
    x, y = points - points.mean(axis=0), rest - rest.mean(axis=0)
    columns = np.hstack([x, y, x * x, y * y, x * y])

    def correlation(sums: Array, n: Any) -> Array:
        sx, sy, sxx, syy, sxy = (sums[..., k * items : (k + 1) * items] for k in range(5))
        spread = (sxx - sx * sx / n) * (syy - sy * sy / n)
        return np.where(
            spread > _NO_VARIANCE, (sxy - sx * sy / n) / np.sqrt(np.maximum(spread, 0)), np.nan
        )

    return bootstrap.estimates("discrimination", columns, correlation)


def _mean(sums: Array, n: Any) -> Array:
    return sums / n


def _rest_scores(
    quiz: Quiz,
    points: Array,
    most: Array,
    chosen: dict[str, Array],
    bootstrap: Bootstrap,
) -> dict[tuple[str, str], Estimate]:
    """(Item, option) to the mean share of all other points, of those who chose the option."""
    keys, choosers, scores = [], [], []
    for place, item in enumerate(quiz.items):
        others = most.sum() - most[place]
        share = (points.sum(axis=1) - points[:, place]) / others if others else points[:, 0] * 0
        for number, option in enumerate(item.options):
            keys.append((item.id, option.id))
            choosers.append(chosen[item.id][:, number])
            scores.append(chosen[item.id][:, number] * share)
    columns = np.column_stack([*choosers, *scores])
    people = [int(one.sum()) for one in choosers]

    def ratio(sums: Array, n: Any) -> Array:
        return sums[..., len(keys) :] / sums[..., : len(keys)]

    found = bootstrap.estimates("rest", columns, ratio, people)
    return dict(zip(keys, found, strict=True))


def _options(
    quiz: Quiz, item: Item, chosen: Array, rest: dict[tuple[str, str], Estimate]
) -> tuple[OptionRow, ...]:
    if item.kind == "order":
        return ()
    return tuple(
        OptionRow(
            id=option.id,
            text=f"{option.text} → {option.pair}" if item.field == "pairs" else option.text,
            right=option.correct,
            belief=quiz.misconceptions.get(option.misconception or "", ""),
            count=int(chosen[:, number].sum()),
            rest=rest[item.id, option.id],
        )
        for number, option in enumerate(item.options)
    )


def _right_answer(item: Item) -> str:
    return "; ".join(option.text for option in item.options if option.correct)
