"""The ``copcourse badge`` commands: key, sign, verify. Each imports what it needs when it runs."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copcourse.errors import BadgeError

if TYPE_CHECKING:
    from copcourse.badge.credential import Attendance, Person


def add_badge(commands: Any) -> None:
    """Add the commands to a parser's own."""
    badge = commands.add_parser("badge", help="sign and verify badges for attendance")
    steps = badge.add_subparsers(required=True, metavar="step")

    key = steps.add_parser("key", help="make a key to sign with")
    key.add_argument("file", type=Path, metavar="KEY.pem")
    key.set_defaults(run=_key)

    sign = steps.add_parser("sign", help="sign that somebody attended; no proof of any skill")
    sign.add_argument("file", type=Path, metavar="FILE", help="the file to write")
    sign.add_argument("--key", type=Path, required=True, metavar="KEY.pem")
    sign.add_argument("--issuer", required=True, metavar="NAME", help="who has held the course")
    _add_person(sign, required=True)
    sign.add_argument("--module", nargs="+", required=True, metavar="SLUG", dest="modules")
    sign.add_argument("--on", type=_day, metavar="DATE", help="the day, as 2026-11-24 (today)")
    sign.add_argument("--until", type=_day, metavar="DATE", help="when it expires (never)")
    sign.set_defaults(run=_sign)

    verify = steps.add_parser("verify", help="say whether a badge is sound, and what it says")
    verify.add_argument("file", type=Path, metavar="FILE")
    verify.add_argument("--key", type=Path, metavar="KEY.public.json", help="the trainer's own")
    _add_person(verify, required=False)
    verify.set_defaults(run=_verify)


def _add_person(parser: argparse.ArgumentParser, *, required: bool) -> None:
    person = parser.add_mutually_exclusive_group(required=required)
    person.add_argument("--email", help="whom it is for; only a salted hash stands in the badge")
    person.add_argument("--id", help="the same, by a code of your own")


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _need_library() -> None:
    if find_spec("openbadgeslib") is None:
        remedy = "Install it: pip install 'copcourse[badge]'."
        raise BadgeError("badges need a library that is not here", remedy)


def _person(options: argparse.Namespace) -> Person | None:
    from copcourse.badge.credential import Person

    if options.email is not None:
        return Person.by_email(options.email)
    return Person.by_id(options.id) if options.id is not None else None


def _key(options: argparse.Namespace) -> int:
    _need_library()
    from copcourse.badge.keys import make_key, read_public, thumbprint

    public = make_key(options.file)
    print(f"{options.file}: the key. Keep it where only you can read it, and give it to nobody.")
    print(f"{public}: for whoever checks your badges. Its print: {thumbprint(read_public(public))}")
    return 0


def _sign(options: argparse.Namespace) -> int:
    _need_library()
    from copcourse.badge.credential import sign
    from copcourse.badge.keys import read_private, write_new

    person = _person(options)
    assert person is not None  # the parser asks for one
    token = sign(
        read_private(options.key),
        issuer=options.issuer,
        person=person,
        attendance=_attendance(options.modules),
        on=options.on or datetime.now(UTC).date(),
        until=options.until,
    )
    write_new(options.file, f"{token}\n".encode(), mode=0o644)
    print(
        f"{options.file}: signed. Whoever has it and knows the address or id can tell whose it is."
    )
    return 0


def _attendance(slugs: list[str]) -> Attendance:
    from copcourse.badge.credential import Attendance
    from copcourse.content import MINUTES
    from copcourse.locating import course_root
    from copcourse.reading import read_course

    course = read_course(course_root())
    titles = {module.slug: module.text.title for module in course.modules}
    if unknown := [slug for slug in slugs if slug not in titles]:
        fault = f"there is no module {unknown[0]!r}"
        raise BadgeError(fault, f"Name some of {', '.join(titles)}.")
    # In the course's order, each once.
    attended = tuple(title for slug, title in titles.items() if slug in slugs)
    return Attendance(course=course.title, modules=attended, minutes=MINUTES * len(attended))


def _verify(options: argparse.Namespace) -> int:
    _need_library()
    from copcourse.badge.credential import verify
    from copcourse.badge.keys import read_public

    person = _person(options)
    found = verify(
        options.file, key=read_public(options.key) if options.key else None, person=person
    )
    print("Sound: nothing was changed since it was signed.")
    print(_plain(f"{found.name}. {found.narrative}"))
    until = f", until {found.until}" if found.until else ""
    print(_plain(f"It names as its issuer: {found.issuer}. Of {found.day}{until}."))
    if options.key:
        print("It was signed with the key that you gave.")
    else:
        print(
            f"Who signed it is not known yet: compare its key's print, {found.key}, with the "
            "trainer's, or give the trainer's own with --key."
        )
    print("It is for the person you named." if person else "For whom: give --email or --id.")
    return 0


def _plain(text: str) -> str:
    """Somebody else's words on a terminal: nothing in them may steer it."""
    return "".join(one if one.isprintable() else "?" for one in text)
