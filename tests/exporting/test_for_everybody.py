"""The site for everybody: in forced colours, at 400 %, widely spaced, mirrored, in every state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import states
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from copcourse.exporting.addresses import folder_name
from whole.playing import SLUG

PHONE = {"width": 320, "height": 640}
# WCAG 2.2, 1.4.12: what a reader may set without losing anything.
SPACING = """
  * { line-height: 1.5 !important; }
  * { letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }
"""
# Text that is cut off, and boxes that lie outside the page.
LOST = """() => {
  const found = [];
  const width = document.documentElement.clientWidth;
  for (const node of document.body.querySelectorAll("*")) {
    if (!node.checkVisibility()) continue;
    if (node.closest(".cop-skip, .cop-status, svg, select, .cop-table, pre, progress")) continue;
    const box = node.getBoundingClientRect();
    const style = getComputedStyle(node);
    const cut =
      (style.overflowX !== "visible" && node.scrollWidth > node.clientWidth + 1) ||
      (style.overflowY !== "visible" && node.scrollHeight > node.clientHeight + 1);
    const out = box.width > 1 && (box.right > width + 1 || box.left < -1);
    if ((cut && !node.matches("textarea")) || out) found.push(node.outerHTML.slice(0, 120));
  }
  return found;
}"""
# Of every sort of page, one.
READ = ("module.html", "quiz.html", "activities.html", "workshop.html")
INSIDE = (*READ, "room.html", "guide.html")
BESIDE = ("index", "help", "help-simpler", "about", "place", "placement")
PAGES = (*(f"{name}.html" for name in BESIDE), *INSIDE)

Open = Callable[..., Page]


@pytest.fixture
def open_page(address: str, browser: Browser) -> Iterator[Open]:
    """Give a function that opens a page of the site in a fresh profile of some kind."""
    contexts = []

    def go(name: str, **options: Any) -> Page:
        contexts.append(browser.new_context(**{"reduced_motion": "reduce", **options}))
        contexts[-1].set_default_timeout(20_000)
        page = contexts[-1].new_page()
        page.goto(where(address, name))
        return page

    yield go
    for context in contexts:
        context.close()


def where(address: str, name: str) -> str:
    """The address of one of `PAGES`."""
    return f"{address}/{folder_name(SLUG)}/{name}" if name in INSIDE else f"{address}/{name}"


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds, with all of its rules."""
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", states.EVERY)
def test_axe_finds_nothing_in_any_state(open_page: Open, name: str, scheme: str) -> None:
    """Stories, questions, the quiz, the place and notes on the site's own pages, at 320 px."""
    page = open_page(name, viewport=PHONE, color_scheme=scheme)
    found = {}
    for reach in states.EVERY[name]:
        page.reload()
        for step in reach(page):
            # The same sort of state looks the same each time.
            name = f"{reach.__name__}: {step}"
            if name not in found:
                found[name] = violations(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_lost_with_the_spacing_a_reader_may_set(open_page: Open, name: str) -> None:
    """With WCAG's text spacing nothing is cut off or pushed out, on a phone and on a desk."""
    page = open_page(name, viewport=PHONE, bypass_csp=True)
    states.unfold(page)
    page.add_style_tag(content=SPACING)
    lost = page.evaluate(LOST)
    page.set_viewport_size({"width": 1280, "height": 800})
    assert [*lost, *page.evaluate(LOST)] == []


@pytest.mark.parametrize("name", PAGES)
def test_at_400_per_cent_help_and_the_way_out_stay_in_sight(open_page: Open, name: str) -> None:
    """At 320 by 256, scrolled to the end, both are in view, reachable first, and leave room."""
    page = open_page(name, viewport={"width": 320, "height": 256})
    page.keyboard.press("Tab")
    names = []
    for _ in range(3):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert names == ["Leave quickly", "Home", "Get help"]
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    for role, label in (("button", "Leave quickly"), ("link", "Get help")):
        there = page.get_by_role(role, name=label, exact=True).first  # type: ignore[arg-type]
        expect(there).to_be_in_viewport(ratio=1)
    assert page.locator(".cop-bar").bounding_box()["height"] <= 256 / 3
    assert page.evaluate(LOST) == []


@pytest.mark.parametrize("name", PAGES)
def test_from_right_to_left_nothing_is_lost(open_page: Open, name: str) -> None:
    """In a right-to-left language the page is its own mirror, and axe finds nothing."""
    page = open_page(name, viewport=PHONE)
    page.evaluate(
        "document.querySelectorAll('[dir], html').forEach((one) => one.setAttribute('dir', 'rtl'))"
    )
    states.unfold(page)
    assert page.evaluate(LOST) == []
    assert violations(page) == []
    leave = page.get_by_role("button", name="Leave quickly").bounding_box()
    helped = page.get_by_role("link", name="Get help", exact=True).first.bounding_box()
    assert leave["x"] > helped["x"]


def test_in_forced_colours_what_is_chosen_and_focused_shows(open_page: Open) -> None:
    """Where a system takes all colours away, borders and outlines still say it."""
    page = open_page("module.html", viewport=PHONE, forced_colors="active")
    box = page.locator(".cop-option").first
    plain = box.evaluate("(node) => getComputedStyle(node).borderColor")
    box.locator("input").check()
    assert box.evaluate("(node) => getComputedStyle(node).borderColor") != plain
    for look in (".cop-leave-button", ".cop-block", ".cop-option", ".cop-primary"):
        edge = page.locator(look).first.evaluate("(node) => getComputedStyle(node).borderTopWidth")
        assert float(edge.removesuffix("px")) >= 1, look
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    mark = page.locator(".cop-bar-links [aria-current]")
    page.goto(page.url.rsplit("/", 2)[0] + "/index.html")
    assert mark.evaluate("(node) => getComputedStyle(node).textDecorationLine") == "underline"


@pytest.mark.parametrize("name", PAGES)
def test_on_paper_no_control_and_no_choice_is_left(open_page: Open, name: str) -> None:
    """A print shows the reading alone, in black on white, also where the reader likes it large."""
    page = open_page(name, viewport={"width": 720, "height": 900}, color_scheme="dark")
    page.get_by_text("Reading: size, space, aloud").click()
    page.get_by_label("Largest").check()
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("button:visible, input:visible, select:visible").count() == 0
    colour = "getComputedStyle(document.querySelector('h1')).color"
    assert page.evaluate(colour) == "rgb(0, 0, 0)"
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    assert page.evaluate(size) < 16


def test_with_reduced_motion_nothing_moves(open_page: Open) -> None:
    """No animation and no transition runs in a story's feedback where a reader asked for none."""
    page = open_page("module.html")
    page.locator(".cop-scenario .cop-primary").first.click()
    page.locator(".cop-scenario .cop-choice").first.click()
    assert page.evaluate("document.getAnimations().length") == 0
    page.emulate_media(reduced_motion="no-preference")
    page.locator(".cop-scenario .cop-primary").first.click()
    page.locator(".cop-scenario .cop-choice, .cop-scenario .cop-ask .cop-button").first.click()
    assert page.evaluate("document.getAnimations().length") > 0
