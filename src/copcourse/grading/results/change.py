"""Before and after: two short forms of the same people, matched by their code."""

from __future__ import annotations

from typing import Any

import numpy as np

from copcourse.content import LEVELS
from copcourse.grading.results.bootstrap import Array, Bootstrap
from copcourse.grading.results.frames import ClassFrames
from copcourse.grading.results.minimums import CEILING, SMALL
from copcourse.grading.results.records import Change, Estimate, Feeling


def analyse_change(before: ClassFrames, later: ClassFrames) -> Change:
    """What changed from one form to the other, of those who filled in both."""
    first, second = _places(before), _places(later)
    both = sorted(set(first) & set(second))
    places = [first[code] for code in both], [second[code] for code in both]
    shares = [_shares(form)[place] for form, place in zip((before, later), places, strict=True)]
    means = mean_change(*shares)
    return Change(
        matched=len(both),
        only_before=len(first) - len(both),
        only_later=len(second) - len(both),
        before=means[0],
        later=means[1],
        gain=means[2],
        effect=means[3],
        ceiling=bool(len(both)) and float((shares[0] >= 1).mean()) >= CEILING,
        alike=any(_alike(share, 0, 1) for share in shares),
        feelings=_feelings(before, later, *places),
    )


def mean_change(before: Array, later: Array) -> list[Estimate]:
    """Mean before, mean later, normalised gain of the averages, and Cohen's d_z, of pairs.

    The gain is (later - before) / (1 - before) of the two means: Hake, R. R. (1998),
    Interactive-engagement versus traditional methods, American Journal of Physics 66, 64-74.
    d_z is the mean difference over the standard deviation of the differences: Cohen, J. (1988),
    Statistical Power Analysis, 2nd edition, page 48. Both arrays are shares, 0 to 1.
    """
    if not len(before):
        return [Estimate(figure="change", n=0)] * 4
    difference = later - before
    columns = np.column_stack([before, later, difference, difference**2])

    def statistic(sums: Array, n: Any) -> Array:
        first, second, mean = (sums[..., k] / n for k in range(3))
        variance = (sums[..., 3] - n * mean**2) / (n - 1)
        spread = np.sqrt(np.where(variance > 1e-9, variance, np.nan))
        room = np.where(first < 1 - 1e-9, 1 - first, np.nan)
        return np.stack([first, second, (second - first) / room, mean / spread], axis=-1)

    return Bootstrap(len(before)).estimates("change", columns, statistic)


def _feelings(
    before: ClassFrames, later: ClassFrames, first: list[int], second: list[int]
) -> tuple[Feeling, ...]:
    asked_later = {question.id for question in later.quiz.confidence}
    made = []
    for question in before.quiz.confidence:
        if question.id not in asked_later:
            continue
        x = before.feelings[question.id].to_numpy(dtype=float)[first]
        y = later.feelings[question.id].to_numpy(dtype=float)[second]
        told = ~np.isnan(x) & ~np.isnan(y)
        columns = np.column_stack([x[told], y[told], y[told] - x[told]])
        three = (
            Bootstrap(int(told.sum())).estimates("change", columns, lambda sums, n: sums / n)
            if told.any()
            else [Estimate(figure="change", n=0)] * 3
        )
        alike = any(_alike(one[told], LEVELS[0], LEVELS[-1]) for one in (x, y))
        made.append(
            Feeling(ask=question.ask, before=three[0], later=three[1], change=three[2], alike=alike)
        )
    return tuple(made)


def _alike(values: Array, least: float, most: float) -> bool:
    return bool((values < most).sum() < SMALL or (values > least).sum() < SMALL)


def _places(form: ClassFrames) -> dict[str, int]:
    # One card, typed on two days: Ana-7 and ana-7 are one person.
    return {code.casefold(): place for place, code in enumerate(form.learners["learner"])}


def _shares(form: ClassFrames) -> Array:
    most = sum(item.points for item in form.quiz.items)
    return np.asarray(form.learners["points"].to_numpy(dtype=float) / most)
