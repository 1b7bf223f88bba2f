"""Every figure against an independent implementation, or a published example worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pingouin
import pytest
from attrs import evolve
from forged_class import real_quiz
from numpy.testing import assert_allclose
from scipy import stats
from sklearn.metrics import brier_score_loss

from copcourse.grading.results.bootstrap import Array, Bootstrap
from copcourse.grading.results.certainty import BANDS, analyse_certainty, certainty_mark
from copcourse.grading.results.change import mean_change
from copcourse.grading.results.item_analysis import discrimination
from copcourse.grading.results.minimums import MINIMUMS
from copcourse.grading.results.records import Estimate
from copcourse.grading.results.reliability import analyse_whole, reliability_name

QUIZ = real_quiz("gaming")


def a_class(n: int = 60, items: int = 12, seed: int = 5) -> Array:
    """Points of a class in which ability matters; the last items give a part of their points."""
    generator = np.random.default_rng(seed)
    ability = generator.normal(size=(n, 1))
    points = (ability + generator.normal(size=(n, items)) > 0).astype(float)
    points[:, -3:] = generator.integers(0, 5, (n, 3)) / 4
    return points


def test_discrimination_is_the_correlation_with_the_rest() -> None:
    """Each value is scipy's Pearson correlation, and each interval near scipy's own bootstrap."""
    points = a_class()
    found = discrimination(points, Bootstrap(len(points)))
    for place, estimate in enumerate(found):
        rest = np.delete(points, place, axis=1).sum(axis=1)
        assert estimate.value == pytest.approx(stats.pearsonr(points[:, place], rest).statistic)
        assert estimate.n == 60

    rest = points[:, 1:].sum(axis=1)
    theirs = stats.bootstrap(
        (points[:, 0], rest),
        lambda x, y, axis: stats.pearsonr(x, y, axis=axis).statistic,
        paired=True,
        method="BCa",
        n_resamples=4000,
        rng=np.random.default_rng(1),
    ).confidence_interval
    assert_allclose([found[0].low, found[0].high], theirs, atol=0.03)


@pytest.mark.parametrize("items", [2, 12])
def test_alpha_is_pingouins(items: int) -> None:
    """Cronbach's alpha agrees to the last digit; the standard error follows from it."""
    points = a_class(items=12)[:, -items:]
    quiz = evolve(QUIZ, items=QUIZ.items[-items:])
    found = analyse_whole(quiz, points, Bootstrap(len(points)))
    alpha, _ = pingouin.cronbach_alpha(pd.DataFrame(points))
    assert found.reliability.value == pytest.approx(alpha)
    error = points.sum(axis=1).std(ddof=1) * np.sqrt(1 - alpha)
    assert found.error.value == pytest.approx(error)
    assert found.mean.value == pytest.approx(points.sum(axis=1).mean())
    assert found.reliability.low < alpha < found.reliability.high


def test_kr20_by_its_own_formula() -> None:
    """With right and wrong alone, alpha is Kuder and Richardson's formula 20, and is named so."""
    points = a_class()[:, :9]
    singles = [item for item in QUIZ.items if item.kind == "single"][:4]
    assert reliability_name(evolve(QUIZ, items=tuple(singles))) == "KR-20"
    assert reliability_name(QUIZ) == "Cronbach's alpha"
    found = analyse_whole(QUIZ, points, Bootstrap(len(points)))
    share = points.mean(axis=0)
    kr20 = 9 / 8 * (1 - (share * (1 - share)).sum() / points.sum(axis=1).var(ddof=0))
    assert found.reliability.value == pytest.approx(kr20)


def test_the_certainty_marks_are_moodles() -> None:
    """The values of Moodle's own unit test, question_cbm_test: right, wrong and half right."""
    shares, levels = np.meshgrid([1.0, 0.0, 0.5], [1, 2, 3])
    expected = [[1, 0, 0.5], [2, -2, 1], [3, -6, 1.5]]
    assert certainty_mark(shares, levels).tolist() == expected


def test_each_level_pays_best_within_its_band() -> None:
    """The bands are where Moodle's marks make them best, so they need no belief of ours."""
    for chance in (0.4, 0.6, 0.7, 0.79, 0.85, 0.99):
        expected = {one: chance * b.right + (1 - chance) * b.wrong for one, b in BANDS.items()}
        best = max(expected, key=lambda level: expected[level])
        assert BANDS[best].low <= chance <= BANDS[best].high


