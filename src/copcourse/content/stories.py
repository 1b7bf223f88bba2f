"""Stories: scenes, choices and endings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from attrs import Factory, frozen

Quality = Literal["good", "mixed", "harmful"]
Outcome = Literal["safe", "repaired", "harm"]
# What a story is about besides its harm, so that the whole course can be weighed.
StoryTheme = Literal["disability", "illness", "migration", "child-did-it", "unsafe-home"]


@frozen(kw_only=True)
class Choice:
    """What the reader may do in a scene, what happens then, and why."""

    id: str
    text: str
    goto: str
    then: str = ""
    why: str = ""
    quality: Quality | None = None
    trap: Literal["kind", "hard"] | None = None
    undoes: bool = True
    sources: tuple[str, ...] = ()
    allow: Mapping[str, str] = Factory(dict)


@frozen(kw_only=True)
class Scene:
    """One moment of a scenario. A say-it scene has three sentences to compare one's own with."""

    id: str
    title: str
    text: str
    choices: tuple[Choice, ...] = ()
    say_it: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    block: str | None = None
    allow: Mapping[str, str] = Factory(dict)

    @property
    def is_decision(self) -> bool:
        """Whether the reader decides something here."""
        return len(self.choices) > 1


@frozen(kw_only=True)
class Ending:
    """Where a scenario stops, and what was learnt on the way."""

    id: str
    title: str
    outcome: Outcome
    text: str
    learned: tuple[str, ...]
    way_back: str = ""
    sources: tuple[str, ...] = ()
    block: str | None = None
    allow: Mapping[str, str] = Factory(dict)


@frozen(kw_only=True)
class Scenario:
    """A branching story of scenes, choices and endings."""

    id: str
    title: str
    audience: Literal["parent", "educator"]
    minutes: int
    about: str
    not_shown: str
    country: str
    family: str
    child: str
    harm: tuple[str, ...]
    risks: tuple[Literal["content", "contact", "conduct", "contract"], ...]
    age: str
    start: str
    scenes: tuple[Scene, ...]
    endings: tuple[Ending, ...]
    themes: tuple[StoryTheme, ...] = ()
    allow: Mapping[str, str] = Factory(dict)

    def scene(self, scene_id: str) -> Scene | None:
        """The scene of that id, or None where it is an ending or nothing."""
        return next((scene for scene in self.scenes if scene.id == scene_id), None)

    def ending(self, ending_id: str) -> Ending | None:
        """The ending of that id, or None."""
        return next((ending for ending in self.endings if ending.id == ending_id), None)

    def cited(self) -> Iterator[str]:
        """Every source id that the scenario names, in reading order."""
        for scene in self.scenes:
            yield from scene.sources
            for choice in scene.choices:
                yield from choice.sources
        for ending in self.endings:
            yield from ending.sources
