"""What others see of a class: small numbers are hidden, and cannot be worked out."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import numpy as np
import pytest
from attrs import evolve
from forged_class import real_quiz
from scipy.optimize import Bounds, LinearConstraint, milp

from copcourse.grading.results.hiding import for_others, protect
from copcourse.grading.results.minimums import SMALL
from copcourse.grading.results.records import (
    Analysis,
    Certainty,
    Estimate,
    ItemRow,
    Level,
    OptionRow,
)
from copcourse.grading.results.teaching import most_certain, most_held

QUIZ = real_quiz("gaming")


@pytest.mark.parametrize("keep", [None, 0])
@pytest.mark.parametrize(("cells", "n"), [(2, 14), (3, 16), (4, 13)])
def test_nobody_who_knows_the_rule_can_work_out_a_hidden_cell(
    cells: int, n: int, keep: int | None
) -> None:
    """Of all classes that may look the same to others, a hidden cell has two values at least."""
    looks: dict[tuple[int | None, ...], set[tuple[int, ...]]] = defaultdict(set)
    for table in product(range(n + 1), repeat=cells):
        if sum(table) == n:
            for salt in range(60):
                looks[tuple(protect(table, str(salt), keep))].add(table)
    for shown, tables in looks.items():
        assert not any(count is not None and count < SMALL for count in shown)
        for place in range(cells):
            values = {table[place] for table in tables}
            assert len(values) == 1 if shown[place] is not None else len(values) > 1


def test_the_right_option_is_the_last_to_go() -> None:
    """What a class most needs to hear stays, where another cell can be hidden in its place."""
    for salt in "abcdefgh":
        assert protect([9, 10, 2, 1, 0], salt, keep=0) == [9, None, None, None, None]
        assert protect([21, 1, 0], salt, keep=0) == [None, None, None]
        assert protect([7, 8, 9], salt) == [7, 8, 9]
        assert protect([2, 1], salt) == [None, None]
    drawn = {tuple(protect([9, 10, 2, 1, 0], salt)) for salt in "abcdefgh"}
    assert drawn == {(None, 10, None, None, None), (9, None, None, None, None)}


def estimate(figure: str, n: int, value: float = 0.5) -> Estimate:
    """A figure as the class has it."""
    return Estimate(figure=figure, n=n, value=value, low=0.4, high=0.6)


def single(number: int, counts: list[int], n: int, critical: bool = False) -> ItemRow:
    """A single-choice item of which option 0 is right."""
    return ItemRow(
        id=f"i{number}",
        number=number,
        kind="single",
        ask="?",
        critical=critical,
        right_answer="r",
        n=n,
        facility=estimate("facility", n, counts[0] / n),
        discrimination=estimate("discrimination", n),
        options=tuple(
            OptionRow(
                id=f"o{at}",
                text="t",
                right=at == 0,
                belief="" if at == 0 else f"b{at}",
                count=count,
                rest=estimate("rest", count),
            )
            for at, count in enumerate(counts)
        ),
        full=counts[0],
        part=0,
        none=sum(counts[1:]),
        unanswered=n - sum(counts),
    )


def analysis(*items: ItemRow, n: int, certainty: Certainty | None = None) -> Analysis:
    """A class with these items and nothing else."""
    return Analysis(
        slug="s", title="t", eyes="mine", n=n, waiting=1, unreadable=2, by_hand=3,
        items=items, beliefs=(), whole=None, certainty=certainty, change=None,
    )  # fmt: skip


def test_what_is_a_count_in_disguise_goes_with_its_cell() -> None:
    """A facility of 21 of 22 says that one was wrong; its discrimination and its total go too."""
    shown = for_others(analysis(single(1, [21, 1, 0], 22, critical=True), n=22)).items[0]
    assert [option.count for option in shown.options] == [None, None, None]
    assert (shown.facility.state, shown.discrimination.state) == ("hidden", "hidden")
    assert (shown.missed, shown.full, shown.none, shown.unanswered) == (None,) * 4
    assert {option.rest.state for option in shown.options} == {"hidden"}

    kept = for_others(analysis(single(1, [9, 10, 2], 22, critical=True), n=22)).items[0]
    assert (kept.missed, kept.facility.value) == (13, 9 / 22)


def test_a_class_under_five_shows_nothing() -> None:
    """Not even how many they are, nor what waits to be marked."""
    shown = for_others(analysis(single(1, [2, 1, 1], 4), n=4))
    assert (shown.n, shown.waiting, shown.unreadable, shown.by_hand) == (None, 0, 0, 0)
    assert shown.items[0].n is None
    assert shown.items[0].facility.hidden
    assert most_held(shown.beliefs) == most_certain(shown.beliefs) == []


def test_the_mean_and_the_reliability_go_when_a_facility_is_hidden() -> None:
    """With the visible facilities, the mean of the whole would give the hidden one."""
    from copcourse.grading.results.records import WholeQuiz

    whole = WholeQuiz(
        most=2,
        mean=estimate("mean", 40, 1.2),
        reliability_name="KR-20",
        reliability=estimate("reliability", 40),
        error=estimate("reliability", 40),
    )
    open_items = single(1, [20, 12, 8], 40), single(2, [15, 15, 10], 40)
    closed = single(2, [39, 1, 0], 40)
    everything = evolve(analysis(*open_items, n=40), whole=whole)
    # The unanswered are nobody, and so a hidden cell, but the facilities stand.
    assert for_others(everything).whole == whole
    hidden = for_others(evolve(everything, items=(open_items[0], closed))).whole
    assert hidden is not None
    assert {hidden.mean.state, hidden.reliability.state, hidden.error.state} == {"hidden"}


def test_the_calibration_hides_whole_levels_and_the_means_over_them() -> None:
    """Two levels at least go together, since the items give each column's sum."""
    levels = tuple(
        Level(level=k, forecast=0.5, answers=a, right=r, share=estimate("certainty", 22))
        for k, a, r in ((1, 40, 20), (2, 60, 40), (3, 12, 9))
    )
    certainty = Certainty(
        levels=levels, mark=estimate("certainty", 22), brier=estimate("certainty", 22)
    )
    shown = for_others(analysis(n=22, certainty=certainty)).certainty
    assert shown is not None
    hidden = [level.answers is None for level in shown.levels]
    assert (hidden[2], sum(hidden)) == (True, 2)
    assert (shown.mark.state, shown.brier.state) == ("hidden", "hidden")


