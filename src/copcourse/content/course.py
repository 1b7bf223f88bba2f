"""The pages, the modules and the whole course as learners get them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import Factory, frozen

from copcourse.content.sources import Review, Source
from copcourse.content.stories import Scenario
from copcourse.entrance import Entrance
from copcourse.helplines import Help
from copcourse.items import Item
from copcourse.pictures.records import Picture
from copcourse.plan import Plan
from copcourse.texts import headings

# What the core of a module takes; `copcourse check` holds each module to it.
MINUTES = 25


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
    allow: Mapping[str, str] = Factory(dict)

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
