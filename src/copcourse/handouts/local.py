"""The lines of the local card that a school has filled in. What nobody has checked stays empty."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from copcourse.helplines import Help, Helpline
from copcourse.school import School

# Which kinds of help line answer a line of the card, the first that there is.
_KINDS: Mapping[str, tuple[str, ...]] = {
    "danger": ("emergency",),
    "child": ("child",),
    "adult": ("adult", "crisis"),
    "report": ("hotline", "police-reporting", "regulator"),
}


@frozen(kw_only=True)
class Filled:
    """A line of the card: who and when, the ways to reach them, and the day of the check if any."""

    who: tuple[str, ...]
    reach: tuple[str, ...]
    checked: str


def local_lines(school: School, book: Help) -> dict[str, Filled]:
    """The lines of the card that are known, by name: whom the school names, what it confirmed."""
    filled = {
        name: Filled(
            who=tuple(part for part in (one.role, one.hours) if part),
            reach=tuple(way for way in (one.phone, one.email, one.place) if way),
            checked=one.checked.isoformat() if one.checked else "",
        )
        for name, one in school.contacts.items()
    }
    lines = [line for line in book.of(school.country) if line.confirmed_by and line.confirmed_on]
    for name, kinds in _KINDS.items():
        fit = sorted(
            (one for one in lines if one.kind in kinds), key=lambda one: kinds.index(one.kind)
        )
        if fit:
            filled[name] = _confirmed(fit[0])
    return filled


def _confirmed(line: Helpline) -> Filled:
    ways = (line.phone, line.sms.number if line.sms else None, line.url)
    reach = tuple(way for way in ways if way)[:1]
    day = line.confirmed_on.isoformat() if line.confirmed_on else ""
    return Filled(who=(line.name,), reach=reach, checked=day)