def hidden_ranges(items: tuple[ItemRow, ...], n: int) -> list[tuple[float, float]]:
    """The least and the most that each hidden option can be, from all that is shown of the items.

    An integer programme with one unknown an option and the unanswered: what is shown is fixed, each
    item's cells sum to n, and its facility gives its right option.
    """
    ranges = []
    for item in items:
        cells = [option.count for option in item.options] + [item.unanswered]
        fixed = [(at, count) for at, count in enumerate(cells) if count is not None]
        rows, sums = [np.ones(len(cells))], [float(n)]
        for at, count in fixed:
            rows.append(np.eye(len(cells))[at])
            sums.append(count)
        if item.facility.value is not None:
            right = [float(option.right) for option in item.options]
            rows.append(np.array([*right, 0.0]))
            sums.append(round(item.facility.value * n))
        for at, count in enumerate(cells):
            if count is None:
                ends = [
                    milp(
                        sign * np.eye(len(cells))[at],
                        integrality=np.ones(len(cells)),
                        bounds=Bounds(0, n),
                        constraints=LinearConstraint(np.array(rows), sums, sums),
                    ).fun
                    for sign in (1, -1)
                ]
                ranges.append((ends[0], -ends[1]))
    return ranges


@pytest.mark.parametrize("n", [7, 22, 40, 120])
def test_no_option_can_be_worked_out_from_the_other_tables(n: int) -> None:
    """Options, totals, facilities and what is said of critical questions leave each one open."""
    generator = np.random.default_rng(n)
    rows = []
    for number in range(1, 13):
        counts = generator.multinomial(n, generator.dirichlet([4, 1, 0.7, 0.3]))
        rows.append(single(number, [int(one) for one in counts[:3]], n, critical=number == 1))
    shown = for_others(analysis(*rows, n=n)).items
    ranges = hidden_ranges(shown, n)
    assert len(ranges) >= 12
    assert min(most - least for least, most in ranges) >= 2
