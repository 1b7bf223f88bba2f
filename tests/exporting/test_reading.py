"""Reading as one likes it: larger, wider, one section at a time, or aloud by this device alone."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from copcourse.exporting.addresses import site_path
from copcourse.words import words
from whole.playing import SLUG

SAID = words("en")["reading"]
MODULE = site_path(f"{SLUG}/module.ipynb")
# A browser's voices, and a mouth that notes what it is asked to say.
VOICES = """(voices) => {
  window.said = [];
  window.cancelled = 0;
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const mouth = {
    getVoices: () => voices,
    speak: (words) => window.said.push(words),
    cancel: () => (window.cancelled += 1),
    addEventListener: () => {},
  };
  Object.defineProperty(window, "speechSynthesis", { value: mouth });
}"""
OWN = {"name": "Own", "lang": "en-GB", "localService": True, "default": False}
FAR = {"name": "Far", "lang": "en-US", "localService": False, "default": True}
OTHER = {"name": "Other", "lang": "fr-FR", "localService": True, "default": True}
SIZE = "(what) => parseFloat(getComputedStyle(document.querySelector(what)).fontSize)"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a fresh profile, without motion."""
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 390, "height": 780})
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def open_module(page: Page, address: str, voices: list[dict[str, object]] | None = None) -> None:
    """Show a module with the reading's panel open."""
    if voices is not None:
        page.add_init_script(f"({VOICES})({json.dumps(voices)})")
    page.goto(f"{address}/{MODULE}")
    page.get_by_text(SAID["title"], exact=True).click()


def test_text_grows_in_two_steps_and_space_widens(page: Page, address: str) -> None:
    """Reading, widgets and space grow; nothing is wider than a phone, and the bar stays small."""
    page.set_viewport_size({"width": 320, "height": 640})
    open_module(page, address)
    parts = ("main p", ".cop-scenario p", ".cop-practice .cop-question")
    sizes = []
    for step in ("usual", "larger", "largest"):
        page.get_by_label(SAID[f"size_{step}"], exact=True).check()
        sizes.append([page.evaluate(SIZE, part) for part in parts])
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    for part in zip(*sizes, strict=True):
        assert part[1] >= 1.2 * part[0]
        assert part[2] >= 1.2 * part[1]
    line = "parseFloat(getComputedStyle(document.querySelector('main p')).lineHeight)"
    narrow = page.evaluate(line)
    page.get_by_label(SAID["wide"]).check()
    assert page.evaluate(line) > 1.15 * narrow
    assert page.evaluate("getComputedStyle(document.querySelector('main p')).wordSpacing") != "0px"
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    assert page.locator(".cop-bar").bounding_box()["height"] < 80
    assert Axe().run(page).response["violations"] == []


def test_one_section_at_a_time_begins_at_its_heading(page: Page, address: str) -> None:
    """One heading of the text is in sight, the next one gets the focus, and the ends are ends."""
    open_module(page, address)
    titles = page.locator("main > .cop-section > :is(h1, h2)")
    page.emulate_media(media="print")
    printed = titles.locator("visible=true").count()
    page.emulate_media(media="screen")
    page.get_by_label(SAID["single"]).check()
    expect(titles.locator("visible=true")).to_have_count(1)
    back = page.get_by_role("button", name=SAID["back"])
    on = page.get_by_role("button", name=SAID["on"])
    expect(back).to_be_disabled()
    seen = [page.locator("main h1").inner_text()]
    while on.is_enabled():
        on.click()
        seen.append(page.evaluate("document.activeElement.textContent"))
        expect(titles.locator("visible=true")).to_have_text([seen[-1]])
        box = page.locator(":focus").bounding_box()
        assert page.locator(".cop-bar").bounding_box()["height"] <= box["y"] + 1
    assert seen == titles.evaluate_all("all => all.map((one) => one.textContent)")
    expect(page.get_by_role("navigation", name=SAID["single"])).to_contain_text(
        SAID["place"].format(number=len(seen), count=len(seen))
    )
    page.emulate_media(media="print")
    assert titles.locator("visible=true").count() == printed


