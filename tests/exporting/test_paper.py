"""What the site puts on paper: each agreement on its sheet, and a plan without its page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from copcourse.exporting.addresses import site_path
from copcourse.material import Material
from whole.playing import ROOT, SLUG, WORDS, press, slot

SHEETS = ("family-under-10", "family-10-and-over", "class-under-10", "class-10-and-over")
SAID = WORDS["plan"]


def sheets(page: Page, paper: str) -> int:
    """How many sheets of that paper a page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper)))


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_each_agreement_prints_on_one_sheet(address: str, browser: Browser, paper: str) -> None:
    """An opening sheet, and then one for each age at home and in class, in letters of 11 points."""
    page = browser.new_page()
    page.goto(f"{address}/agreements.html")
    page.emulate_media(media="print")
    assert sheets(page, paper) == 1 + len(SHEETS)
    for part in SHEETS:
        begins = "one => getComputedStyle(one).breakBefore"
        assert page.locator(f"#{part}").evaluate(begins) == "page"
        # Alone it takes one sheet, so none of them borrows room from its neighbour.
        page.evaluate(
            """(part) => document.querySelectorAll('.cop-main > *').forEach((one) =>
                 one.style.setProperty('display', one.id === part ? 'block' : 'none'))""",
            part,
        )
        assert sheets(page, paper) == 1, part
        size = page.locator(f"#{part} li").first.evaluate("one => getComputedStyle(one).fontSize")
        assert float(size.removesuffix("px")) >= 14
    page.close()


@pytest.fixture
def module(address: str, context: BrowserContext) -> Page:
    """The page of the first module, open."""
    page = context.new_page()
    page.goto(f"{address}/{site_path(f'{SLUG}/module.ipynb')}")
    return page


def test_a_plan_is_printed_without_its_page(module: Page) -> None:
    """Of a long page one sheet is left, with the reader's lines and nothing else."""
    assert sheets(module, "A4") > 5
    lines = Material(ROOT / "modules" / SLUG).plan()["lists"][0]["lines"]
    place = slot(module, "plan")
    place.get_by_label(lines[1]["text"]).check()
    press(place, SAID["see"])
    module.evaluate("() => { window.print = () => {}; }")
    press(place, SAID["print"])
    module.emulate_media(media="print")
    assert " ".join(module.evaluate("document.body.innerText").split()) == " ".join(
        [SAID["my_plan"], SAID["list_say"], "☐", lines[1]["text"], SAID["look_again"]]
    )
    assert sheets(module, "A4") == 1


def test_a_plan_leads_to_the_agreements(module: Page) -> None:
    """The link under the plan opens the page with the four sheets."""
    slot(module, "plan").get_by_role("link", name=SAID["agreements"]).click()
    expect(module.get_by_role("heading", level=1)).to_have_text("Agreements for home and for class")


def test_without_a_script_the_plan_is_a_form(address: str, browser: Browser, site: Path) -> None:
    """Each line stands there with a box, the agreement by who says it, and the line on paper."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{site_path(f'{SLUG}/module.ipynb')}")
    place = slot(page, "plan")
    sheet = Material(ROOT / "modules" / SLUG).plan()
    boxes = sum(len(one["lines"]) + 1 for one in sheet["lists"])
    expect(place.locator("> .cop-outline > ul > li")).to_have_count(boxes)
    expect(place.get_by_text(SAID["paper"])).to_be_visible()
    place.locator("summary").click()
    for side in sheet["agreement"]["sides"]:
        expect(place.get_by_text(SAID[f"who_{side['who']}"])).to_be_visible()
        expect(place.get_by_text(side["promises"][0]["text"])).to_be_visible()
    back = slot(page, "practice:return")
    expect(back.get_by_text(WORDS["practice"]["step_not-yet"])).to_be_visible()
    context.close()


def test_home_leads_to_the_agreements() -> None:
    """Parents find the sheet for a family there, and educators the one for a class."""
    text = (ROOT / "modules" / "home.md").read_text(encoding="utf-8")
    assert [one for one in SHEETS if f"](agreements.ipynb#{one})" in text] == [
        "family-under-10",
        "class-10-and-over",
    ]
