"""Reloading, going back, leaving: what a page of the site remembers, and what it does not."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from copcourse.exporting.addresses import site_path
from copcourse.material import Material
from whole.playing import ROOT, SLUG, STORIES, WORDS, ended, follow, press, way_to

MODULE = site_path(f"{SLUG}/module.ipynb")


def test_a_reload_in_every_scene_resumes(address: str, context: BrowserContext) -> None:
    """After each choice and after each step on, a reload shows the same scene again."""
    page = context.new_page()
    page.goto(f"{address}/{MODULE}")
    sheet = Material(ROOT / "modules" / SLUG).scenario(STORIES[0])
    way, ending = way_to(sheet, "repaired")
    place = page.locator(f'[data-slot="scenario:{STORIES[0]}"]')
    press(place, WORDS["scenario"]["start"])
    for step in way:
        page.reload()
        follow(place, sheet, [step])
    page.reload()
    ended(place, ending)


def test_back_and_forward_stay_outside_the_course(address: str, context: BrowserContext) -> None:
    """Pages of the course replace one another: Back leaves it, Forward comes to the last page."""
    page = context.new_page()
    page.goto("about:blank")
    page.goto(f"{address}/index.html")
    page.locator(f'main a[href="{MODULE}"]').first.click()
    page.wait_for_url(f"**/{MODULE}")
    page.locator(".cop-bar-links a").first.click()
    page.wait_for_url("**/index.html")
    page.go_back()
    assert page.url == "about:blank"
    page.go_forward()
    assert page.url.endswith("/index.html")


@pytest.mark.parametrize("start", ["index.html", MODULE, "help.html"])
def test_after_leaving_quickly_back_does_not_return(
    address: str, context: BrowserContext, start: str
) -> None:
    """One press opens a page from elsewhere, and the page before the course is what Back finds."""
    context.route("https://**", lambda route: route.fulfill(body="elsewhere"))
    page = context.new_page()
    page.goto("about:blank")
    page.goto(f"{address}/{start}")
    press(page, WORDS["page"]["leave"])
    expect(page.get_by_text("elsewhere")).to_be_visible()
    page.go_back()
    assert page.url == "about:blank"
