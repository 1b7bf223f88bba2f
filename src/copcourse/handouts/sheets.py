"""Which handouts a module and the course give, and what stands on each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from copcourse.content import FORMS, LEVELS, ModuleContent, Page, Quiz, Scenario
from copcourse.errors import ContentError, KeyMissing
from copcourse.handouts.deck import LETTERS, make_deck
from copcourse.handouts.local import local_lines
from copcourse.handouts.records import Handout
from copcourse.handouts.rendering import Press, help_name
from copcourse.sheets import helpline_entry, paragraphs
from copcourse.texts import split_parts, without_citations

# Lines of a list that each hold a sentence in quotes are the sentences of a rehearsal.
_QUOTED = re.compile(r'(?m)^- (["“].+["”])$')
FEWEST = 4  # A guide may quote one or two elsewhere.


@frozen
class Rehearsal:
    """The adult's sentences of a workshop guide, and what it says to whoever leads."""

    sentences: tuple[str, ...]
    note: str


def module_handouts(press: Press, module: ModuleContent, number: int) -> Iterator[Handout]:
    """The handouts of one module; ``number`` is its place in the course."""
    for story, scenario in enumerate(module.scenarios, 1):
        yield _cards(press, scenario, number, story)
    yield _rehearsal(press, module, number)
    yield from _activities(press, module, number)
    if module.plan:
        t = press.said["handouts"]
        yield press.handout(
            "plan",
            name=f"m{number}-plan",
            title=t["plan_title"].format(module=number),
            heading=t["plan"],
            copies="family",
            module=number,
            plan=module.plan.sheet(module.slug, None),
        )
    for form in FORMS:
        if sheet := _form_sheet(module, form):
            yield _form(press, sheet, number, form)


def course_handouts(press: Press) -> Iterator[Handout]:
    """The handouts that every module shares: the help list, the local card, agreements."""
    t = press.said["handouts"]
    yield _help(press)
    school = press.course.school
    yield press.handout(
        "local",
        name="local-card",
        title=t["local"],
        heading=t["local"],
        copies="each",
        school=school.name if school else "",
        known=local_lines(school, press.course.help) if school else {},
    )
    yield press.handout(
        "votes", name="answer-cards", title=t["votes"], heading=t["votes"], copies="each"
    )
    if page := press.course.pages.get("agreements"):
        parts = [(part, press.markdown(_untitled(body))) for part, body in _parts(page)]
        yield press.handout(
            "parts",
            name="agreements",
            title=t["agreements_title"],
            heading=page.title,
            copies="family",
            parts=parts,
        )


def keys_page(press: Press, quizzes: Mapping[str, Quiz], slugs: list[str]) -> str:
    """The right answers of the short forms, for whoever leads. Raises KeyMissing without them."""
    forms = [
        quizzes[f"{slug}-{form}"] for slug in slugs for form in FORMS if f"{slug}-{form}" in quizzes
    ]
    if not forms:
        remedy = "Name modules that have forms, in a checkout with course/quizzes beside modules."
        raise KeyMissing("the keys of the forms are not here", remedy)
    t = press.said["handouts"]
    shown = [(quiz.title, [_key(item, item.sheet()) for item in quiz.items]) for quiz in forms]
    return press.page("keys", title=t["keys"], heading=t["keys"], forms=shown)


def _key(item: Any, sheet: Mapping[str, Any]) -> dict[str, str]:
    """The answer as the printed form letters it: an order or pairs as a row of letters."""
    letters = {one["id"]: letter for one, letter in zip(sheet["options"], LETTERS, strict=False)}
    key = item.key()
    if isinstance(key, Mapping):
        sides = {one["id"]: str(place) for place, one in enumerate(sheet["pairs"], 1)}
        right = ", ".join(f"{letters[one]}–{sides[key[one]]}" for one in letters)
    else:
        right = ", ".join(letters[one] for one in key)
    return {"ask": item.ask, "right": right, "explain": item.explain}


def _cards(press: Press, scenario: Scenario, number: int, story: int) -> Handout:
    t = press.said["handouts"]
    sources = [
        press.course.sources[one].label(press.said["sources"]["no_year"])
        for one in dict.fromkeys(scenario.cited())
    ]
    return press.handout(
        "cards",
        name=f"m{number}-story-{story}",
        title=t["cards_title"].format(module=number, story=story),
        heading=t["cards"].format(story=scenario.title),
        copies="table",
        module=number,
        scenario=scenario,
        deck=make_deck(scenario),
        paragraphs=paragraphs,
        sources=sources,
    )


