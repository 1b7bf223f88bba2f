"""A short form before or after a session: the quiz's widget without a pass, with confidence."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from copcourse.answers import read_answers, unreadable
from copcourse.reading import read_quiz
from copcourse.widgets import QuizWidget

Show = Callable[..., Any]
Read = Callable[[str], dict[str, Any]]
FORM = read_quiz(Path(__file__).parents[1] / "content" / "forms" / "online-threats-before.toml")
KEY = "copcourse:form:online-threats-before"
RIGHT = ("I am glad", "I keep my eyes", "Send no money", "I may need to tell")
LEVELS = ["1: Not at all", "2: A little", "3: Somewhat", "4: Quite", "5: Very"]


@pytest.fixture
def form(stage: Show, sheet: Read) -> Any:
    """Show the form as the site does."""
    return stage(QuizWidget(sheet("form"), delivery="site"))


def press(page: Page, *names: str) -> None:
    """Press buttons one after the other, by their accessible names."""
    for name in names:
        page.get_by_role("button", name=name, exact=True).click()


def fill(page: Page) -> None:
    """Answer the four questions rightly, say how sure of the first, and both levels."""
    press(page, "Begin")
    for number, text in enumerate(RIGHT):
        page.get_by_label(text).check()
        if not number:
            page.get_by_label("Certain").check()
        press(page, "Next")
    page.get_by_label("4: Quite").check()
    press(page, "Next")
    page.get_by_label("2: A little").check()
    press(page, "Review")


def kept(shown: Any) -> dict[str, Any]:
    """What the tab keeps of the answers."""
    answers: dict[str, Any] = json.loads(shown.stored()[KEY])["answers"]
    return answers


def test_the_sample_is_what_is_built(sheet: Read) -> None:
    """The sheet that these tests show is the sound form's own."""
    assert sheet("form") == {**FORM.sheet(), "help": "../../help.ipynb"}


def test_it_says_that_it_is_no_test(form: Any) -> None:
    """Before the first question stand what it is for and who sees it, and nothing of a pass."""
    text = form.page.locator(".cop").inner_text()
    assert "4 short questions, and how sure you feel." in text
    assert "It is no test of you, and there is no pass." in text
    assert "Your trainer sees it once you send the file." in text
    for word in ("A pass is", "partial marks", "undefined"):
        assert word not in text


def test_six_questions_and_none_answered_beforehand(form: Any) -> None:
    """Four items and two questions on confidence follow one another; nothing is chosen."""
    page = form.page
    press(page, "Begin")
    seen = []
    for number in range(6):
        seen.append(page.evaluate("document.activeElement.innerText"))
        assert page.locator("input:checked").count() == 0
        assert "undefined" not in page.locator(".cop").inner_text()
        press(page, "Next" if number < 5 else "Review")
    assert seen == [f"Question {n} of 6" for n in range(1, 7)]
    assert "6 questions have no full answer." in page.locator(".cop").inner_text()


def test_a_level_of_confidence_has_words(form: Any) -> None:
    """Five levels in one group that is named after its question, each with a number and a word."""
    press(form.page, "Begin", "Next", "Next", "Next", "Next")
    group = form.page.get_by_role("group", name=FORM.confidence[0].ask, exact=True)
    assert [one.strip() for one in group.locator("label").all_inner_texts()] == LEVELS
    about = group.get_attribute("aria-describedby")
    assert "No answer is right or wrong." in form.page.locator(f"[id='{about}']").inner_text()
    assert form.page.get_by_text("How sure are you?", exact=True).count() == 0


def test_an_item_asks_how_sure_and_says_nothing_of_marks(form: Any) -> None:
    """As in the quiz one may say how sure one is; of marks there is no word."""
    press(form.page, "Begin")
    assert form.page.get_by_role("group", name="How sure are you?", exact=True).is_visible()
    assert "mark" not in form.page.locator(".cop-view").inner_text()


def test_what_is_handed_in_is_read_by_the_marker(form: Any) -> None:
    """The file is sound, has both levels, and its name says nothing of the topic."""
    fill(form.page)
    expect(form.page.get_by_text("All questions are answered.")).to_be_visible()
    form.page.get_by_label("Your code").fill(" Plum 47 ")
    with form.page.expect_download() as started:
        press(form.page, "Hand in")
    name = started.value.suggested_filename
    assert name.startswith("form_Plum47_20")
    answers = read_answers(
        started.value.path().read_bytes(), quiz=FORM.slug, edition=FORM.edition, file=name
    )
    assert unreadable(answers, FORM) == []
    assert answers.learner == "Plum 47"
    assert answers.answers == kept(form)
    bare = {
        one: {key: value for key, value in answer.items() if key != "at"}
        for one, answer in answers.answers.items()
    }
    assert bare == {
        "oskar-at-the-door": {"options": ["glad-of-it"], "sure": 3},
        "mina-shows-you": {"options": ["on-her-face"], "sure": None},
        "a-demand-at-night": {"options": ["no-answer"], "sure": None},
        "lea-wants-silence": {"options": ["not-alone"], "sure": None},
        "first-words-ready": {"scale": 4},
        "know-where": {"scale": 2},
    }
    assert "Plum" not in str(form.stored())


def test_it_asks_for_a_code_and_not_for_a_name(form: Any) -> None:
    """Without a code nothing is handed in, and it is said that a name is not wanted."""
    fill(form.page)
    field = form.page.get_by_label("Your code", exact=True)
    about = form.page.locator(f"[id='{field.get_attribute('aria-describedby')}']").inner_text()
    assert "Type the code on your card, the same one on both forms." in about
    assert "Do not use your name or your birthday." in about
    press(form.page, "Hand in")
    expect(form.page.get_by_text("so that your two forms can be compared")).to_be_visible()
    assert field.get_attribute("aria-invalid") == "true"


def test_a_reload_keeps_levels_and_drops_what_is_none(form: Any) -> None:
    """A level survives a reload; one that nobody can have chosen does not reach the file."""
    page = form.page
    fill(page)
    page.evaluate(
        """(key) => {
             const held = JSON.parse(sessionStorage.getItem(key));
             held.answers["know-where"].scale = 7;
             sessionStorage.setItem(key, JSON.stringify(held));
           }""",
        KEY,
    )
    form.open()
    expect(page.get_by_text("5 of 6 answered")).to_be_visible()
    press(page, "Previous", "Previous")
    expect(page.get_by_label("4: Quite")).to_be_checked()


def test_in_jupyterlab_the_file_holds_the_levels(stage: Show, sheet: Read, tmp_path: Path) -> None:
    """Where nbgrader fetched the form, answers.json beside the notebook is the hand-in."""
    shown = stage(QuizWidget(sheet("form"), folder=tmp_path, delivery="lab"))
    fill(shown.page)
    shown.page.get_by_label("Your code").fill("17")
    press(shown.page, "Hand in")
    expect(shown.page.get_by_text("nbgrader submit online-threats-before")).to_be_visible()
    data = (tmp_path / "answers.json").read_bytes()
    answers = read_answers(data, quiz=FORM.slug, edition=FORM.edition)
    assert unreadable(answers, FORM) == []
    assert {one: answers.to(one)["scale"] for one in ("first-words-ready", "know-where")} == {
        "first-words-ready": 4,
        "know-where": 2,
    }
    assert shown.stored() == {}
