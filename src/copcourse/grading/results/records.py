"""What is found out about a class, as frozen records. A count of None is hidden from others."""

from __future__ import annotations

from typing import Literal

from attrs import Factory, frozen

from copcourse.grading.results.minimums import MINIMUMS

Eyes = Literal["show", "mine"]
"""``show`` hides small cells and what gives them away; ``mine`` is for the trainer alone."""


@frozen(kw_only=True)
class Estimate:
    """A figure with its 95% interval and the number of people that it rests on.

    Without a value it is hidden, rests on too few, or cannot be worked out (no variance); the
    interval is missing too where all resamples are alike, since it would then look exact.
    """

    figure: str
    n: int | None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    hidden: bool = False
    too_few: bool = Factory(lambda self: self.n is not None and self.n < self.need, takes_self=True)

    @property
    def need(self) -> int:
        """The least number of people for this kind of figure."""
        return MINIMUMS[self.figure].n

    @property
    def state(self) -> Literal["given", "hidden", "too few", "undefined"]:
        """Why there is a number, or why there is none."""
        if self.hidden:
            return "hidden"
        if self.too_few:
            return "too few"
        return "undefined" if self.value is None else "given"


@frozen(kw_only=True)
class OptionRow:
    """An option of an item: how many chose it, and how these did in the rest of the quiz.

    For ``match`` it is how many did not give the option its partner. ``rest`` is a share of the
    points of all other items, 0 to 1.
    """

    id: str
    text: str
    right: bool
    belief: str
    count: int | None
    rest: Estimate


@frozen(kw_only=True)
class ItemRow:
    """An item and what its answers say. Shares are 0 to 1, ``discrimination`` is -1 to 1."""

    id: str
    number: int
    kind: str
    ask: str
    critical: bool
    right_answer: str
    n: int | None
    facility: Estimate
    discrimination: Estimate
    options: tuple[OptionRow, ...]
    full: int | None
    part: int | None
    none: int | None
    unanswered: int | None

    @property
    def missed(self) -> int | None:
        """How many did not get it fully right, those without an answer too."""
        return None if self.full is None or self.n is None else self.n - self.full


@frozen(kw_only=True)
class Belief:
    """A misconception: how often it was chosen, of how many answers, and how often for certain."""

    id: str
    text: str
    items: tuple[int, ...]
    chances: int | None
    held: int | None
    certain: int | None


@frozen(kw_only=True)
class Level:
    """One level of sureness: answers given at it, how many were right, and what was forecast."""

    level: int
    forecast: float | None
    answers: int | None
    right: int | None
    share: Estimate


@frozen(kw_only=True)
class Certainty:
    """How well the class knows what it knows. ``mark`` is -6 to 3 an answer, ``brier`` 0 to 1."""

    levels: tuple[Level, ...]
    mark: Estimate
    brier: Estimate


@frozen(kw_only=True)
class WholeQuiz:
    """The quiz as one measure, without the reflection; ``mean`` and ``error`` are in points."""

    most: float
    mean: Estimate
    reliability_name: Literal["KR-20", "Cronbach's alpha"]
    reliability: Estimate
    error: Estimate


@frozen(kw_only=True)
class Feeling:
    """A question on confidence, 1 to 5, before and after, of those who answered it both times."""

    ask: str
    before: Estimate
    later: Estimate
    change: Estimate
    alike: bool


@frozen(kw_only=True)
class Change:
    """Two short forms of the same people. Means and gain are shares of the points, 0 to 1.

    ``alike``: in one of the forms nearly all have full marks, or nearly all have none, so that a
    mean says of nearly everybody what they answered.
    """

    matched: int | None
    only_before: int | None
    only_later: int | None
    before: Estimate
    later: Estimate
    gain: Estimate
    effect: Estimate
    ceiling: bool | None
    alike: bool
    feelings: tuple[Feeling, ...]


@frozen(kw_only=True)
class Analysis:
    """All that is known about a module's quiz and its short forms, for one pair of eyes.

    ``salt`` is drawn from the class's answers, which only the trainer has, and is shown nowhere.
    """

    slug: str
    title: str
    eyes: Eyes
    n: int | None
    waiting: int
    unreadable: int
    by_hand: int
    items: tuple[ItemRow, ...]
    beliefs: tuple[Belief, ...]
    whole: WholeQuiz | None
    certainty: Certainty | None
    change: Change | None
    salt: str = ""

    @property
    def critical(self) -> tuple[ItemRow, ...]:
        """The critical items, most missed first; those whose count is hidden come last."""
        rows = [item for item in self.items if item.critical]
        return tuple(sorted(rows, key=lambda row: -1 if row.missed is None else -row.missed))
