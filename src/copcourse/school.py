"""A school's own part of the course as records: whom to turn to there, and what it has confirmed.

It stands in ``school.toml`` of a school's folder; :mod:`copcourse.overlay` lays that folder over
the course.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import Factory, frozen

from copcourse.helplines import Kind, Sms


@frozen(kw_only=True)
class Contact:
    """Somebody to turn to at the school, by role and never by name."""

    role: str
    phone: str | None = None
    email: str | None = None
    place: str | None = None
    hours: str | None = None
    checked: date | None = None


@frozen(kw_only=True)
class Confirmed:
    """Who at the school called a help line or read its operator's page, and on which day."""

    role: str
    on: date


@frozen(kw_only=True)
class OwnLine:
    """A help line that the school has confirmed: one of the course's by its name, or a new one.

    ``country`` is the school's where none is given. What is given replaces what the course says.
    """

    name: str
    confirmed: Confirmed
    country: str | None = None
    kind: Kind | None = None
    serves: str | None = None
    languages: str | None = None
    operator: str | None = None
    phone: str | None = None
    sms: Sms | None = None
    url: str | None = None
    note: str | None = None


@frozen(kw_only=True)
class Palette:
    """Colours as ``#rrggbb``: of links and buttons, of the page, of what stands out on it."""

    accent: str | None = None
    background: str | None = None
    tint: str | None = None


@frozen(kw_only=True)
class Colours:
    """The school's colours, for whoever reads on a light and on a dark page."""

    light: Palette = Palette()
    dark: Palette = Palette()


@frozen(kw_only=True)
class School:
    """All that ``school.toml`` says. ``country_name`` adds a country that the course has not."""

    name: str
    country: str
    lead: Contact
    deputy: Contact | None = None
    country_name: str | None = None
    welcome: str = ""
    helplines: tuple[OwnLine, ...] = ()
    colours: Colours = Colours()
    allow: Mapping[str, str] = Factory(dict)

    @property
    def contacts(self) -> dict[str, Contact]:
        """Whom to turn to there, by the name of their line on the local card."""
        return {"lead": self.lead, **({"deputy": self.deputy} if self.deputy else {})}
