"""Rules for what ``school.toml`` says: its country, whom to turn to, the lines it has confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from copcourse.content import REVIEW_YEARS
from copcourse.errors import ContentError
from copcourse.helplines import Help
from copcourse.overlay.colours import check_colours
from copcourse.overlay.records import find_line, given
from copcourse.school import Contact, OwnLine, School
from copcourse.sheets import dialable

# What fits on a line of a card.
SHORT = 60
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_TITLE = re.compile(r"\b(mr|mrs|ms|miss|mx|sir|madam|herr|frau|mme|señora?|dr)\b\.?\s+\w", re.I)
_ROLE = re.compile(
    r"\b(leads?|heads?|headteacher|teachers?|counsell?ors?|officers?|coordinators?|deput\w+|nurses?|"
    r"principals?|workers?|secretar\w+|office|teams?|advis[eo]rs?|chaplains?|managers?|directors?|"
    r"psychologists?|mentors?|tutors?|guidance|staff|desk|safeguarding|pastoral|protection)\b",
    re.IGNORECASE,
)


def check_facts(school: School, known: Help, file: Path, today: date) -> Iterator[ContentError]:
    """All problems of a school's own facts. ``known`` is the course's help list."""
    if not school.name.strip() or len(school.name) > SHORT:
        fault = f"the school's name has {len(school.name.strip())} letters"
        yield ContentError(fault, f"Give it 1 to {SHORT}.", file=file, place="key 'name'")
    yield from check_country(school, known, file)
    for place, contact in school.contacts.items():
        yield from _contact(contact, file, place, today)
    seen: set[tuple[str, str]] = set()
    for line in school.helplines:
        place = f'helpline "{line.name}"'
        if (one := (line.name.casefold(), line.country or school.country)) in seen:
            fault = "the line stands twice"
            yield ContentError(fault, "Take one of them out.", file=file, place=place)
        seen.add(one)
        yield from _line(line, school, known, file, place)
        yield from _role(line.confirmed.role, file, f"{place}, key 'confirmed'")
        yield from _day(line.confirmed.on, file, f"{place}, key 'confirmed'", today)
    yield from check_colours(school.colours, file)


def check_country(school: School, known: Help, file: Path) -> Iterator[ContentError]:
    """The country is one that the course has help lines for, or brings its own name."""
    named = {school.country: "key 'country'"}
    named |= {
        line.country: f"helpline \"{line.name}\", key 'country'"
        for line in school.helplines
        if line.country
    }
    for code, place in named.items():
        new = school.country_name and code == school.country and re.fullmatch(r"[A-Z]{2}", code)
        if code in known.countries or new:
            continue
        near = ", ".join(
            f"{one} ({known.countries[one]})" for one in near_codes(code, known.countries)
        )
        fault = f"the country {code!r} is not in the course's help list"
        remedy = (
            f"Near it are {near}. For a country that is missing, give its two capital letters, "
            f'country_name = "..." and its help lines.'
        )
        yield ContentError(fault, remedy, file=file, place=place, rule="country")


def near_codes(wrong: str, countries: Mapping[str, str]) -> list[str]:
    """The codes that somebody may have meant: by code, by name, by the name's first letters."""
    asked = wrong.strip().casefold()
    spelled: dict[str, str] = {}
    for code, name in countries.items():
        initials = "".join(word[0] for word in name.split())
        spelled |= {one.casefold(): code for one in (name, name[:3], initials, code)}
    close = get_close_matches(asked, spelled, n=4, cutoff=0.5)
    same = [code for code in countries if asked and code.casefold().startswith(asked[0])]
    return (
        list(dict.fromkeys([*(spelled[one] for one in close), *same]))[:4] or sorted(countries)[:4]
    )


def _contact(contact: Contact, file: Path, place: str, today: date) -> Iterator[ContentError]:
    yield from _role(contact.role, file, place)
    if not (contact.phone or contact.email or contact.place):
        fault = "nobody can tell how to reach them"
        yield ContentError(fault, "Give a phone, an email or a place.", file=file, place=place)
    if contact.phone is not None:
        yield from _number(contact.phone, file, place)
    if contact.email is not None and not _EMAIL.fullmatch(contact.email):
        fault = f"{contact.email!r} is no email address"
        yield ContentError(fault, "Write one such as safe@school.example.", file=file, place=place)
    for name in ("role", "place", "hours"):
        if len(getattr(contact, name) or "") > SHORT:
            fault = (
                f"{name} has {len(getattr(contact, name))} letters, and a card has room for {SHORT}"
            )
            yield ContentError(fault, "Shorten it.", file=file, place=place)
    if contact.checked:
        yield from _day(contact.checked, file, place, today)


def _role(role: str, file: Path, place: str) -> Iterator[ContentError]:
    """A role and no name: people change, and a page is read by anybody."""
    named = all(word[:1].isupper() for word in role.split()) and " " in role.strip()
    if not role.strip() or _TITLE.search(role) or (named and not _ROLE.search(role)):
        fault = f"{role!r} looks like a person's name" if role.strip() else "the role is empty"
        remedy = 'Write what the person is at the school, such as "safeguarding lead".'
        yield ContentError(fault, remedy, file=file, place=place, rule="role")


def _number(phone: str, file: Path, place: str) -> Iterator[ContentError]:
    if not re.fullmatch(r"\+?[\d*#]{2,15}", dialable(phone)) or re.search(
        r"[^\d\s+*#()/.-]", phone
    ):
        fault = f"{phone!r} cannot be dialled"
        yield ContentError(fault, "Write digits and spaces.", file=file, place=place)


def _day(on: date, file: Path, place: str, today: date) -> Iterator[ContentError]:
    """A day that has been, and that is not so long ago that it says nothing any more."""
    if on > today:
        fault = f"{on.isoformat()} is still to come"
        remedy = "Write the day on which somebody checked it."
        yield ContentError(fault, remedy, file=file, place=place, rule="confirmed")
    elif (today - on).days > 365.25 * REVIEW_YEARS:
        fault = f"{on.isoformat()} is more than {REVIEW_YEARS} years ago"
        remedy = "Call again or read the operator's page, then write that day."
        yield ContentError(fault, remedy, file=file, place=place, rule="confirmed")


def _line(
    line: OwnLine, school: School, known: Help, file: Path, place: str
) -> Iterator[ContentError]:
    country = line.country or school.country
    known_country = country in known.countries or school.country_name
    if line.phone is not None:
        yield from _number(line.phone, file, place)
    if line.sms is not None:
        yield from _number(line.sms.number, file, place)
    if line.url is not None and not re.fullmatch(r"https://[^\s\"'<>()]+", line.url):
        yield ContentError("the address is not https", "Mend it.", file=file, place=place)
    if find_line(known, line.name, country) or not known_country:
        return
    lacking = [name for name in ("kind", "serves") if getattr(line, name) is None]
    if lacking:
        names = [one.name for one in known.of(country)]
        near = get_close_matches(line.name, names, n=3, cutoff=0.3) or names
        fault = f"the course has no line of that name in {country}"
        remedy = f"For a new line give {' and '.join(lacking)} too."
        if near:
            remedy = f"Name one of {', '.join(near)}. {remedy}"
        yield ContentError(fault, remedy, file=file, place=place)
    elif not {"phone", "sms", "url"} & set(given(line)):
        fault = "nobody can tell how to reach it"
        yield ContentError(fault, "Give a phone, an sms or a url.", file=file, place=place)
