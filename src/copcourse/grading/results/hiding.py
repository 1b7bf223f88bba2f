"""What others may see: small cells are hidden, and whatever would let one be worked out.

The whole answer to "who may have been meant?" is one table an item, of numbers of people that add
up to n. Every other count that is shown is a sum of its visible cells, or n less such a sum, so no
two tables of a report can be played off against each other. Figures that are sums in disguise (the
facility of a single-choice item is the count of its right option) go with their cells.

Threshold and complements: Hundepool, A. et al. (2012), Statistical Disclosure Control, chapter 4.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from attrs import evolve

from copcourse.grading.results.minimums import SMALL
from copcourse.grading.results.records import (
    Analysis,
    Belief,
    Certainty,
    Change,
    Estimate,
    Feeling,
    ItemRow,
    WholeQuiz,
)


def protect(cells: Sequence[int], salt: str, keep: int | None = None) -> list[int | None]:
    """Cells of people whose sum is known, with None for those that must not be shown.

    Every cell under SMALL is hidden; then some of the others, until the hidden ones together make
    up SMALL people, and so are two at least. A cell of nobody is hidden too: that nobody is there
    says of each person that they are elsewhere. The cell ``keep`` is the last to go.

    Which others go is drawn by a ``salt`` that only the trainer has. Were it always the smallest,
    whoever knows this rule could work backwards from what was left.
    """
    hidden = {place for place, count in enumerate(cells) if count < SMALL}
    rest = [place for place in range(len(cells)) if place not in hidden]
    others = sorted(rest, key=lambda at: (at == keep, _lot(salt, at)))
    while hidden and others and sum(cells[at] for at in hidden) < SMALL:
        hidden.add(others.pop(0))
    return [None if place in hidden else count for place, count in enumerate(cells)]


def _lot(salt: str, place: int) -> str:
    return hashlib.sha256(f"{salt}/{place}".encode()).hexdigest()


def for_others(analysis: Analysis) -> Analysis:
    """The same analysis as it may be projected, shared or exported."""
    n = analysis.n or 0
    items = tuple(_item(item, n, analysis.salt) for item in analysis.items)
    whole = analysis.whole
    # The mean and the reliability tie all facilities together: with the others, one could be found.
    if whole and any(item.facility.hidden for item in items):
        whole = _hidden_whole(whole)
    return evolve(
        analysis,
        eyes="show",
        n=n if n >= SMALL else None,
        waiting=0,
        unreadable=0,
        by_hand=0,
        items=items,
        beliefs=_beliefs(analysis, items),
        whole=whole,
        certainty=_certainty(analysis.certainty, n, analysis.salt) if analysis.certainty else None,
        change=_change(analysis.change) if analysis.change else None,
    )


def _item(item: ItemRow, n: int, salt: str) -> ItemRow:
    way = _single if item.kind == "single" else _partly
    return way(item, n, f"{salt}/{item.id}")


def _single(item: ItemRow, n: int, salt: str) -> ItemRow:
    """One option a person: the options and the unanswered are all there is."""
    counts = [option.count or 0 for option in item.options]
    right = next(at for at, option in enumerate(item.options) if option.right)
    # How many chose the right one is what a class can talk about.
    *cells, unanswered = protect([*counts, n - sum(counts)], salt, keep=right)
    shown = cells[right] is not None
    return evolve(
        item,
        n=n if n >= SMALL else None,
        options=tuple(
            evolve(option, count=cell, rest=option.rest if cell is not None else hide(option.rest))
            for option, cell in zip(item.options, cells, strict=True)
        ),
        facility=item.facility if shown else hide(item.facility),
        discrimination=item.discrimination if shown else hide(item.discrimination),
        full=item.full if shown else None,
        part=None,
        none=None,
        unanswered=unanswered,
    )


def _partly(item: ItemRow, n: int, salt: str) -> ItemRow:
    """Several choices a person, or points in part: the options are shown all or not at all."""
    marks = [item.full or 0, item.part or 0, item.none or 0, item.unanswered or 0]
    # One hidden cell among visible ones could be found from the facility.
    safe = None not in protect(marks, salt)
    options_safe = all(_both_sides(option.count or 0, n) for option in item.options)
    earned = n - marks[2] - marks[3]
    facility = _both_sides(marks[0], n, other_only=True) and earned >= SMALL
    full, part, none, unanswered = marks if safe else (None,) * 4
    return evolve(
        item,
        n=n if n >= SMALL else None,
        options=item.options
        if options_safe
        else tuple(evolve(one, count=None, rest=hide(one.rest)) for one in item.options),
        facility=item.facility if facility else hide(item.facility),
        discrimination=item.discrimination if facility else hide(item.discrimination),
        full=full,
        part=part,
        none=none,
        unanswered=unanswered,
    )


def _both_sides(count: int, n: int, *, other_only: bool = False) -> bool:
    return n - count >= SMALL and (other_only or count >= SMALL)


def hide(estimate: Estimate) -> Estimate:
    """An estimate without its numbers, nor the number of people that it rests on."""
    return Estimate(figure=estimate.figure, n=None, hidden=True)


def _hidden_whole(whole: WholeQuiz) -> WholeQuiz:
    return evolve(
        whole,
        mean=hide(whole.mean),
        reliability=hide(whole.reliability),
        error=hide(whole.error),
    )


def _beliefs(analysis: Analysis, items: Sequence[ItemRow]) -> tuple[Belief, ...]:
    """Sums of visible option cells; how many were certain is a finer table, protected by itself."""
    shown = {item.number: item for item in items}
    n = analysis.n or 0
    made = []
    for belief in analysis.beliefs:
        rows = [shown[number] for number in belief.items]
        cells = [o.count for row in rows for o in row.options if o.belief == belief.text]
        visible = all(cell is not None for cell in cells) and n >= SMALL
        answered = [row.unanswered for row in rows]
        made.append(
            evolve(
                belief,
                held=belief.held if visible else None,
                # How many answered is n less the unanswered, and as secret as they are.
                chances=belief.chances
                if visible and None not in answered
                else (n * len(rows) if n >= SMALL else None),
                certain=belief.certain
                if visible and _both_sides(belief.certain or 0, belief.held or 0)
                else None,
            )
        )
    # Together they are the wrong answers given for certain, which the calibration shows.
    while hidden := [at for at, belief in enumerate(made) if belief.certain is None]:
        visible_ones = [at for at, belief in enumerate(made) if belief.certain is not None]
        together = sum(analysis.beliefs[at].certain or 0 for at in hidden)
        if not visible_ones or (len(hidden) > 1 and together >= SMALL):
            break
        drawn = min(visible_ones, key=lambda at: _lot(analysis.salt, at))
        made[drawn] = evolve(made[drawn], certain=None)
    return tuple(made)


def _certainty(certainty: Certainty, n: int, salt: str) -> Certainty:
    """Right and wrong answers by level: each column's sum can be found from the items."""
    all_right = [level.right or 0 for level in certainty.levels]
    all_wrong = [(level.answers or 0) - (level.right or 0) for level in certainty.levels]
    right, wrong = protect(all_right, f"{salt}/right"), protect(all_wrong, f"{salt}/wrong")
    shown = [a is not None and b is not None for a, b in zip(right, wrong, strict=True)]
    levels = []
    for level, visible in zip(certainty.levels, shown, strict=True):
        share = _people(level.share, n)
        levels.append(
            evolve(level, share=share)
            if visible and not share.hidden
            else evolve(level, answers=None, right=None, share=hide(level.share))
        )
    # The two means are sums over all the cells, and would give a hidden one away.
    all_shown = all(level.answers is not None for level in levels)
    return Certainty(
        levels=tuple(levels),
        mark=_people(certainty.mark, n) if all_shown else hide(certainty.mark),
        brier=_people(certainty.brier, n) if all_shown else hide(certainty.brier),
    )


