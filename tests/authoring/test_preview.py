"""The preview in a real browser: what is saved appears, with its problems at their places."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

ROOT = Path(__file__).parents[2]
STORY = "modules/gaming/scenarios/other-chat.toml"
TEXT = "modules/gaming/text.md"
QUIZ = "course/quizzes/gaming.toml"
LONG = 60_000


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own, whose script meets no error."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    made = context.new_page()
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    yield made
    context.close()
    assert errors == []


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout of the course alone; each test puts back what it changes."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "modules", folder / "modules")
    shutil.copytree(ROOT / "course" / "quizzes", folder / "course" / "quizzes")
    return folder


@contextmanager
def preview(course: Path, file: str) -> Iterator[str]:
    """The command on a file, by its address; the file is put back."""
    whole = (course / file).read_text()
    process = subprocess.Popen(
        [sys.executable, "-m", "copcourse", "preview", file, "--no-browser"],
        cwd=course,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
        assert found
        yield found[0]
    finally:
        process.terminate()
        process.communicate(timeout=30)
        (course / file).write_text(whole)


def change(file: Path, old: str, new: str) -> None:
    """Save a file with one text in the place of another, which must be there."""
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def said(page: Page) -> str:
    """What stands under To mend once the check is done."""
    expect(page.locator("#state")).to_have_text(re.compile("mend"), timeout=LONG)
    return page.locator("#problems").inner_text()


def test_a_story_is_shown_anew_when_it_is_saved_with_problems_at_their_places(
    course: Path, page: Page
) -> None:
    """A new title appears by itself; a fault is named beside the page and at its scene."""
    file = course / STORY
    with preview(course, STORY) as address:
        page.goto(address)
        assert said(page) == "Nothing to mend in this file."
        change(file, 'title = "Between two trays"', 'title = "Between three trays"')
        expect(page.locator("svg")).to_contain_text("Between three trays", timeout=LONG)
        scene = re.findall(r'^id = "([\w-]+)"', file.read_text(), re.MULTILINE)[0]
        change(file, 'quality = "harmful"\n', "")
        link = page.locator("#problems a").first
        expect(link).to_be_visible(timeout=LONG)
        assert "No quality. Write quality = good, mixed or harmful." in said(page)
        assert link.get_attribute("href") == f"#{scene}"
        own = page.locator(f"article#{scene} .problems")
        expect(own).to_contain_text("No quality", timeout=LONG)


def test_a_file_that_does_not_parse_keeps_what_was_last_good(course: Path, page: Page) -> None:
    """The problem stands on top of the last good picture, and goes when it is mended."""
    file = course / STORY
    whole = file.read_text()
    with preview(course, STORY) as address:
        page.goto(address)
        said(page)
        file.write_text(whole.replace('title = "Between two trays"', 'title = "Between', 1))
        stale = page.locator(".stale")
        expect(stale).to_contain_text("this is not TOML", ignore_case=True, timeout=LONG)
        expect(stale).to_contain_text("Below is what was last good.")
        expect(page.locator("svg")).to_contain_text("Between two trays")
        assert stale.bounding_box()["y"] < page.locator("svg").bounding_box()["y"]  # type: ignore[index]  # shown
        file.write_text(whole)
        expect(stale).to_have_count(0, timeout=LONG)
        assert said(page) == "Nothing to mend in this file."


def test_a_text_is_shown_as_readers_see_it_and_stays_where_it_was_read(
    course: Path, page: Page
) -> None:
    """The page itself shows what was saved, at the place where its author reads."""
    file = course / TEXT
    with preview(course, TEXT) as address:
        page.goto(address)
        frame = page.frame_locator("iframe")
        expect(frame.locator("h1")).to_have_text("Gaming", timeout=LONG)
        said(page)
        frame.locator("#section-3").scroll_into_view_if_needed()
        read = page.frames[1].evaluate("scrollY")
        assert read > 500
        change(file, "Somebody in the next room laughs", "Somebody in the next room TO FILL")
        expect(frame.locator("main")).to_contain_text("next room TO FILL", timeout=LONG)
        expect(page.locator("#problems")).to_contain_text(
            "The line waits for your words", timeout=LONG
        )
        page.wait_for_timeout(500)
        assert abs(page.frames[1].evaluate("scrollY") - read) < 200
        change(file, "---\ntitle", "--\ntitle")
        expect(page.locator(".stale")).to_contain_text("no header", timeout=LONG)
        expect(frame.locator("main")).to_contain_text("next room TO FILL")


def answer(address: str, **headers: str) -> int:
    """The status of an answer."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as told:
            return int(told.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_quiz_is_shown_with_its_key_and_nothing_else_is_served(course: Path, page: Page) -> None:
    """Its author sees what is right; no other key, file or host gets an answer."""
    with preview(course, QUIZ) as address:
        page.goto(address)
        assert said(page) == "Nothing to mend in this file."
        assert page.locator("article").count() == 13
        expect(page.locator("article").first).to_contain_text("Right:")
        assert answer(address) == 200
        assert answer(f"{address}site/../../course/quizzes/gaming.toml") == 404
        assert answer(f"{address}site/%2e%2e/%2e%2e/course/quizzes/special-needs.toml") == 404
        assert answer(f"{address}course/quizzes/gaming.toml") == 404
        assert answer(address, Host="somewhere.example") == 403
        assert answer(f"{address}parts", Host="somewhere.example") == 403


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_preview_is_for_everybody(course: Path, browser: Browser, scheme: str) -> None:
    """Nothing is found by axe, with a problem on the page and on a narrow screen as well."""
    with preview(course, STORY) as address:
        change(course / STORY, 'quality = "harmful"\n', "")
        context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]  # light or dark
        page = context.new_page()
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(address)
            expect(page.locator("#problems")).to_contain_text("No quality", timeout=LONG)
            page.locator("summary").click()
            assert Axe().run(page).response["violations"] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        context.close()


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (
            "modules/sources.toml",
            "sources.toml: the preview shows no file of this kind. Name a text",
        ),
        ("modules/gaming/nothing.md", "nothing.md: the file is not there. Name one that is."),
    ],
)
def test_what_cannot_be_shown_is_one_sentence(course: Path, file: str, told: str) -> None:
    """A wrong file ends the command at once."""
    command = [sys.executable, "-m", "copcourse", "preview", file, "--no-browser"]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