def rehearsal(guide: Page) -> Rehearsal:
    """The sentences to rehearse that a workshop guide holds; none where it has no such list."""
    sections = re.split(r"(?m)^(?=#{2,3} )", without_citations(guide.body))
    found = [(tuple(_QUOTED.findall(section)), section) for section in sections]
    sentences, section = max(found, key=lambda pair: len(pair[0]))
    if len(sentences) < FEWEST:
        return Rehearsal((), "")
    return Rehearsal(sentences, " ".join(section.rpartition("\n- ")[2].split("\n\n")[1:]).strip())


def _rehearsal(press: Press, module: ModuleContent, number: int) -> Handout:
    t = press.said["handouts"]
    scenes = [
        {"story": scenario.title, "title": scene.title, "text": scene.text, "say_it": scene.say_it}
        for scenario in module.scenarios
        for scene in scenario.scenes
        if scene.say_it
    ]
    return press.handout(
        "rehearsal",
        name=f"m{number}-rehearsal",
        title=t["rehearsal_title"].format(module=number),
        heading=t["rehearsal"],
        copies="pair",
        module=number,
        guide=rehearsal(module.workshop),
        say=[one.sheet()["text"] for one in module.plan.say] if module.plan else [],
        scenes=scenes,
        paragraphs=paragraphs,
    )


def _parts(page: Page) -> list[tuple[str | None, str]]:
    return list(split_parts(page.body))


def _untitled(text: str) -> str:
    """A text without its first-level heading, which is the sheet's."""
    return re.sub(r"(?m)^# .+$", "", text)


def _activities(press: Press, module: ModuleContent, number: int) -> Iterator[Handout]:
    """A file for each age band, with what the page says to the adult on a sheet of its own."""
    t = press.said["handouts"]
    parts = _parts(module.activities)
    adult = "\n\n".join(_untitled(body) for part, body in parts if part is None)
    for part, body in parts:
        if part is None:
            continue
        heading, _, text = body.partition("\n")
        heading = heading.removeprefix("## ").strip()
        yield press.handout(
            "activity",
            name=f"m{number}-activity-{part}",
            title=t["activity_title"].format(module=number, part=part),
            heading=heading,
            copies="each",
            module=number,
            # The band's heading is the sheet's, so those under it come one level up.
            activity=press.markdown(re.sub(r"(?m)^##(#+ )", r"#\1", text)),
            adult=press.markdown(adult),
        )


def _form_sheet(module: ModuleContent, form: str) -> Mapping[str, Any] | None:
    """What learners get of a form: the made file, which never held a key."""
    path = module.folder / form / "quiz.json"
    if not path.is_file():
        return None
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        raise ContentError(
            "the form cannot be read", "Make it anew: copcourse build.", file=path
        ) from None


def _form(press: Press, sheet: Mapping[str, Any], number: int, form: str) -> Handout:
    t = press.said["handouts"]
    return press.handout(
        "form",
        name=f"m{number}-form-{form}",
        title=t[f"form_{form}_title"].format(module=number),
        heading=t[f"form_{form}"],
        copies="each",
        module=number,
        sheet=sheet,
        letters=LETTERS,
        levels=LEVELS,
    )


def _help(press: Press) -> Handout:
    """The help list of a country; it says itself what it lacks and what nobody has confirmed."""
    t, said, book = press.said["handouts"], press.said, press.course.help
    country = book.countries.get(press.country, press.country)
    return press.handout(
        "help",
        name=help_name(press.country),
        title=t["help"].format(country=country),
        heading=t["help"].format(country=country),
        copies="each",
        country=country,
        known=press.country in book.countries,
        lacks=[said["lacks"][one] for one in book.missing(press.country)],
        # Whatever the order of the list, the number for danger comes first.
        lines=[
            helpline_entry(one, said)
            for one in sorted(book.of(press.country), key=lambda one: one.kind != "emergency")
        ],
        worldwide=[helpline_entry(one, said) for one in book.worldwide],
    )
