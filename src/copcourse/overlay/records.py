"""A school's folder as records, and the course with them in it, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import Factory, evolve, frozen

from copcourse.content import Course, Scenario
from copcourse.errors import ContentError, CourseError, CourseErrors
from copcourse.helplines import Help, Helpline
from copcourse.overlay.folder import Texts
from copcourse.reading import parse_toml, structure
from copcourse.school import OwnLine, School
from copcourse.words import words

Key = tuple[str, str]


@frozen(kw_only=True)
class Own:
    """What a school's folder says. ``stories`` are by module and id, the other texts by name."""

    texts: Texts
    school: School
    stories: Mapping[Key, Scenario] = Factory(dict)


def read_own(texts: Texts) -> tuple[Own | None, list[CourseError]]:
    """The records of a folder's texts, None where its head cannot be read, and all problems."""
    problems: list[CourseError] = []
    school: School | None = None
    stories: dict[Key, Scenario] = {}
    try:
        if texts.head is not None:
            raw = parse_toml(texts.head, texts.head_file)
            for key in ("blocks", "block"):
                if raw.pop(key, None) is not None:
                    fault = "the course's safety texts cannot be replaced or taken out"
                    remedy = "Write what you add in blocks/NAME.md; it stands after the course's."
                    problems.append(
                        ContentError(fault, remedy, file=texts.head_file, place=f"key {key!r}")
                    )
            school = structure(raw, School, texts.head_file)
    except CourseErrors as errors:
        problems.extend(errors.errors)
    except CourseError as error:
        problems.append(error)
    for (slug, story), text in texts.stories.items():
        file = texts.story_file(slug, story)
        try:
            stories[slug, story] = structure(
                {**parse_toml(text, file), "id": story}, Scenario, file
            )
        except CourseErrors as errors:
            problems.extend(errors.errors)
        except CourseError as error:
            problems.append(error)
    own = Own(texts=texts, school=school, stories=stories) if school else None
    return own, problems


def with_own(course: Course, own: Own) -> Course:
    """The course with the school's stories and help lines."""
    modules = []
    for module in course.modules:
        stories = {story.id: story for story in module.scenarios}
        stories |= {one: story for (slug, one), story in own.stories.items() if slug == module.slug}
        ordered = tuple(stories[one] for one in sorted(stories))
        modules.append(evolve(module, scenarios=ordered))
    return evolve(
        course,
        modules=tuple(modules),
        help=with_lines(course.help, own.school, course.home.lang),
        school=own.school,
    )


def with_lines(known: Help, school: School, lang: str) -> Help:
    """The help list with what the school has confirmed, and with its country if that is new."""
    countries = dict(known.countries)
    if school.country_name:
        countries.setdefault(school.country, school.country_name)
    lines = list(known.lines)
    for own in school.helplines:
        said = words(lang)["school"]["confirmed_by"]
        role = own.confirmed.role.strip().removeprefix("the ").removeprefix("The ")
        confirmed: dict[str, Any] = {
            "confirmed_by": said.format(role=role, school=school.name),
            "confirmed_on": own.confirmed.on,
        }
        country = own.country or school.country
        if old := find_line(known, own.name, country):
            lines[lines.index(old)] = evolve(old, **given(own), **confirmed)
        elif own.kind and own.serves:
            lines.append(
                Helpline(
                    country=country, sources=(), **{**given(own), "name": own.name}, **confirmed
                )
            )
    return Help(countries=countries, lines=tuple(lines), worldwide=known.worldwide)


def find_line(known: Help, name: str, country: str) -> Helpline | None:
    """The course's line of that name in a country; large and small letters are the same."""
    return next(
        (line for line in known.of(country) if line.name.casefold() == name.strip().casefold()),
        None,
    )


def given(own: OwnLine) -> dict[str, Any]:
    """What the school says of a line besides its name and who confirmed it."""
    names = ("kind", "serves", "languages", "operator", "phone", "sms", "url", "note")
    return {name: one for name in names if (one := getattr(own, name)) is not None}


def story_path(root: Path, slug: str, story: str) -> Path:
    """Where a story lies under a ``modules/`` folder."""
    return root / slug / "scenarios" / f"{story}.toml"
