"""The kit as an educator opens it: by double click, with the network off."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect
from pypdf import PdfReader

from copcourse.content import Course
from copcourse.kit.start import START, start_page
from copcourse.material import Material
from copcourse.words import words
from whole.playing import ROOT, SLUG, STORIES

MODULES = ROOT / "modules"
ROOM = words("en")["room"]
KIT = words("en")["kit"]

Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Give a function that opens a file offline; whatever asks for the network fails the test."""
    contexts = []
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    def go(file: Path, **options: Any) -> Page:
        contexts.append(browser.new_context(offline=True, reduced_motion="reduce", **options))
        contexts[-1].set_default_timeout(10_000)
        contexts[-1].route("http*://**", refuse)
        page = contexts[-1].new_page()
        page.goto(file.as_uri())
        return page

    yield go
    for context in contexts:
        context.close()
    assert asked == []


def link(page: Page, course: Course, word: str) -> Any:
    """A link of one module's row on the start page."""
    title = next(one.text.title for one in course.modules if one.slug == SLUG)
    row = page.get_by_role("list", name=title, exact=True)
    return row.get_by_role("link", name=KIT[word], exact=True)


def test_a_workshop_runs_from_the_stick(open_page: Open, stick: Path, course: Course) -> None:
    """Start page, projector and the educator's window in step, and back to the start page."""
    page = open_page(stick / START)
    link(page, course, "to_room").click()
    page.get_by_role("button", name=ROOM["take"]).first.click()
    page.keyboard.press("PageDown")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name=ROOM["window"]).click()
    guide = opened.value
    screen = guide.locator(".cop-guide-screen")
    heading = page.get_by_role("heading", level=2).inner_text()
    expect(screen.get_by_text(heading, exact=True).first).to_be_visible()
    guide.keyboard.press("2")
    expect(page.get_by_text("1 card counted")).to_be_visible()
    guide.close()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(KIT["heading"])


def test_a_story_plays_from_the_stick(open_page: Open, stick: Path, course: Course) -> None:
    """The reading's first story takes a choice and shows what comes of it."""
    page = open_page(stick / START)
    link(page, course, "to_text").click()
    told = Material(MODULES / SLUG).scenario(STORIES[0])
    story = page.locator(".cop-scenario").first
    story.get_by_role("button", name=words("en")["scenario"]["start"]).click()
    choice = next(one["choices"][0] for one in told["scenes"] if one["id"] == told["start"])
    story.get_by_role("button", name=choice["text"]).click()
    expect(story.get_by_text(choice["then"], exact=True)).to_be_visible()


def test_the_help_page_begins_with_the_country(
    open_page: Open, stick: Path, course: Course
) -> None:
    """It is chosen and shown at once, another can be chosen, and without a script it is open."""
    page = open_page(stick / START)
    page.get_by_role("link", name=KIT["lines_screen"]).click()
    country = page.get_by_label(words("en")["helplines"]["country"])
    expect(country.locator("option:checked")).to_have_text("Ireland")
    shown = page.locator("#lines > details:visible")
    first = next(one for one in course.help.of("IE") if one.kind == "emergency")
    expect(shown).to_have_count(1)
    expect(shown.get_by_text(first.name, exact=True).first).to_be_visible()
    country.select_option(label="Germany")
    expect(page.locator("#lines > details:visible > summary")).to_have_text("Germany")
    plain = open_page(stick / "site/help.html", java_script_enabled=False)
    expect(plain.locator("#lines > details").first.locator("summary")).to_have_text("Ireland")
    expect(plain.locator("#lines > details[open]")).to_have_count(1)


@pytest.mark.parametrize(
    "options",
    [
        {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
        {"viewport": {"width": 1280, "height": 800}},
    ],
)
def test_the_start_page_is_for_everybody(
    open_page: Open, stick: Path, options: dict[str, Any]
) -> None:
    """On a phone in the dark and on a desk: axe finds nothing, and it scrolls in one way only."""
    page = open_page(stick / START, **options)
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    expect(page.get_by_text(KIT["packed"])).to_be_hidden()
    steps = [KIT[one] for one in ("before", "arrive", "round", "hard", "after")]
    assert page.locator(".steps > li > strong").all_inner_texts() == steps


def test_inside_the_zip_the_page_says_what_to_do(
    open_page: Open, stick: Path, tmp_path: Path
) -> None:
    """Windows opens a page out of a zip alone: it then reads well, and says to unpack first."""
    alone = tmp_path / START
    alone.write_bytes((stick / START).read_bytes())
    page = open_page(alone, viewport={"width": 320, "height": 640})
    expect(page.get_by_text(KIT["packed"])).to_be_visible()
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_on_paper_it_is_one_page(
    open_page: Open, stick: Path, course: Course, tmp_path: Path
) -> None:
    """The five lines, what to do in danger and the numbers, and nothing that only a click opens."""
    longest = max(course.help.countries, key=lambda code: len(course.help.of(code)))
    shutil.copytree(stick / "site/static", tmp_path / "site/static")
    (tmp_path / START).write_text(start_page(course, course.modules, longest), "utf-8")
    page = open_page(tmp_path / START)
    page.pdf(path=str(tmp_path / "start.pdf"), format="Letter")
    sheets = PdfReader(tmp_path / "start.pdf").pages
    assert len(sheets) == 1
    text = " ".join(sheets[0].extract_text().split())
    for word in ("before", "arrive", "round", "hard", "after"):
        assert KIT[word] in text
    assert [
        one.phone for one in course.help.of(longest) if one.phone and one.phone not in text
    ] == []
    for word in ("to_room", "to_danger", "lines_screen"):
        assert KIT[word] not in text


@pytest.mark.parametrize("lang", ["en-XA", "ar-XB"])
def test_another_language_has_all_of_it(
    open_page: Open, course: Course, tmp_path: Path, lang: str
) -> None:
    """No sentence of the page stands in Python or the template; mirrored, nothing is lost."""
    there = evolve(course, home=evolve(course.home, lang=lang))
    file = tmp_path / START
    file.write_text(start_page(there, there.modules, "IE"), "utf-8")
    page = open_page(file, viewport={"width": 320, "height": 640})
    text = page.locator("body").inner_text()
    assert [one for one in KIT.values() if "{" not in one and len(one) > 8 and one in text] == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
