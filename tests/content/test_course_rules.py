"""Rules over the whole course: ways in, activities, pictures, coverage, simpler words, links."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from course_files import HEADING, HOME, REPOSITORY, TEXT

from copcourse.checking import check_course
from copcourse.content import Course
from copcourse.reading import read_course

Edit = Callable[[str, str, str], None]
Problems = Callable[[], list[str]]

ACTIVITIES = "modules/online-threats/activities.md"
WORRIES = "modules/worries.toml"
PLACEMENT = "modules/placement.toml"
GUIDELINES = "modules/guidelines.toml"
COURSE = "modules/course.toml"
SIMPLER = "modules/getting-help/simpler.md"


@pytest.fixture(scope="module")
def whole() -> Course:
    """The real course, read once."""
    return read_course(REPOSITORY / "modules")


def lost(expected: list[str], found: list[str]) -> list[str]:
    """The expected faults (patterns) that are not among the problems."""
    return [one for one in expected if not any(re.search(one, problem) for problem in found)]


def test_faults_in_the_ways_in_are_named(course: Path, edit: Edit, problems: Problems) -> None:
    """Worries, questions, paths and the map: file, place, fault, all of them in one run."""
    edit(WORRIES, 'section = "', 'section = "no-')
    edit(WORRIES, "leave = [", f'leave = [\n  "{"Do not wait. " * 60}",')
    edit(PLACEMENT, 'module = "gaming"', 'module = "gambling"')
    edit(GUIDELINES, "number = 13", "number = 14")
    edit(GUIDELINES, 'sections = ["', 'sections = ["nowhere", "')
    edit(COURSE, '  "gaming",\n  "connected-toys",', '  "gaming",')
    edit(HOME, "(about.ipynb)", "(abaut.ipynb)")
    edit(TEXT, "](../help.ipynb)", "](../help.ipynb#nowhere)")
    wanted = [
        rf'^{WORRIES}: worry "[\w-]+": no section [\w-]+#no-',
        rf'^{WORRIES}: worry "[\w-]+": \d+ words, at most 120',
        rf"^{PLACEMENT}: item \"[\w-]+\": no module 'gambling'",
        rf"^{GUIDELINES}: the points for parents are not numbered 1 to 13",
        rf"^{GUIDELINES}: theme \"[\w-]+\": no section nowhere",
        rf"^{COURSE}: paths: the path for parent does not hold each module once",
        rf"^{HOME}: \]\(abaut\.ipynb\): no such page",
        rf"^{TEXT}: \]\(\.\./help\.ipynb#nowhere\): no such place in it",
    ]
    assert lost(wanted, problems()) == []


def test_faults_in_activities_are_named(course: Path, edit: Edit, problems: Problems) -> None:
    """A missing age, too much for a sheet, a story out of shape, and a task from real life."""
    edit(ACTIVITIES, "<!-- part: 9-12 -->", "<!-- part: nine-to-twelve -->")
    edit(ACTIVITIES, "<!-- part: 13-18 -->", "<!-- part: 13-18 -->\n\n" + "Draw a boat. " * 200)
    edit(ACTIVITIES, "★ ", "* ")
    edit(ACTIVITIES, "\n:::{story}", "\nTake a photo of the boat.\n\n:::{story}")
    wanted = [
        rf"^{ACTIVITIES}: 9-12: the activity of this age is missing",
        rf"^{ACTIVITIES}: 13-18: \d+ words, and one sheet of paper holds 500",
        rf'^{ACTIVITIES}: story "[^"]+": 2 questions, and 3 are asked for',
        rf"^{ACTIVITIES}: under-9: a task may ask for real life: 'Take a photo",
    ]
    assert lost(wanted, problems()) == []


def test_faults_in_the_words_of_all_modules_are_named(
    course: Path, edit: Edit, problems: Problems
) -> None:
    """Simpler words that are not, an origin beside harm, and law that rests on a newspaper."""
    long = "This is a very long sentence that has many words in it and goes on and on and on."
    edit(SIMPLER, HEADING, f"\n{long}\n{HEADING}")
    press = next(
        one for one, source in read_course(course / "modules").sources.items()
        if source.kind == "press"
    )  # fmt: skip
    unlawful = f"In Canada in 2020 it was unlawful [@{press}]."
    edit(TEXT, HEADING, f"\n{unlawful} Some were Russian scammers.\n{HEADING}")
    edit(TEXT, ":::{picture} four-cs", ":::{more} four-cs")
    wanted = [
        rf"^{SIMPLER}: section .*: a sentence of \d+ words.*at most 15",
        rf"^{TEXT}: .*'unlawful' rests on press or sellers alone",
        rf"^{TEXT}: .*beside the one who harms: 'Russian scammers'",
        r'pictures\.toml: picture "four-cs": it is shown 0 times in the text',
    ]
    assert lost(wanted, problems()) == []


def test_what_all_stories_cover_is_counted(course: Path, problems: Problems) -> None:
    """Too few for educators, of disabled or migrant children, of own children who harmed."""
    for path in (course / "modules").glob("*/scenarios/*.toml"):
        text = path.read_text(encoding="utf-8")
        text = text.replace('audience = "educator"', 'audience = "parent"')
        path.write_text(re.sub(r"^themes = .*$", "themes = []", text, flags=re.MULTILINE))
    wanted = [
        r"modules: 0 of \d+ stories for educators, and [\d.]+ are asked for",
        r"modules: 0 of \d+ stories with a disabled, ill or migrant child outside special-needs",
        r"modules: 0 of \d+ stories where the reader's own child or pupil did the harm, and 3",
        r"modules: 0 of \d+ stories with a home that is not safe, and 1",
    ]
    assert lost(wanted, problems()) == []


def test_one_belief_has_one_text(course: Path, edit: Edit, problems: Problems) -> None:
    """An id that two quizzes use may not mean two things."""
    edit("course/quizzes/gaming.toml", 'promise-secrecy = "Promise', 'promise-secrecy = "Swear')
    wanted = [r"the misconception 'promise-secrecy' reads otherwise than in [\w-]+\.toml"]
    assert lost(wanted, problems()) == []


def test_pages_that_every_course_has(course: Path, problems: Problems) -> None:
    """A missing page about the course, one in simpler words, or a missing plan is named."""
    for name in ("about.md", "help-simpler.md", "getting-help/simpler.md", "gaming/plan.toml"):
        (course / "modules" / name).unlink()
    wanted = [
        r"about\.md: the page is missing",
        r"help-simpler\.md: the page is missing",
        r"getting-help/simpler\.md: no version in simpler words",
        r"gaming/plan\.toml: the module has no plan",
    ]
    assert lost(wanted, problems()) == []


def test_a_placement_without_its_module_is_refused(edit: Edit, problems: Problems) -> None:
    """The question is named, and what to write."""
    edit(PLACEMENT, 'module = "gaming"\n', "")
    (problem,) = problems()
    assert re.match(rf'{PLACEMENT}: item "[\w-]+": no module\. Write module = ', problem)


def test_the_course_has_what_it_promises(whole: Course) -> None:
    """Eight modules in their order, each with its parts, and the ways into them."""
    assert [module.slug for module in whole.modules] == [
        "growing-up-online",
        "online-threats",
        "connected-toys",
        "gaming",
        "special-needs",
        "ai-and-robots",
        "getting-help",
        "whole-school",
    ]
    assert [len(module.scenarios) >= 3 for module in whole.modules] == [True] * 8
    assert [len(module.practice) for module in whole.modules] == [20] * 8
    assert [len(module.pictures) >= 1 for module in whole.modules] == [True] * 8
    assert [module.slug for module in whole.modules if module.simpler] == [
        "special-needs",
        "getting-help",
    ]
    assert len(whole.entrance.worries) >= 20
    assert len(whole.entrance.placement) == 5
    assert len(whole.entrance.guidelines.points) == 13
    assert {worry.audience for worry in whole.entrance.worries} == {"parent", "educator", "child"}


def test_the_report_prints_the_figures_of_every_module(whole: Course) -> None:
    """Words, grade, facts, stories, items by kind, balance, and what all stories cover."""
    report, problems = check_course(REPOSITORY / "modules")
    assert problems == []
    head, *modules = re.split(r"\n\n", report)
    for word in (
        "disability: ",
        "migration: ",
        "child-did-it: ",
        "unsafe-home: ",
        "harms: ",
        "countries: ",
    ):
        assert word in head
    assert [text.partition("\n")[0] for text in modules] == [m.slug for m in whole.modules]
    for text in modules:
        core = re.search(r"core reading: (\d+) words in (\d) sections .*with folds (\d+)", text)
        assert core
        words, sections, folded = map(int, core.groups())
        assert 1200 <= words <= 1500
        assert sections in (5, 6)
        assert folded <= 2800
        facts = re.search(r"cited sentences: (\d+)", text)
        assert facts
        assert int(facts[1]) >= 18
        assert len(re.findall(r"^  scenario .* endings ", text, re.MULTILINE)) >= 3
        assert re.search(r"practice: 20 items \(\d match, \d order, \d several, \d+ single\)", text)
        assert "quiz: 12 items, 12 points, 3 critical, pass 9" in text
        assert len(re.findall(r"right options by place \d", text)) == 3