def test_links_into_a_page_show_the_section_they_lead_to(page: Page, address: str) -> None:
    """A link within the page, a citation, and an address with a place: each is followed."""
    open_module(page, address)
    page.get_by_label(SAID["single"]).check()
    page.locator('main a[href="#section-3"]').first.click()
    expect(page.locator("#section-3")).to_be_visible()
    page.locator("#section-3 sup a").first.click()
    expect(page.locator(".cop-source-list")).to_be_visible()
    page.goto(f"{address}/{MODULE}?again#section-2")
    expect(page.locator("#section-2")).to_be_visible()
    expect(page.locator("#section-3")).to_be_hidden()
    expect(page.get_by_role("button", name="Leave quickly")).to_be_in_viewport()


def test_only_a_voice_of_this_device_reads(page: Page, address: str) -> None:
    """Of a network's voice, one of another language and one of the device, the last reads."""
    open_module(page, address, [FAR, OTHER, OWN])
    page.get_by_role("button", name=SAID["read"]).click()
    assert page.evaluate("said.map((one) => [one.text, one.voice.name])") == [
        ["Online threats", "Own"]
    ]
    page.evaluate("said.at(-1).onend()")
    assert page.evaluate("said.at(-1).text").startswith("Something has gone wrong")
    assert page.locator("[data-cop-aloud]").inner_text() == page.evaluate("said.at(-1).text")
    # A pause keeps the place, and the end of what was cut short leads nowhere.
    page.get_by_role("button", name=SAID["pause"]).click()
    page.evaluate("said.at(-1).onend()")
    assert page.evaluate("said.length") == 2
    page.get_by_role("button", name=SAID["resume"], exact=True).click()
    assert page.evaluate("said[2].text === said[1].text")
    page.get_by_role("button", name=SAID["stop"]).click()
    expect(page.get_by_role("button", name=SAID["read"])).to_be_focused()
    expect(page.locator("[data-cop-aloud]")).to_have_count(0)
    assert page.evaluate("said.every((one) => one.voice.localService)")


@pytest.mark.parametrize("voices", [[], [FAR], [OTHER, FAR]], ids=["none", "far", "other"])
def test_without_a_voice_of_its_own_nothing_is_read(
    page: Page, address: str, voices: list[dict[str, object]]
) -> None:
    """A device without a voice for this language says so, and offers no button."""
    open_module(page, address, voices)
    expect(page.get_by_text(SAID["no_voice"])).to_be_visible()
    expect(page.get_by_role("button", name=SAID["read"])).to_have_count(0)


def test_leaving_quickly_silences_the_voice(page: Page, address: str) -> None:
    """The voice stops in the moment of leaving, before the other page is there."""
    page.route("https://www.wikipedia.org/**", lambda route: route.abort())
    open_module(page, address, [OWN])
    page.get_by_role("button", name=SAID["read"]).click()
    leave = "document.querySelector('.cop-leave-button').click()"
    assert page.evaluate(f"() => {{ cancelled = 0; {leave}; return cancelled; }}") == 1


def test_nothing_is_kept_of_how_one_reads(page: Page, address: str) -> None:
    """It holds while the tab is open and on its other pages; the device keeps none of it."""
    open_module(page, address)
    page.get_by_label(SAID["size_larger"], exact=True).check()
    page.get_by_label(SAID["wide"]).check()
    assert page.evaluate("localStorage.length") == 0
    page.goto(f"{address}/help.html")
    expect(page.locator("html")).to_have_attribute("data-cop-size", "larger")
    page.get_by_role("button", name="Erase everything here").click()
    page.get_by_role("button", name="Yes, erase").click()
    expect(page.locator("html")).to_have_attribute("data-cop-size", "usual")
    assert page.evaluate("Object.keys(sessionStorage)") == []
