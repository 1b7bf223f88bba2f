"""Get help now: one country's lines at a time, large enough to press, and nothing of it kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from copcourse.exporting.site import site_pages
from copcourse.helplines import Helpline
from copcourse.reading import read_course
from copcourse.sheets import dialable, seen_sentence
from whole.playing import ROOT, WORDS, Net, press

SAID = WORDS["helplines"]
MODULES = ROOT / "modules"
HELP = read_course(MODULES).help
PAGES = ("help.html", "help-simpler.html")
BEFORE_PRINT = "dispatchEvent(new Event('beforeprint'))"


def chooser(page: Page) -> Locator:
    """The list of countries."""
    return page.get_by_label(SAID["country"])


def shown(page: Page) -> Locator:
    """The lines in sight."""
    return page.locator("#lines > details li:visible")


def first(lines: tuple[Helpline, ...]) -> list[str]:
    """Names of lines as they must stand: the number for danger before all others."""
    danger = [line.name for line in lines if line.kind == "emergency"]
    return danger + [line.name for line in lines if line.kind != "emergency"]


@pytest.mark.parametrize("name", PAGES)
def test_each_country_shows_its_own_lines_alone(
    address: str, context: BrowserContext, name: str
) -> None:
    """Emergency first; what each is for and how sure we are; a large way to call."""
    page = context.new_page()
    page.goto(f"{address}/{name}")
    titles = page.locator("#lines > details > summary:visible")
    expect(titles).to_have_count(0)
    for code, country in HELP.countries.items():
        chooser(page).select_option(label=country)
        lines = HELP.of(code)
        assert titles.all_inner_texts() == [country]
        assert shown(page).locator("strong").all_inner_texts() == first(lines)
        said = SAID["shown_one" if len(lines) == 1 else "shown_other"]
        status = page.get_by_role("status").filter(has_text=country)
        expect(status).to_have_text(said.format(n=len(lines), country=country))
        said_of = dict(zip(first(lines), shown(page).all_inner_texts(), strict=True))
        for line in lines:
            assert line.serves in said_of[line.name]
            assert seen_sentence(line, WORDS["seen"]) in said_of[line.name]
        calls = shown(page).locator('a[href^="tel:"]')
        numbers = {f"tel:{dialable(line.phone)}" for line in lines if line.phone}
        assert {one.get_attribute("href") for one in calls.all()} == numbers
        for box in (one.bounding_box() for one in calls.all()):
            assert box is not None
            assert box["height"] >= 48
            assert box["width"] >= 200
    chooser(page).select_option(label=SAID["not_here"])
    assert shown(page).locator("strong").all_inner_texts() == first(HELP.worldwide)
    expect(page.get_by_text(SAID["emergency_where_you_are"])).to_be_visible()


def test_no_country_is_guessed_sent_or_kept(address: str, browser: Browser) -> None:
    """Whatever the browser's language, nothing is chosen; a reload forgets, and Erase does too."""
    context = browser.new_context(locale="en-CA", timezone_id="America/Toronto")
    net = Net(address)
    net.spread(context)
    page = context.new_page()
    page.goto(f"{address}/help.html")
    expect(chooser(page)).to_have_value("")
    chooser(page).select_option(label="Kenya")
    assert net.strays() == []
    assert net.leaks({"Kenya"}) == []
    assert page.evaluate("[sessionStorage.length, localStorage.length, document.cookie]") == [
        0,
        0,
        "",
    ]
    assert "Kenya" not in page.url
    page.reload()
    expect(chooser(page)).to_have_value("")
    chooser(page).select_option(label="Kenya")
    press(page, WORDS["page"]["erase"])
    press(page, WORDS["page"]["erase_yes"])
    expect(chooser(page)).to_have_value("")
    expect(shown(page)).to_have_count(0)
    context.close()


