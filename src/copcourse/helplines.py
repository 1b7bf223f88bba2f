"""The help list as records: who answers, how to reach them, and how sure we are of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from attrs import frozen

# What a line is for.
Kind = Literal[
    "emergency",
    "crisis",
    "child",
    "adult",
    "hotline",
    "removal",
    "domestic-abuse",
    "worried-about-own-behaviour",
    "police-reporting",
    "regulator",
]


@frozen(kw_only=True)
class Sms:
    """A number to write to, and the word to write if one is asked for."""

    number: str
    word: str | None = None


@frozen(kw_only=True)
class Helpline:
    """Somewhere to turn to. Numbers are strings as dialled inside the country."""

    name: str
    kind: Kind
    serves: str
    sources: tuple[str, ...]
    languages: str | None = None
    country: str | None = None
    operator: str | None = None
    phone: str | None = None
    sms: Sms | None = None
    url: str | None = None
    scope: str | None = None
    seen: int | None = None
    confirmed_by: str | None = None
    confirmed_on: date | None = None
    note: str | None = None


@frozen(kw_only=True)
class Help:
    """The help list: lines by country, and those that serve anywhere."""

    countries: Mapping[str, str]
    lines: tuple[Helpline, ...]
    worldwide: tuple[Helpline, ...]

    def of(self, country: str) -> tuple[Helpline, ...]:
        """The lines of a country (ISO code)."""
        return tuple(line for line in self.lines if line.country == country)

    def missing(self, country: str) -> tuple[str, ...]:
        """What a country's entry lacks to be complete, as keys of the words [lacks]."""
        kinds = {line.kind for line in self.of(country)}
        needed = {
            "emergency": {"emergency"},
            "child": {"child"},
            "adult-or-crisis": {"adult", "crisis"},
            "place-to-report": {"hotline", "police-reporting", "regulator"},
        }
        return tuple(name for name, any_of in needed.items() if not kinds & any_of)
