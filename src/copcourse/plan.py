"""A module's plan: lines to choose from, and the whole agreement by who says it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from attrs import Factory, frozen

# The lists of a plan, in the order in which a reader meets them.
LISTS = ("say", "set-up", "agree")

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")


@frozen(kw_only=True)
class Line:
    """One line of a plan or of an agreement; its text may hold links, and dots to write on."""

    id: str
    text: str
    allow: Mapping[str, str] = Factory(dict)

    def sheet(self) -> dict[str, Any]:
        """The line for a browser: its words, and its links beside them."""
        links = [{"text": text, "url": url} for text, url in _LINK.findall(self.text)]
        return {"id": self.id, "text": _LINK.sub(r"\1", self.text), "links": links}


@frozen(kw_only=True)
class Side:
    """What one side promises; ``heading`` where "the adult says" and its like do not fit."""

    who: Literal["adult", "child", "both"]
    promises: tuple[Line, ...]
    heading: str = ""


@frozen(kw_only=True)
class Agreement:
    """The whole agreement; ``title`` where the usual one does not fit."""

    intro: str
    sides: tuple[Side, ...]
    title: str = ""


@frozen(kw_only=True)
class Headings:
    """The headings of the lists, each where the usual one does not fit."""

    say: str = ""
    set_up: str = ""
    agree: str = ""


@frozen(kw_only=True)
class Plan:
    """What a reader chooses from: a sentence to say, things to set up, agreements with a child."""

    say: tuple[Line, ...]
    set_up: tuple[Line, ...]
    agree: tuple[Line, ...]
    agreement: Agreement
    headings: Headings = Headings()

    @property
    def lists(self) -> dict[str, tuple[Line, ...]]:
        """The lines of each list by its name, in the order of ``LISTS``."""
        return dict(zip(LISTS, (self.say, self.set_up, self.agree), strict=True))

    def lines(self) -> Iterator[Line]:
        """Every line that has an id: those of the lists, and the promises of the agreement."""
        for lines in self.lists.values():
            yield from lines
        for side in self.agreement.sides:
            yield from side.promises

    def sheet(self, module: str, agreements: str | None) -> dict[str, Any]:
        """All that a browser needs; ``agreements`` is the address of the page with agreements."""
        agreement, said = self.agreement, self.headings
        headings = zip(LISTS, (said.say, said.set_up, said.agree), strict=True)
        return {
            "module": module,
            "agreements": agreements,
            "lists": [
                {
                    "id": name,
                    "heading": heading or None,
                    "lines": [line.sheet() for line in self.lists[name]],
                }
                for name, heading in headings
            ],
            "agreement": {
                "title": agreement.title or None,
                "intro": agreement.intro,
                "sides": [
                    {
                        "who": side.who,
                        "heading": side.heading or None,
                        "promises": [line.sheet() for line in side.promises],
                    }
                    for side in agreement.sides
                ],
            },
        }
