"""Rules for what the course rests on and leads to: sources and help lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from copcourse.checking.problems import problem
from copcourse.content import Course, Quiz
from copcourse.errors import ContentError
from copcourse.sheets import dialable
from copcourse.texts import cited


def check_sources(course: Course, quizzes: dict[Path, Quiz], today: date) -> Iterator[ContentError]:
    """Every source is known, cited, and not overdue to be read again."""
    file = course.root / "sources.toml"
    used: set[str] = set()

    def cites(where: Path, place: str, ids: tuple[str, ...] | list[str]) -> Iterator[ContentError]:
        used.update(ids)
        for one in ids:
            if one not in course.sources:
                fault = f"unknown source {one!r}"
                yield problem("sources", where, place, fault, "Mend it, or add it to sources.toml.")

    pages = [course.home, course.help_page, *course.pages.values()]
    for module in course.modules:
        pages += [module.text, module.activities, module.workshop]
        pages += [module.simpler] if module.simpler else []
        for picture in module.pictures:
            path = module.folder / "pictures.toml"
            yield from cites(path, f'picture "{picture.id}"', picture.sources)
        for scenario in module.scenarios:
            path = module.folder / "scenarios" / f"{scenario.id}.toml"
            yield from cites(path, "", list(scenario.cited()))
        for item in module.practice:
            path = module.folder / "practice.toml"
            yield from cites(path, f'item "{item.id}"', item.sources)
    for page in pages:
        yield from cites(page.path, "", cited(page.body))
    for name in ("home", "about", "placement"):
        yield from cites(course.root, f"what {name} shows", course.entrance.cited(name))
    for path, quiz in quizzes.items():
        for item in quiz.items:
            yield from cites(path, f'item "{item.id}"', item.sources)
        if quiz.reflection:
            yield from cites(path, "reflection", quiz.reflection.sources)
    for line in (*course.help.lines, *course.help.worldwide):
        place = f'line "{line.name}"'
        yield from cites(course.root / "helplines.toml", place, line.sources)
    for one, source in course.sources.items():
        place = f'source "{one}"'
        if one not in used:
            yield problem("sources", file, place, "nothing cites it", "Take it out.")
        if source.review_by < today:
            fault = f"it was to be looked at again by {source.review_by}"
            yield problem("review-by", file, place, fault, "Read it again and set a new date.")


def check_helplines(course: Course) -> Iterator[ContentError]:
    """Every help line can be reached, and stands where its number works."""
    file = course.root / "helplines.toml"
    for line in (*course.help.lines, *course.help.worldwide):
        place = f'line "{line.country or "worldwide"}: {line.name}"'
        if not (line.phone or line.sms or line.url):
            yield problem("dialable", file, place, "no phone, sms or url", "Give one way in.")
        for number in (line.phone, line.sms.number if line.sms else None):
            if number and not re.fullmatch(r"\+?[\d*#]{2,15}", dialable(number)):
                yield problem("dialable", file, place, f"{number!r} cannot be dialled",
                             "Write digits and spaces.")  # fmt: skip
        if line.country is None and line.phone and not line.phone.startswith("+"):
            fault = "a number that does not work everywhere stands among the worldwide ones"
            yield problem("worldwide", file, place, fault, "Begin it with +, or move it.")
        if line.country and line.country not in course.help.countries:
            fault = f"unknown country {line.country!r}"
            yield problem("countries", file, place, fault, "Add it to [countries].")
        if line.url and not line.url.startswith("https://"):
            yield problem("dialable", file, place, "the address is not https", "Mend it.")
        if bool(line.confirmed_by) != bool(line.confirmed_on):
            yield problem("confirmed", file, place, "confirmed_by and confirmed_on go together",
                         "Fill both, or neither.")  # fmt: skip
