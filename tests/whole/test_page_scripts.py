"""What pages do by their own script works in Voilà too: no kernel, and nothing sent."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from copcourse.reading import read_course
from exporting.learner import core, put
from whole.playing import ROOT, WORDS, Course, Net

COURSE = read_course(ROOT / "modules")
NAME = "Rosa Nakamura"


def opened(context: BrowserContext, course: Course, name: str) -> Page:
    """A page of the course that Voilà shows."""
    page = context.new_page()
    page.goto(f"{course.url}/voila/render/{name}.ipynb")
    return page


def test_help_has_its_chooser(course: Course, net: Net, context: BrowserContext) -> None:
    """Both help pages: one country's lines, the number for danger first, and no word of it sent."""
    for name in ("help", "help-simpler"):
        page = opened(context, course, name)
        page.get_by_label(WORDS["helplines"]["country"]).select_option(label="Canada")
        shown = page.locator("#lines > details li:visible")
        expect(shown).to_have_count(len(COURSE.help.of("CA")))
        expect(shown.first.get_by_role("link", name="Call 911")).to_be_visible()
    assert net.leaks({"Canada"}) == []
    assert (net.frames, net.faults) == ([], [])


def test_the_sheet_for_attendance_is_made(
    course: Course, net: Net, context: BrowserContext
) -> None:
    """From what this browser holds, with a name that does not leave it."""
    page = opened(context, course, "certificate")
    put(page, core(COURSE.modules[:1]))
    page.reload()
    page.get_by_label(WORDS["certificate"]["name"]).fill(NAME)
    sheet = page.get_by_role("article", name=WORDS["certificate"]["sheet"])
    for text in (NAME, COURSE.modules[0].text.title, WORDS["certificate"]["only"]):
        expect(sheet.get_by_text(text, exact=True)).to_be_visible()
    assert net.leaks({NAME, "Nakamura"}) == []
    assert (net.frames, net.faults) == ([], [])


def test_no_copy_is_offered_where_pages_need_a_server(
    course: Course, net: Net, context: BrowserContext
) -> None:
    """A page that a kernel fills is of no use without one; the rest of Your place is there."""
    page = opened(context, course, "place")
    expect(page.get_by_text(WORDS["place"]["nothing"])).to_be_visible()
    assert page.get_by_role("button", name=WORDS["place"]["copy_make"]).count() == 0
    assert (
        page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    )
    assert net.faults == []
