"""nbgrader's own marking pages, in a real browser, on a course of ours."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect
from trainer import SLUG
from trainer import formgrader as serve

from copcourse.grading.gradebook import open_gradebook


@pytest.fixture
def formgrader(class_folder: Path, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A trainer's JupyterLab in a course with one submission, not marked yet."""
    course = tmp_path / "course"
    shutil.copytree(class_folder / "course", course)
    for place in (course / "submitted").iterdir():
        if place.name != "partial":
            shutil.rmtree(place)
    with serve(course) as address:
        yield course, address


def test_a_trainer_marks_in_the_browser(
    formgrader: tuple[Path, str], context: BrowserContext
) -> None:
    """The button marks by the plug-in, the page shows the answers, and takes a person's mark."""
    course, address = formgrader
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/lab?token=t")
    page.get_by_role("menuitem", name="Nbgrader").click(timeout=60_000)
    page.get_by_role("menuitem", name="Formgrader", exact=True).click()
    inside = page.frame_locator("iframe")
    expect(inside.get_by_role("link", name=SLUG, exact=True)).to_be_visible(timeout=30_000)
    expect(inside.locator("td.num-submissions")).to_have_text("1")
    page.goto(f"{address}/formgrader/manage_submissions/{SLUG}")
    page.locator("td.autograde a").click()
    expect(page.locator("td.status")).to_have_text("needs manual grading", timeout=30_000)
    expect(page.locator("td.score")).to_have_text("2.33 / 8")

    page.goto(f"{address}/formgrader/gradebook/{SLUG}/quiz")
    page.get_by_role("link", name=re.compile("Submission #1")).click()
    expect(page.get_by_text("Believe the child").last).to_be_visible()
    expect(page.get_by_text("I would listen <script>")).to_be_visible()
    expect(page.get_by_text("RUBRIC-ONE")).to_be_visible()
    assert page.title() == "quiz"
    # The page listens once it has fetched the marks, which it shows as placeholders.
    expect(page.locator("input.score").first).to_have_attribute("placeholder", "1")
    score = page.locator("input.score").last
    with page.expect_response(lambda answer: answer.request.method == "PUT") as saved:
        score.fill("3")
        score.press("Tab")
    assert saved.value.ok
    assert {url for url in asked if not url.startswith((address, "data:"))} == set()
    with open_gradebook(course) as gradebook:
        grade = gradebook.find_grade("reflection-the-case", "quiz", SLUG, "partial")
        assert (grade.manual_score, grade.needs_manual_grade) == (3.0, False)
