"""The course as frozen records. They hold what an author wrote, and know no file format."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from attrs import Factory, frozen

from copcourse.answers import canonical
from copcourse.entrance import Entrance
from copcourse.helplines import Help
from copcourse.items import Item
from copcourse.pictures.records import Picture
from copcourse.plan import Plan
from copcourse.school import School
from copcourse.texts import headings

Quality = Literal["good", "mixed", "harmful"]
Outcome = Literal["safe", "repaired", "harm"]
Allow = Mapping[str, str]
# What the core of a module takes; `copcourse check` holds each module to it.
MINUTES = 25
# When a source, or a number that somebody confirmed, is looked at again.
REVIEW_YEARS = 2
# The short forms of a module, filled in before and after a session.
FORMS = ("before", "later")
# The levels of confidence, from not at all to very.
LEVELS = (1, 2, 3, 4, 5)
# What a story is about besides its harm, so that the whole course can be weighed.
StoryTheme = Literal["disability", "illness", "migration", "child-did-it", "unsafe-home"]


def split_slug(slug: str) -> tuple[str, str]:
    """A quiz's slug as its module's and its form: ``gaming-before`` is ``("gaming", "before")``."""
    module, _, form = slug.rpartition("-")
    return (module, form) if module and form in FORMS else (slug, "")


def quiz_folder(slug: str) -> str:
    """Where learners find a quiz, under ``modules/``: a form's folder stands in its module's."""
    module, form = split_slug(slug)
    return f"{module}/{form}" if form else module


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
    allow: Allow = Factory(dict)


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
    allow: Allow = Factory(dict)

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
    allow: Allow = Factory(dict)


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
    allow: Allow = Factory(dict)

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


@frozen(kw_only=True)
class Reflection:
    """The one question of a quiz that a person marks, about a given case."""

    id: str
    case: str
    ask: str
    points: int
    rubric: tuple[str, ...]
    sources: tuple[str, ...] = ()
    allow: Allow = Factory(dict)


@frozen(kw_only=True)
class Confidence:
    """A question on how sure somebody feels. It has no right answer and earns no points."""

    id: str
    ask: str
    allow: Allow = Factory(dict)

    def problem(self, answer: Any) -> str:
        """Why an answer, ``{"scale": 1..5, "at": "..."}``, cannot be read; empty when it can."""
        if not isinstance(answer, Mapping) or set(answer) - {"scale", "at"}:
            return "is not an answer to this kind of question"
        # True is 1 to Python, and nothing that a learner can choose.
        if type(answer.get("scale")) is not int or answer["scale"] not in LEVELS:
            return f"holds no whole number from {LEVELS[0]} to {LEVELS[-1]}"
        return ""


@frozen(kw_only=True)
class Quiz:
    """A summative quiz with its key. Never given to a learner: :meth:`sheet` is.

    A short form before or after a session is one too: it has questions on confidence in the place
    of a pass mark and a reflection, and is named after its module, ``<slug>-before``.
    """

    slug: str
    title: str
    items: tuple[Item, ...]
    misconceptions: Mapping[str, str]
    pass_mark: int | None = None
    reflection: Reflection | None = None
    confidence: tuple[Confidence, ...] = ()
    lang: str = "en"

    @property
    def form(self) -> str:
        """``before`` or ``later`` for a short form, else nothing."""
        return split_slug(self.slug)[1]

    @property
    def module(self) -> str:
        """The slug of the module that the quiz belongs to."""
        return split_slug(self.slug)[0]

    @property
    def by_hand(self) -> tuple[str, ...]:
        """The ids of what a person marks: the reflection's, where there is one."""
        return (self.reflection.id,) if self.reflection else ()

    def item(self, item_id: str) -> Item | None:
        """The item of that id, or None."""
        return next((item for item in self.items if item.id == item_id), None)

    @property
    def edition(self) -> str:
        """What answers depend on: items, kinds, points and ids. A mended typo keeps it."""
        shape = [
            [
                item.id,
                item.kind,
                item.points,
                sorted(item.option_ids),
                sorted(option.right_side for option in item.options if item.kind == "match"),
            ]
            for item in self.items
        ]
        whole: dict[str, Any] = {"items": shape}
        if self.reflection:
            whole["reflection"] = [self.reflection.id, self.reflection.points]
        if self.confidence:
            whole["confidence"] = [one.id for one in self.confidence]
        return hashlib.sha256(canonical(whole)).hexdigest()[:12]

    def sheet(self) -> dict[str, Any]:
        """All that a learner's browser gets: no key, no feedback, no word of which are critical."""
        sheet: dict[str, Any] = {
            "format": 1,
            "quiz": self.slug,
            "edition": self.edition,
            "title": self.title,
            "lang": self.lang,
        }
        if self.pass_mark is not None:
            sheet["pass"] = self.pass_mark
        sheet["items"] = [item.sheet() for item in self.items]
        if self.reflection:
            sheet["reflection"] = {
                "id": self.reflection.id,
                "case": self.reflection.case,
                "ask": self.reflection.ask,
                "points": self.reflection.points,
            }
        if self.confidence:
            sheet["confidence"] = [{"id": one.id, "ask": one.ask} for one in self.confidence]
        return sheet


@frozen(kw_only=True)
class Source:
    """Evidence that the texts rest on; ``link`` says whether a frightened parent may open it."""

    id: str
    title: str
    publisher: str
    kind: Literal["official", "research", "charity", "press", "commercial"]
    url: str
    link: bool
    review_by: date
    year: int | None = None

    def label(self, no_year: str) -> str:
        """Title, publisher and year as one line; ``no_year`` stands where no year is known."""
        return f"{self.title}. {self.publisher}, {self.year or no_year}."


@frozen(kw_only=True)
class Review:
    """Who qualified has read the course, and when; both empty until somebody has."""

    role: str = ""
    date: str = ""


@frozen(kw_only=True)
class Objective:
    """What an adult can do after a module."""

    id: str
    text: str


@frozen(kw_only=True)
class Page:
    """A Markdown page with its header; ``body`` is MyST as the author wrote it."""

    path: Path
    title: str
    lang: str
    body: str
    description: str = ""
    objectives: tuple[Objective, ...] = ()
    allow: Allow = Factory(dict)

    @property
    def headings(self) -> dict[str, str]:
        """The headings of the page's parts, by part."""
        return headings(self.body)


@frozen(kw_only=True)
class ModuleContent:
    """All that a module holds for learners; ``simpler`` is its reading in simpler words."""

    slug: str
    folder: Path
    text: Page
    activities: Page
    workshop: Page
    scenarios: tuple[Scenario, ...]
    practice: tuple[Item, ...]
    pictures: tuple[Picture, ...] = ()
    plan: Plan | None = None
    simpler: Page | None = None

    def scenario(self, scenario_id: str) -> Scenario | None:
        """The scenario of that id, or None."""
        return next((s for s in self.scenarios if s.id == scenario_id), None)


@frozen(kw_only=True)
class Course:
    """The whole course as learners get it; ``pages`` are those beside home, help and modules."""

    root: Path
    title: str
    description: str
    languages: tuple[str, ...]
    report: str
    review: Review
    home: Page
    help_page: Page
    modules: tuple[ModuleContent, ...]
    sources: Mapping[str, Source]
    help: Help
    blocks: Mapping[str, str]
    pages: Mapping[str, Page] = Factory(dict)
    entrance: Entrance = Factory(Entrance)
    school: School | None = None
