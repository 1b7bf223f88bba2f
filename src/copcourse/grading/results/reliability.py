"""The quiz as one measure: its mean, its internal consistency, its standard error."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from copcourse.content import Quiz
from copcourse.grading.results.bootstrap import Array, Bootstrap
from copcourse.grading.results.records import WholeQuiz


def analyse_whole(quiz: Quiz, points: Array, bootstrap: Bootstrap) -> WholeQuiz:
    """Mean, reliability and standard error of measurement of ``points``, learners by items.

    Cronbach, L. J. (1951), Coefficient alpha and the internal structure of tests, Psychometrika 16,
    297-334: k/(k-1) (1 - sum of the items' variances / variance of the total). The standard error
    of measurement is the total's standard deviation times the root of 1 - reliability, in points.
    """
    items = points.shape[1]
    centred = points - points.mean(axis=0)
    total = centred.sum(axis=1)
    columns = np.column_stack([centred, centred**2, total, total**2])

    def alpha_and_error(sums: Array, n: Any) -> Array:
        of_items = sums[..., items : 2 * items] - sums[..., :items] ** 2 / n
        of_total = sums[..., -1] - sums[..., -2] ** 2 / n
        if items < 2:
            nothing = np.full_like(of_total, np.nan)
            return np.stack([nothing, nothing], axis=-1)
        share = of_items.sum(axis=-1) / np.where(of_total > 1e-9, of_total, np.nan)
        alpha = items / (items - 1) * (1 - share)
        error = np.sqrt(of_total / (n - 1) * np.maximum(1 - alpha, 0))
        return np.stack([alpha, error], axis=-1)

    (mean,) = bootstrap.estimates("mean", points.sum(axis=1)[:, None], lambda sums, n: sums / n)
    alpha, error = bootstrap.estimates("reliability", columns, alpha_and_error)
    return WholeQuiz(
        most=float(sum(item.points for item in quiz.items)),
        mean=mean,
        reliability_name=reliability_name(quiz),
        reliability=alpha,
        error=error,
    )


def reliability_name(quiz: Quiz) -> Literal["KR-20", "Cronbach's alpha"]:
    """KR-20 where every item gives all or nothing and the same points, else alpha.

    Kuder, G. F. and Richardson, M. W. (1937), The theory of the estimation of test reliability,
    Psychometrika 2, 151-160: their formula 20 is alpha for items that are right or wrong.
    """
    all_or_nothing = {(item.kind, item.points) for item in quiz.items}
    return (
        "KR-20"
        if len(all_or_nothing) == 1 and quiz.items[0].kind == "single"
        else "Cronbach's alpha"
    )
