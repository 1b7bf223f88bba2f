"""Bootstrap intervals by matrix products: no loop over learners, none over resamples.

Every statistic here is a function of column sums over learners. A resample is a row of weights, so
the sums of all resamples are one product, and those of the jackknife one subtraction.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from copcourse.grading.results.minimums import LEVEL, RESAMPLES, SEED
from copcourse.grading.results.records import Estimate

Array = NDArray[np.float64]
Statistic = Callable[[Array, Any], Array]
"""Column sums ``(..., m)`` and the number of learners ``n`` to values ``(..., s)``."""

_AT_ONCE = 50
_NORMAL = NormalDist()


class Bootstrap:
    """The resamples of ``n`` learners, drawn once; every figure of a report uses the same."""

    def __init__(self, n: int, resamples: int = RESAMPLES, seed: int = SEED) -> None:
        self.n = n
        generator = np.random.default_rng(seed)
        # A learner is drawn once on average; 255 times does not happen.
        self._weights = np.empty((resamples, n), dtype=np.uint8)
        for row in self._weights:
            row[:] = np.bincount(generator.integers(0, n, n), minlength=n)

    def intervals(self, columns: Array, statistic: Statistic) -> tuple[Array, Array, Array]:
        """Values and the ends of their BCa intervals, each of shape ``(s,)``; NaN is "none".

        Bias-corrected and accelerated: Efron, B. (1987), Better bootstrap confidence intervals,
        Journal of the American Statistical Association 82, 171-185.

        Parameters
        ----------
        columns
            One row a learner, shape ``(n, m)``, without NaN.
        statistic
            See ``Statistic``.
        """
        total = columns.sum(axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            values = statistic(total, self.n)
            drawn = statistic(self._sums(columns), self.n)
            left_out = statistic(total - columns, self.n - 1)
        ends = [
            _bca(value, drawn[:, place], left_out[:, place]) for place, value in enumerate(values)
        ]
        low, high = np.array(ends, dtype=float).reshape(len(values), 2).T
        return values, low, high

    def estimates(
        self, figure: str, columns: Array, statistic: Statistic, people: list[int] | None = None
    ) -> list[Estimate]:
        """The same as records of a kind of figure; ``people`` is n for each, by default all."""
        values, low, high = self.intervals(columns, statistic)
        made = []
        for place, ends in enumerate(zip(values, low, high, strict=True)):
            value, lower, upper = (None if np.isnan(one) else float(one) for one in ends)
            n = self.n if people is None else people[place]
            bare = Estimate(figure=figure, n=n)
            made.append(
                bare
                if bare.too_few
                else Estimate(figure=figure, n=n, value=value, low=lower, high=upper)
            )
        return made

    def _sums(self, columns: Array) -> Array:
        parts = range(0, len(self._weights), _AT_ONCE)
        return np.vstack(
            [self._weights[at : at + _AT_ONCE].astype(float) @ columns for at in parts]
        )


def _bca(value: float, drawn: Array, left_out: Array) -> tuple[float, float]:
    nothing = (np.nan, np.nan)
    drawn, left_out = drawn[np.isfinite(drawn)], left_out[np.isfinite(left_out)]
    # Where all resamples agree an interval of no width would look like certainty.
    if not np.isfinite(value) or not len(drawn) or np.ptp(drawn) < 1e-12:
        return nothing
    below = (np.mean(drawn < value) + np.mean(drawn <= value)) / 2
    if not 0 < below < 1:
        return nothing
    shift = _NORMAL.inv_cdf(float(below))
    spread = left_out.mean() - left_out if len(left_out) else np.zeros(1)
    scale = float((spread**2).sum()) ** 1.5
    bend = float((spread**3).sum()) / (6 * scale) if scale > 0 else 0.0

    def end(tail: float) -> float:
        z = shift + _NORMAL.inv_cdf(tail)
        return float(np.quantile(drawn, _NORMAL.cdf(shift + z / (1 - bend * z))))

    return end((1 - LEVEL) / 2), end((1 + LEVEL) / 2)