def test_the_brier_score_is_scikit_learns() -> None:
    """All answers with a level, as probabilities of being right; those without are left out."""
    generator = np.random.default_rng(3)
    share = generator.choice([0.0, 0.5, 1.0], size=(40, 12))
    sure = generator.integers(0, 4, (40, 12)).astype(float)
    found = analyse_certainty(share, sure, Bootstrap(40))
    assert found is not None
    said = sure > 0
    forecast = np.select([sure == one for one in BANDS], [b.forecast for b in BANDS.values()])
    right = (share >= 1)[said]
    assert found.brier.value == pytest.approx(brier_score_loss(right, forecast[said]))
    assert [level.answers for level in found.levels] == [int((sure == k).sum()) for k in (1, 2, 3)]
    for level in found.levels:
        at = sure == level.level
        assert level.share.value == pytest.approx((share[at] >= 1).mean())
    assert analyse_certainty(share, np.zeros((40, 12)), Bootstrap(40)) is None


def test_the_change_of_pairs_is_pingouins() -> None:
    """d_z is pingouin's paired t over the root of n; the gain is Hake's of the averages."""
    generator = np.random.default_rng(11)
    before = generator.integers(0, 5, 40) / 4
    later = np.clip(before + generator.choice([-0.25, 0, 0.25, 0.5], 40), 0, 1)
    first, second, gain, effect = mean_change(before, later)
    t = pingouin.ttest(later, before, paired=True)["T"].iloc[0]
    assert effect.value == pytest.approx(t / np.sqrt(40))
    assert (first.value, second.value) == (
        pytest.approx(before.mean()),
        pytest.approx(later.mean()),
    )
    assert gain.value == pytest.approx((later.mean() - before.mean()) / (1 - before.mean()))
    theirs = stats.bootstrap(
        (later - before,),
        lambda d, axis: d.mean(axis=axis) / d.std(axis=axis, ddof=1),
        method="BCa",
        n_resamples=4000,
        rng=np.random.default_rng(2),
    ).confidence_interval
    assert_allclose([effect.low, effect.high], theirs, atol=0.05)


def test_a_gain_worked_by_hand() -> None:
    """From 40% to 70% is half of what could be gained (Hake 1998, his equation 1)."""
    before, later = np.full(20, 0.4), np.full(20, 0.7)
    gain, effect = mean_change(before, later)[2:]
    assert gain.value == pytest.approx(0.5)
    # Everybody changed by the same amount: no spread to measure it in, and no false precision.
    assert (effect.value, effect.state, gain.low) == (None, "undefined", None)


def test_an_interval_covers_what_it_says() -> None:
    """Of 200 classes, about 95% have the true mean within the interval."""
    generator = np.random.default_rng(8)
    hits = 0
    for number in range(200):
        x = generator.beta(2, 3, (40, 1))
        _, low, high = Bootstrap(40, 500, seed=number).intervals(x, lambda sums, n: sums / n)
        hits += bool(low[0] <= 0.4 <= high[0])
    assert 180 <= hits <= 198


def test_the_same_hand_ins_give_the_same_numbers() -> None:
    """The seed is fixed, and another one gives other intervals."""
    points = a_class()
    once, again = (discrimination(points, Bootstrap(60)) for _ in range(2))
    assert once == again
    assert discrimination(points, Bootstrap(60, seed=1)) != once


def test_edges_give_no_number() -> None:
    """No variance, one learner, everything right, too few: a reason each time, never a NaN."""
    alike = np.ones((40, 12))
    assert {one.state for one in discrimination(alike, Bootstrap(40))} == {"undefined"}
    whole = analyse_whole(QUIZ, alike, Bootstrap(40))
    assert (whole.mean.value, whole.mean.low) == (12.0, None)
    assert (whole.reliability.state, whole.error.state) == ("undefined", "undefined")

    one = analyse_whole(QUIZ, np.ones((1, 12)), Bootstrap(1))
    assert whole.mean.state == "given"
    assert {e.state for e in (one.mean, one.reliability, one.error)} == {"too few"}
    assert mean_change(np.zeros(0), np.zeros(0)) == [Estimate(figure="change", n=0)] * 4

    before, later = np.ones(30), np.ones(30)
    assert [one.state for one in mean_change(before, later)] == [
        "given",
        "given",
        "undefined",
        "undefined",
    ]


@pytest.mark.parametrize("figure", MINIMUMS)
def test_below_its_minimum_a_figure_is_not_given(figure: str) -> None:
    """One person fewer than the table says, and there is no number; with that many there is."""
    need = MINIMUMS[figure].n
    for n in (need - 1, need):
        x = np.random.default_rng(n).random((n, 1))
        (found,) = Bootstrap(n).estimates(figure, x, lambda sums, n: sums / n)
        assert (found.state == "given") == (n == need)
        assert (found.value is None) == (n < need)
