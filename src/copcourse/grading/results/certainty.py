"""How sure learners were against how right they were.

Levels and marks are Moodle's certainty-based marking (https://docs.moodle.org/en/Using_certainty-based_marking),
after Gardner-Medwin, A. R. (2006), Confidence-based marking, in Bryan and Clegg (eds), Innovative
Assessment in Higher Education: 1, 2 or 3 for a right answer and 0, -2 or -6 for a wrong one, where
level 1 pays best below 67%, level 2 from 67 to 80%, level 3 above 80%.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import frozen

from copcourse.grading.results.bootstrap import Array, Bootstrap
from copcourse.grading.results.records import Certainty, Level


@frozen
class Band:
    """A level: its marks, and the sureness in per cent for which it is the best choice."""

    right: int
    wrong: int
    low: float
    high: float

    @property
    def forecast(self) -> float:
        """The sureness that a level stands for: the middle of its band, 0 to 1."""
        return (self.low + self.high) / 2


BANDS = {
    # From a guess among three options, the fewest that a question has.
    1: Band(1, 0, 1 / 3, 2 / 3),
    2: Band(2, -2, 2 / 3, 0.8),
    3: Band(3, -6, 0.8, 1.0),
}


def certainty_mark(share: Array, level: Array) -> Array:
    """The certainty-based mark of answers: a share of an item's points and a level, to -6 to 3.

    As in Moodle, a partly right answer earns its share of the mark for a right one.
    """
    right = np.select([level == one for one in BANDS], [band.right for band in BANDS.values()])
    wrong = np.select([level == one for one in BANDS], [band.wrong for band in BANDS.values()])
    return np.where(share > 0, share * right, wrong).astype(float)


def analyse_certainty(share: Array, sure: Array, bootstrap: Bootstrap) -> Certainty | None:
    """Calibration of a class; None where nobody said how sure they were.

    Whole learners are drawn anew, since answers of one person are not independent. Answers without
    a level are left out of the marks, where Moodle would take them as level 1: here nobody has to
    say. Brier, G. W. (1950), Verification of forecasts expressed in terms of probability, Monthly
    Weather Review 78, 1-3, in the form for two outcomes: 0 is best, 0.25 is a coin.

    Parameters
    ----------
    share
        Share of each item's points, learners by items, 0 to 1.
    sure
        Level 1 to 3, or 0 for no answer or none said.
    """
    said = sure > 0
    if not said.any():
        return None
    right = (share >= 1) & said
    at = [(sure == level) for level in BANDS]
    forecast = np.select(at, [band.forecast for band in BANDS.values()])
    marks = np.where(said, certainty_mark(share, sure), 0.0)
    missed = np.where(said, (forecast - right) ** 2, 0.0)
    sums = [*((one & right).sum(axis=1) for one in at), *(one.sum(axis=1) for one in at)]
    columns = np.column_stack(
        [*sums, marks.sum(axis=1), missed.sum(axis=1), said.sum(axis=1)]
    ).astype(float)
    count = len(BANDS)

    def statistic(sums: Array, n: Any) -> Array:
        shares = sums[..., :count] / sums[..., count : 2 * count]
        means = sums[..., -3:-1] / sums[..., -1:]
        return np.concatenate([shares, means], axis=-1)

    people = [int(one.any(axis=1).sum()) for one in at]
    people += [int(said.any(axis=1).sum())] * 2
    *shares, mark, brier = bootstrap.estimates("certainty", columns, statistic, people)
    levels = tuple(
        Level(
            level=level,
            forecast=band.forecast,
            answers=int(one.sum()),
            right=int((one & right).sum()),
            share=found,
        )
        for (level, band), one, found in zip(BANDS.items(), at, shares, strict=True)
    )
    return Certainty(levels=levels, mark=mark, brier=brier)
