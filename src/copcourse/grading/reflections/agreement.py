"""How far two markers agree who marked the same hand-ins apart from each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen

FEWEST = 20
"""Below so many hand-ins that both marked, no figure is given."""

_DRAWS = 1000


@frozen(kw_only=True)
class Agreement:
    """Two markers' agreement over ``n`` hand-ins, ``same`` of them with the same points.

    ``kappa`` counts the same points only; ``weighted`` counts how far apart they are, and
    ``interval`` is its 95% interval. None where there are too few, or where all points are the
    same and nothing can be told from chance.
    """

    n: int
    same: int
    kappa: float | None = None
    weighted: float | None = None
    interval: tuple[float, float] | None = None


def agreement(first: Sequence[float], second: Sequence[float]) -> Agreement:
    """Compare the points that two markers gave to the same hand-ins, in the same order.

    The interval is a percentile bootstrap over hand-ins, drawn with a fixed seed.
    """
    one, other = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    same = int((one == other).sum())
    if len(one) < FEWEST:
        return Agreement(n=len(one), same=same)
    draws = np.random.default_rng(0).integers(0, len(one), (_DRAWS, len(one)))
    drawn = [kappa(one[draw], other[draw], quadratic=True) for draw in draws]
    told = [value for value in drawn if value is not None]
    low, high = np.percentile(told, [2.5, 97.5]) if told else (0.0, 0.0)
    return Agreement(
        n=len(one),
        same=same,
        kappa=kappa(one, other, quadratic=False),
        weighted=kappa(one, other, quadratic=True),
        interval=(float(low), float(high)) if told else None,
    )


def kappa(
    first: Sequence[float] | np.ndarray, second: Sequence[float] | np.ndarray, *, quadratic: bool
) -> float | None:
    """Cohen's kappa, 1 for full agreement and 0 for what chance gives; None where all is the same.

    Cohen (1960), A coefficient of agreement for nominal scales; with ``quadratic`` weights Cohen
    (1968), Weighted kappa: a disagreement counts by the square of the points between the two.
    """
    one, other = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    marks = np.union1d(one, other)
    apart = marks[:, None] - marks[None, :]
    weights = apart**2 if quadratic else (apart != 0).astype(float)
    table = np.zeros((len(marks), len(marks)))
    np.add.at(table, (np.searchsorted(marks, one), np.searchsorted(marks, other)), 1 / len(one))
    by_chance = float((weights * np.outer(table.sum(axis=1), table.sum(axis=0))).sum())
    if by_chance == 0:
        return None
    return 1 - float((weights * table).sum()) / by_chance
