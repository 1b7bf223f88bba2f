"""The sheet for attendance: what it says, what it waits for, and that a name is kept nowhere."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from copcourse.content import ModuleContent
from copcourse.reading import read_course
from exporting.learner import core, put
from whole.playing import ROOT, WORDS, Net, press

SAID = WORDS["certificate"]
COURSE = read_course(ROOT / "modules")
NAME = "Rosa Ångström-Nakamura"
ONLY = "Attendance only: no proof of skill, suitability or safe parenting."
# All that a page can keep in a browser.
KEPT = """async () => {
  const texts = [location.href, document.cookie, document.title, name];
  texts.push(JSON.stringify(history.state));
  for (const store of [sessionStorage, localStorage]) texts.push(JSON.stringify({...store}));
  for (const one of await caches.keys()) texts.push(one);
  for (const one of await indexedDB.databases()) texts.push(one.name);
  return texts.join("\\n");
}"""


def opened(page: Page, address: str, finished: Sequence[ModuleContent]) -> None:
    """Open the page as somebody who has finished these modules."""
    page.goto(f"{address}/certificate.html")
    put(page, core(finished))
    page.reload()


def test_the_sheet_says_what_was_finished(address: str, context: BrowserContext) -> None:
    """Course, name, the finished modules alone, their time, the day, and what it does not prove."""
    page = context.new_page()
    finished = [COURSE.modules[1], COURSE.modules[3], COURSE.modules[6]]
    opened(page, address, finished)
    page.get_by_label(SAID["name"]).fill(f"  {NAME} ")
    sheet = page.get_by_role("article", name=SAID["sheet"])
    today = datetime.now(UTC)
    assert re.split(r"\n+", sheet.inner_text()) == [
        SAID["attendance"],
        COURSE.title,
        NAME,
        SAID["went_through_other"],
        *(module.text.title for module in finished),
        SAID["time"],
        "about 1 hour 15 minutes, at 25 minutes a module",
        SAID["date"],
        f"{today:%B} {today.day}, {today.year}",
        ONLY,
    ]


def test_nothing_finished_gives_no_sheet_and_says_what_is_missing(
    address: str, context: BrowserContext
) -> None:
    """No sheet, no name, no printing: kind words, and what each module that was begun waits for."""
    page = context.new_page()
    opened(page, address, [])
    expect(page.get_by_text(SAID["nothing"])).to_be_visible()
    expect(page.get_by_text(SAID["when"])).to_be_visible()
    for gone in (page.locator(".cop-sheet"), page.get_by_label(SAID["name"])):
        expect(gone).to_have_count(0)
    expect(page.get_by_role("button", name=SAID["print"])).to_have_count(0)
    expect(page.get_by_text(SAID["begun"])).to_have_count(0)

    begun, skipped = COURSE.modules[0], COURSE.modules[2]
    almost = core([begun])
    del almost["copcourse:done"][begun.slug]
    key = f"copcourse:practice:{begun.slug}"
    almost[key].popitem()
    almost["copcourse:done"][skipped.slug] = {skipped.scenarios[0].id: "2026-11-20T10:00:00Z"}
    put(page, almost)
    page.reload()
    expect(page.locator(".cop-sheet")).to_have_count(0)
    asked = len(core([skipped])[f"copcourse:practice:{skipped.slug}"])
    waiting = page.locator('[data-copcourse="certificate"] li').all_inner_texts()
    assert waiting == [
        f"{begun.text.title}: {SAID['story']}, {SAID['questions_one'].format(n=1)}",
        f"{skipped.text.title}: {SAID['questions_other'].format(n=asked)}",
    ]


def test_the_name_is_kept_nowhere(address: str, browser: Browser) -> None:
    """Not in storage, history or caches; not sent; gone on reload, on Back and when erased."""
    context = browser.new_context()
    net = Net(address)
    net.spread(context)
    page = context.new_page()
    opened(page, address, COURSE.modules)
    field = page.get_by_label(SAID["name"])
    field.press_sequentially(NAME)
    expect(page.locator(".cop-sheet-name")).to_have_text(NAME)
    assert {request.method for request in net.requests} == {"GET"}
    assert net.leaks({NAME, NAME.split()[0]}) == []
    assert "Rosa" not in page.evaluate(KEPT)
    assert "Rosa" not in json.dumps(context.storage_state(indexed_db=True), ensure_ascii=False)
    # A browser's own help with writing would send what is typed, or keep it.
    for name, value in (("spellcheck", "false"), ("autocomplete", "off")):
        assert field.get_attribute(name) == value
    assert page.locator("form").count() == 0

    page.reload()
    expect(field).to_have_value("")
    field.fill(NAME)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    expect(field).to_have_value("")
    expect(page.locator(".cop-sheet-name")).to_have_text("")
    field.fill(NAME)
    press(page, WORDS["page"]["erase"])
    press(page, WORDS["page"]["erase_yes"])
    expect(page.get_by_text(SAID["nothing"])).to_be_visible()
    assert "Rosa" not in page.content()
    context.close()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_it_prints_on_one_sheet(
    address: str, context: BrowserContext, tmp_path: Path, paper: str
) -> None:
    """The button prints; paper holds the sheet and nothing of the page around it."""
    page = context.new_page()
    page.add_init_script("window.print = () => { window.printed = true; }")
    opened(page, address, COURSE.modules)
    page.get_by_label(SAID["name"]).fill("Long name " * 8)
    press(page, SAID["print"])
    assert page.evaluate("window.printed") is True
    pdf = page.pdf(format=paper, path=tmp_path / "sheet.pdf")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    page.emulate_media(media="print")
    seen = page.locator("body *:visible").evaluate_all(
        """all => all.filter(one => !one.querySelector('.cop-sheet') && !one.closest('.cop-sheet'))
                    .map(one => one.outerHTML)"""
    )
    assert seen == []
    expect(page.get_by_text(ONLY)).to_be_visible()


def test_home_speaks_of_it_only_to_who_has_finished_a_path(
    address: str, context: BrowserContext
) -> None:
    """Not with a module open; and the words there and on Your place ask who wants a paper."""
    page = context.new_page()
    page.goto(f"{address}/index.html")
    link = page.get_by_role("link", name=WORDS["start"]["certificate"])
    put(page, core(COURSE.modules[:-1]))
    page.reload()
    expect(link).to_have_count(0)
    put(page, core(COURSE.modules))
    page.reload()
    expect(page.get_by_text(WORDS["start"]["whole_path"])).to_be_visible()
    link.click()
    page.wait_for_url("**/certificate.html")
    expect(page.get_by_role("article", name=SAID["sheet"])).to_be_visible()
    page.goto(f"{address}/place.html")
    expect(page.locator('main a[href="certificate.html"]')).to_be_visible()
    for name in ("certificate", "place"):
        assert "At home nobody" in (ROOT / f"modules/{name}.md").read_text("utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("finished", [0, 1, 8])
def test_axe_finds_nothing_and_a_phone_shows_all(
    address: str, browser: Browser, scheme: str, finished: int
) -> None:
    """With and without a sheet, at 320 px, with a name that has no gap to break at."""
    context = browser.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]  # one of the two
        viewport={"width": 320, "height": 640},
    )
    page = context.new_page()
    opened(page, address, COURSE.modules[:finished])
    if finished:
        page.get_by_label(SAID["name"]).fill("W" * 80)
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    context.close()