def _people(estimate: Estimate, n: int) -> Estimate:
    """Without its number of people where those are few, or those who are missing among all n."""
    people = estimate.n or 0
    if people < SMALL:
        return hide(estimate)
    return evolve(estimate, n=None) if 0 < n - people < SMALL else estimate


def _change(change: Change) -> Change:
    """Means of many people, but for those that say that nearly all were alike."""
    n = change.matched or 0
    parts_shown = all(
        part is not None and part >= SMALL
        for part in (change.matched, change.only_before, change.only_later)
    )
    few = n < SMALL
    shown = not few and not change.alike
    return evolve(
        change,
        matched=None if few else n,
        only_before=change.only_before if parts_shown else None,
        only_later=change.only_later if parts_shown else None,
        before=change.before if shown else hide(change.before),
        later=change.later if shown else hide(change.later),
        gain=change.gain if shown else hide(change.gain),
        effect=change.effect if shown else hide(change.effect),
        ceiling=change.ceiling if shown else None,
        feelings=tuple(_feeling(feeling, n) for feeling in change.feelings),
    )


def _feeling(feeling: Feeling, n: int) -> Feeling:
    way = hide if feeling.alike else lambda estimate: _people(estimate, n)
    return evolve(
        feeling,
        before=way(feeling.before),
        later=way(feeling.later),
        change=way(feeling.change),
    )
