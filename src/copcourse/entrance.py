"""The ways into the course: worries, five questions, paths, and the map to the guidelines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from attrs import Factory, frozen

from copcourse.items import Item


@frozen(kw_only=True)
class Worry:
    """A worry in the reader's own words, answered on one screen in a minute.

    It goes on in a ``section`` of a ``module``, or of a page such as ``help``.
    """

    id: str
    words: str
    audience: Literal["parent", "educator", "child"]
    say: tuple[str, ...]
    do: tuple[str, ...]
    leave: tuple[str, ...]
    help: str
    module: str
    section: str
    block: Literal["danger-now", "images", "not-safe-at-home", "under-18"] | None = None
    sources: tuple[str, ...] = ()
    allow: Mapping[str, str] = Factory(dict)


@frozen(kw_only=True)
class Placed:
    """A question that shows where to begin: who misses it begins with ``module``."""

    item: Item
    module: str


@frozen(kw_only=True)
class Way:
    """What may bring a reader to a module, in their own words, and the ages that it speaks of."""

    reason: str
    ages: tuple[str, ...]


@frozen(kw_only=True)
class Theme:
    """A theme of ITU's announcement of the guidelines, and where the course answers it.

    ``read`` says in plain words how we know of it; ``sections`` are pages with their parts, such as
    ``connected-toys#section-2``.
    """

    id: str
    text: str
    read: str
    sources: tuple[str, ...]
    sections: tuple[str, ...]


@frozen(kw_only=True)
class Point:
    """One of the thirteen points for parents, in our own words."""

    number: int
    text: str
    read: str
    sources: tuple[str, ...]
    sections: tuple[str, ...]


@frozen(kw_only=True)
class Guidelines:
    """The map from the guidelines to the course."""

    themes: tuple[Theme, ...] = ()
    points: tuple[Point, ...] = ()


@frozen(kw_only=True)
class Entrance:
    """All that the home page and the page about the course are made from."""

    worries: tuple[Worry, ...] = ()
    placement: tuple[Placed, ...] = ()
    paths: Mapping[str, tuple[str, ...]] = Factory(dict)
    ages: tuple[str, ...] = ()
    ways: Mapping[str, Way] = Factory(dict)
    guidelines: Guidelines = Factory(Guidelines)

    def cited(self, page: str) -> list[str]:
        """The sources of what the build puts into a page, in reading order."""
        guidelines = self.guidelines
        tables: Mapping[str, Iterable[Worry | Theme | Point | Item]] = {
            "home": self.worries,
            "about": [*guidelines.themes, *guidelines.points],
            "placement": [placed.item for placed in self.placement],
        }
        return [source for row in tables.get(page, ()) for source in row.sources]
