"""A scenario as a deck of cards: numbers that tell nothing of the story's order.

Large cards are scenes and endings. A small card says what follows from one choice, and leads to
the next large card, so that nobody reads the outcome before deciding.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from copcourse.content import Choice, Ending, Scenario, Scene
from copcourse.items import by_hash

LETTERS = "ABCDEFGH"


@frozen(kw_only=True)
class Way:
    """A choice on a large card: its letter, and the number of the card that comes next."""

    letter: str
    choice: Choice
    to: int


@frozen(kw_only=True)
class LargeCard:
    """A scene with its ways on, or an ending without any."""

    number: int
    record: Scene | Ending
    ways: tuple[Way, ...] = ()


@frozen(kw_only=True)
class SmallCard:
    """What a choice on card ``of`` brings about, why, and the large card that comes ``to`` it."""

    number: int
    of: int
    letter: str
    choice: Choice
    say_it: tuple[str, ...]
    to: int


@frozen(kw_only=True)
class Deck:
    """All cards of a scenario, each pile in the order of its numbers, and the first to read."""

    start: int
    large: tuple[LargeCard, ...]
    small: tuple[SmallCard, ...]


def make_deck(scenario: Scenario) -> Deck:
    """The deck of a scenario: the same for the same ids, whatever order they were written in.

    A choice that says nothing by itself leads straight to the next large card.
    """
    large = _numbers(
        scenario.id,
        [*(one.id for one in scenario.scenes), *(one.id for one in scenario.endings)],
        first=1,
    )
    turns = {
        f"{scene.id}/{choice.id}": (scene, choice)
        for scene in scenario.scenes
        for choice in scene.choices
        if choice.then or choice.why or scene.say_it
    }
    # The small pile begins at a new ten: a number alone says which pile to look in.
    small = _numbers(scenario.id, list(turns), first=(len(large) // 10 + 1) * 10 + 1)
    scenes = [_scene(scene, large, small) for scene in scenario.scenes]
    endings = [LargeCard(number=large[one.id], record=one) for one in scenario.endings]
    letters = {
        f"{scene.id}/{choice.id}": letter
        for scene in scenario.scenes
        for letter, choice in zip(LETTERS, scene.choices, strict=False)
    }
    cards = [
        SmallCard(
            number=small[turn],
            of=large[scene.id],
            letter=letters[turn],
            choice=choice,
            say_it=scene.say_it,
            to=large[choice.goto],
        )
        for turn, (scene, choice) in turns.items()
    ]
    return Deck(
        start=large[scenario.start],
        large=tuple(sorted([*scenes, *endings], key=lambda card: card.number)),
        small=tuple(sorted(cards, key=lambda card: card.number)),
    )


def _scene(scene: Scene, large: Mapping[str, int], small: Mapping[str, int]) -> LargeCard:
    ways = tuple(
        Way(
            letter=letter,
            choice=choice,
            to=small.get(f"{scene.id}/{choice.id}") or large[choice.goto],
        )
        for letter, choice in zip(LETTERS, scene.choices, strict=False)
    )
    return LargeCard(number=large[scene.id], record=scene, ways=ways)


def _numbers(salt: str, ids: list[str], *, first: int) -> dict[str, int]:
    return {one: number for number, one in enumerate(by_hash(f"{salt}/cards", ids), first)}