def test_from_a_stick_with_the_keyboard_alone(site: Path, context: BrowserContext) -> None:
    """From file://: Tab to the list, type a country, Tab to the emergency number."""
    page = context.new_page()
    page.goto(f"{(site / 'help.html').as_uri()}#lines")

    def focused(script: str) -> str:
        return str(page.evaluate(f"document.activeElement.{script}"))

    for _ in range(20):
        page.keyboard.press("Tab")
        if focused("tagName") == "SELECT":
            break
    page.keyboard.type("New Z")
    expect(shown(page).first).to_be_visible()
    assert shown(page).locator("strong").all_inner_texts() == first(HELP.of("NZ"))
    page.keyboard.press("Tab")
    assert focused("tagName") == "SUMMARY"
    page.keyboard.press("Tab")
    assert focused("href") == "tel:111"


def on_paper(page: Page) -> list[str]:
    """The countries that are on paper, by the titles of their folds."""
    page.emulate_media(media="print")
    page.evaluate(BEFORE_PRINT)
    titles = page.locator("#lines > details:has(li:visible) > summary").all_inner_texts()
    assert titles == page.locator("#lines > details > summary:visible").all_inner_texts()
    return titles


def test_paper_holds_the_chosen_country_alone(address: str, context: BrowserContext) -> None:
    """With a country chosen that one; with none, all of them."""
    page = context.new_page()
    page.goto(f"{address}/help.html")
    chooser(page).select_option(label="Malawi")
    assert on_paper(page) == ["Malawi"]
    expect(chooser(page)).to_be_hidden()
    page.reload()
    assert on_paper(page) == [*sorted(HELP.countries.values()), SAID["not_here"]]


def test_a_page_without_a_script_keeps_the_whole_list(address: str, browser: Browser) -> None:
    """Each country is a fold that opens, with its emergency number first."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/help.html")
    assert page.locator("#lines > details > summary:visible").all_inner_texts() == [
        *sorted(HELP.countries.values()),
        SAID["not_here"],
    ]
    page.locator("summary", has_text="Germany").click()
    assert shown(page).locator("strong").all_inner_texts() == first(HELP.of("DE"))
    context.close()


def test_danger_stands_first_and_what_leaving_cannot_undo_is_said(
    address: str, context: BrowserContext
) -> None:
    """Danger, the first five minutes, lines, under 18, home not safe, pictures, leaving."""
    page = context.new_page()
    for name in PAGES:
        page.goto(f"{address}/{name}")
        order = page.locator(".cop-main [id].cop-section").evaluate_all("all => all.map(x => x.id)")
        assert order == [
            "five-minutes", "lines", "under-18", "not-safe-at-home", "images", "leave-quickly",
        ]  # fmt: skip
        block = page.locator(".cop-block-danger-now").bounding_box()
        minutes = page.locator("#five-minutes").bounding_box()
        assert block is not None
        assert minutes is not None
        assert block["y"] < minutes["y"]
        assert page.locator(".cop-main > *").first.locator(".cop-block-danger-now").count() == 1


def test_leave_quickly_and_help_are_in_one_place_on_every_page(
    address: str, context: BrowserContext
) -> None:
    """The same spot on a phone, on top of the text, and next after the link to the text."""
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 800})
    found = set()
    for path in sorted(site_pages(MODULES).values()):
        page.goto(f"{address}/{path}")
        leave = page.get_by_role("button", name=WORDS["page"]["leave"])
        link = page.locator(".cop-bar-links a").last
        expect(link).to_have_text(WORDS["frame"]["help"])
        places = tuple(str(one.bounding_box()) for one in (leave, link))
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        found.add((*places, leave.evaluate("node => node === document.activeElement")))
    assert len(found) == 1
    assert next(iter(found))[-1] is True


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_with_a_country_chosen(
    address: str, browser: Browser, scheme: str, name: str
) -> None:
    """On a phone of 320 px, with the country that has the longest list."""
    context = browser.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]  # one of the two
        viewport={"width": 320, "height": 640},
    )
    page = context.new_page()
    page.goto(f"{address}/{name}")
    longest = max(HELP.countries, key=lambda code: len(HELP.of(code)))
    chooser(page).select_option(label=HELP.countries[longest])
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    context.close()
