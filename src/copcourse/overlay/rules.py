"""What `copcourse check` asks of the course, asked of a school's folder, at its own places.

Sizes that hold for the course as it is shipped are not asked of it: how many stories a module has,
how many of them are for educators, how often a country is told of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from copcourse.checking.activities import real_life
from copcourse.checking.drafts import to_fill
from copcourse.checking.passages import Passage, page_passages, plain, scenario_passages, word_count
from copcourse.checking.problems import problem
from copcourse.checking.prose import check_prose, check_weight
from copcourse.checking.stories import check_scenario
from copcourse.content import Course, Page
from copcourse.errors import ContentError, CourseError
from copcourse.overlay import guarded
from copcourse.overlay.facts import check_facts
from copcourse.overlay.records import Own, with_own
from copcourse.texts import cited, replace_directives

# Words: a sheet of paper, and what leaves a safety text and the first page short.
SHEET, BLOCK, WELCOME = 500, 80, 150
_HEADING = re.compile(r"(?m)^## (.+)$")


def check_own(own: Own, course: Course, today: date) -> list[CourseError]:
    """All problems of a school's folder that can be read; ``course`` is without it."""
    texts = own.texts
    drafts = {file: list(to_fill(text, file)) for file, text in texts.by_file()}
    found: list[CourseError] = [one for those in drafts.values() for one in those]
    # While a file waits for words, its other rules would say what its author knows.
    filled = (one for one in _rules(own, course, today) if not drafts.get(Path(str(one.file))))
    return [*found, *filled]


def _rules(own: Own, course: Course, today: date) -> Iterator[ContentError]:
    texts, whole = own.texts, with_own(course, own)
    yield from check_facts(own.school, course.help, texts.head_file, today)
    yield from _welcome(own)
    passages: list[Passage] = list(_own_passages(own))
    for (slug, story), scenario in own.stories.items():
        file = texts.story_file(slug, story)
        for error in check_scenario(scenario, file, whole):
            if error.rule not in scenario.allow:
                yield error
        passages += scenario_passages(scenario, file)
        for one in dict.fromkeys(scenario.cited()):
            if one not in course.sources:
                yield _unknown_source(one, "", file)
    for slug in texts.activities:
        yield from _activities(own, slug, course)
    for name in texts.blocks:
        yield from _block(own, name)
    yield from check_prose(passages)
    yield from check_weight(passages, course.sources)


def _own_passages(own: Own) -> Iterator[Passage]:
    """What is neither a story nor a page of its own in a book."""
    texts = own.texts
    allow = own.school.allow
    if own.school.welcome.strip():
        text = guarded.shown(own.school.welcome)
        yield Passage(
            file=texts.head_file, place="key 'welcome'", scope="narrator", text=text, allow=allow
        )
    for line in own.school.helplines:
        for said in filter(None, (line.serves, line.note)):
            place = f'helpline "{line.name}"'
            yield Passage(file=texts.head_file, place=place, scope="about", text=said, allow=allow)
    for name, text in texts.blocks.items():
        yield Passage(
            file=texts.block_file(name), place="", scope="block", text=guarded.shown(text),
            allow=allow,
        )  # fmt: skip
    for slug in texts.activities:
        yield from page_passages(activities_page(own, slug))


def activities_page(own: Own, slug: str) -> Page:
    """The activities that a school adds to a module, as a page of their own."""
    return Page(
        path=own.texts.activities_file(slug),
        title=own.school.name,
        lang="en",
        body=guarded.shown(own.texts.activities[slug]),
        allow=own.school.allow,
    )


def _welcome(own: Own) -> Iterator[ContentError]:
    file, text = own.texts.head_file, own.school.welcome
    yield from guarded.problems(text, file, place="key 'welcome'")
    yield from _long(text, WELCOME, own, "key 'welcome'")


def _long(text: str, most: int, own: Own, place: str) -> Iterator[ContentError]:
    if (count := word_count(plain(guarded.shown(text)))) > most:
        fault = f"{count} words, and the first page has room for {most}"
        yield problem("welcome", own.texts.head_file, place, fault, "Shorten it.")


def _activities(own: Own, slug: str, course: Course) -> Iterator[ContentError]:
    file, text = own.texts.activities_file(slug), own.texts.activities[slug]
    may = ("more", "block")
    yield from guarded.problems(text, file, may=may, headings=True)
    whole = guarded.shown(text)
    titles = _HEADING.findall(whole)
    before = _HEADING.split(whole)[0].strip()
    if not titles or before:
        fault = "an activity begins with its title" if titles else "no activity is here"
        remedy = "Write a line ## and the activity's title first, and the activity below it."
        yield ContentError(fault, remedy, file=file, place="line 1")
    for piece in re.split(r"(?m)^(?=## )", whole):
        title = _HEADING.match(piece)
        if not title:
            continue
        place = f'section "{title[1]}"'
        if "<" in title[1] or "&lt;" in title[1]:
            yield ContentError(
                "a mark of HTML stands in the title", "Write it in words.", file=file, place=place
            )
        shown = replace_directives(piece, lambda *one: one[2] if one[0] == "more" else "")
        if (count := word_count(plain(shown))) > SHEET:
            fault = f"{count} words, and one sheet of paper holds {SHEET}"
            yield problem("sheet", file, place, fault, "Shorten it, or make two activities of it.")
        yield from real_life(shown, file, place, own.school.allow)
    for line in whole.splitlines():
        if re.match(r"#\s|\s+#+\s", line):
            yield ContentError(
                "the page's own heading stands here", "Begin it with ##.", file=file,
                place=f'section "{line.strip("# ")}"',
            )  # fmt: skip
    for name in re.findall(r"^:::\{block\}[ \t]*(.*)$", whole, re.MULTILINE):
        if name.strip() not in course.blocks:
            remedy = f"Name one of {', '.join(sorted(course.blocks))}."
            yield ContentError(f"there is no safety text {name.strip()!r}", remedy, file=file)
    for one in cited(whole):
        if one not in course.sources:
            yield _unknown_source(one, "", file)


def _block(own: Own, name: str) -> Iterator[ContentError]:
    file, text = own.texts.block_file(name), own.texts.blocks[name]
    if not guarded.shown(text):
        fault = "it is empty, and a safety text of the course cannot be replaced or taken out"
        remedy = "Write what your school adds to it, or take the file out."
        yield ContentError(fault, remedy, file=file, rule="blocks")
    yield from guarded.problems(text, file)
    if (count := word_count(plain(guarded.shown(text)))) > BLOCK:
        fault = f"{count} words, and a safety text has room for {BLOCK} more"
        yield problem("blocks", file, "", fault, "Shorten it: it is read in a hurry.")
    if cited(text):
        yield ContentError(
            "a citation stands here", "Write it without a source.", file=file, rule="blocks"
        )


def _unknown_source(one: str, place: str, file: Path) -> ContentError:
    remedy = "Name one of modules/sources.toml, or leave it out."
    return ContentError(f"unknown source {one!r}", remedy, file=file, place=place)
