"""A session's short form on the site: found, filled in with the keyboard alone, and collected."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import states
from axe_playwright_python.sync_playwright import Axe
from keyboard import Keyboard
from playwright.sync_api import Browser, Page, expect

from copcourse.building import build
from copcourse.exporting import export
from copcourse.exporting.addresses import site_path
from copcourse.grading.collecting import collect
from copcourse.reading import read_course, read_quiz, read_quizzes
from whole.playing import ROOT, SLUG, WORDS

FORMS = ROOT / "tests" / "content" / "forms"
FORM = read_quiz(FORMS / f"{SLUG}-before.toml")
RIGHT = [item.right_ids[0] for item in FORM.items]
QUIZ = WORDS["quiz"]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout of the course whose first module has the sound forms of the tests."""
    root = tmp_path_factory.mktemp("session")
    shutil.copytree(ROOT / "modules", root / "modules")
    (root / "course" / "quizzes").mkdir(parents=True)
    for part in ("source", "blocks"):
        shutil.copytree(ROOT / "course" / part, root / "course" / part)
    shutil.copy(ROOT / "course" / "comments.toml", root / "course")
    for path in (*(ROOT / "course" / "quizzes").glob("*.toml"), *FORMS.glob("*.toml")):
        shutil.copy(path, root / "course" / "quizzes")
    modules = root / "modules"
    build(read_course(modules), read_quizzes(modules))
    export(modules, root / "site")
    return root


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A small phone in the dark, in a fresh profile."""
    context = browser.new_context(
        reduced_motion="reduce", color_scheme="dark", viewport={"width": 320, "height": 640}
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def address(checkout: Path, page: str) -> str:
    """A page of the site, opened from the folder itself."""
    return (checkout / "site" / site_path(f"{SLUG}/{page}.ipynb")).as_uri()


def test_a_form_is_filled_in_with_the_keyboard_and_collected(
    checkout: Path, phone: Page, tmp_path: Path
) -> None:
    """From the guide's link to a file that the trainer collects, no mouse is needed."""
    phone.goto(address(checkout, "workshop"))
    hands = Keyboard(phone)
    hands.enter(WORDS["forms"]["before_link"])
    phone.wait_for_url(address(checkout, "before/quiz"))
    hands.enter(QUIZ["begin"])
    for item, right in zip(FORM.sheet()["items"], RIGHT, strict=True):
        options = [option["id"] for option in item["options"]]
        hands.to(item["options"][0]["text"])
        hands.press("Space", *["ArrowDown"] * options.index(right))
        hands.to(QUIZ["sure_1"])
        hands.press("ArrowDown")
        hands.enter(QUIZ["next"])
    for number in (1, 2):
        hands.to(QUIZ["level_1"])
        hands.press("Space", *["ArrowDown"] * number)
        hands.enter(QUIZ["next"] if number == 1 else QUIZ["to_review"])
    hands.to(QUIZ["form_code"])
    phone.keyboard.type("Plum 47")
    hands.to(QUIZ["hand_in"])
    with phone.expect_download() as started:
        hands.press("Enter")
    file = tmp_path / started.value.suggested_filename
    started.value.save_as(file)
    expect(phone.locator(".cop-outcome-note")).to_contain_text(file.name)
    assert file.name.startswith("form_Plum47_")

    course = tmp_path / "course"
    shutil.copytree(checkout / "course", course)
    (outcome,) = collect([file], course)
    assert (outcome.state, outcome.learner, outcome.quiz) == ("accepted", "Plum-47", FORM.slug)
    placed = course / "submitted" / "Plum-47" / FORM.slug
    answers = json.loads((placed / "answers.json").read_bytes())["answers"]
    assert {one: answers[one]["options"] for one in answers if "options" in answers[one]} == {
        item.id: [right] for item, right in zip(FORM.items, RIGHT, strict=True)
    }
    assert [answers[one.id]["scale"] for one in FORM.confidence] == [2, 3]


def test_axe_finds_nothing_in_any_state(checkout: Path, phone: Page) -> None:
    """Each question, the levels, the review and what is said after it, at 320 px in the dark."""
    phone.goto(address(checkout, "before/quiz"))
    found = {}
    for number, step in enumerate(states.quiz(phone)):
        wrong = Axe().run(phone).response["violations"]
        found[f"{number}: {step}"] = [(one["id"], one["nodes"][0]["html"]) for one in wrong]
        assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    assert len(found) == 6 + 3
    assert {step: wrong for step, wrong in found.items() if wrong} == {}


def test_an_address_and_a_title_tell_nothing(checkout: Path, phone: Page) -> None:
    """The folder is not named after the topic or the form, and a tab shows what all tabs show."""
    paths = {site_path(f"{SLUG}/{page}.ipynb") for page in ("before/quiz", "later/quiz", "quiz")}
    assert len(paths) == 3
    for path in paths:
        assert not {"before", "later", *SLUG.split("-")} & set(path.replace("/", "-").split("-"))
    phone.goto(address(checkout, "later/quiz"))
    assert phone.title() == WORDS["frame"]["tab_title"]
    expect(phone.get_by_role("heading", level=1)).to_have_text(WORDS["frame"]["form"])


def test_no_page_but_the_guide_leads_to_a_form(checkout: Path) -> None:
    """A parent alone at home meets no test before the reading."""
    forms = [
        Path(site_path(f"{SLUG}/{form}/quiz.ipynb")).parent.name for form in ("before", "later")
    ]
    leading = {
        path.relative_to(checkout / "site").as_posix()
        for path in (checkout / "site").rglob("*.html")
        if any(f"{form}/quiz.html" in path.read_text(encoding="utf-8") for form in forms)
    }
    assert leading == {site_path(f"{SLUG}/workshop.ipynb")}


def test_without_a_script_the_form_is_there_to_read(checkout: Path, browser: Browser) -> None:
    """Every question and every level stands in the page, and nothing of a reflection."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(checkout, "before/quiz"))
    text = page.locator("main").inner_text()
    context.close()
    assert [one for one in (*FORM.items, *FORM.confidence) if one.ask not in text] == []
    assert text.count(f"☐ {QUIZ['level_5']}") == 2
    assert "None" not in text


def test_no_key_of_a_form_is_on_the_site(checkout: Path) -> None:
    """Neither a reason nor feedback nor a sister of any form is in any file of the site."""
    everything = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (checkout / "site").rglob("*")
        if path.suffix in {".html", ".js", ".json"}
    )
    for path in FORMS.glob("*.toml"):
        for item in read_quiz(path).items:
            assert item.ask[:30] in everything.replace('\\"', '"')
            assert item.explain not in everything
            assert not any(option.feedback in everything for option in item.options)
            assert f'"sister":"{item.sister}"' not in everything
