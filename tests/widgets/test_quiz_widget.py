"""Taking a quiz where no answer may leave the browser."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from copcourse.answers import canonical, checksum
from copcourse.widgets import QuizWidget

Show = Callable[..., Any]
Read = Callable[[str], dict[str, Any]]
KEY = "copcourse:quiz:online-threats"
CASE = "What does the teacher do in the next hour"


@pytest.fixture
def taken(stage: Show, sheet: Read) -> Any:
    """Show the quiz as Voilà does."""
    return stage(QuizWidget(sheet("quiz"), delivery="voila"))


def press(page: Page, *names: str) -> None:
    """Press buttons one after the other, by their accessible names."""
    for name in names:
        page.get_by_role("button", name=name, exact=True).click()


def answers(shown: Any) -> dict[str, Any]:
    """What the tab keeps of the answers."""
    kept: dict[str, Any] = json.loads(shown.stored()[KEY])["answers"]
    return kept


def answer_all(page: Page) -> None:
    """Answer every question in its own way."""
    press(page, "Begin")
    page.get_by_label("I cannot promise that").check()
    page.get_by_label("Certain").check()
    press(page, "Next")
    page.get_by_label("User names").check()
    page.get_by_label("What was demanded").check()
    press(page, "Next", "Move up: Listen, and thank the pupil", "Next")
    page.get_by_label("Somebody may be hurt now").select_option(label="The emergency number")
    page.get_by_label("A picture should come down").select_option(label="A removal service")
    page.get_by_label("A child wants to talk").select_option(label="A child helpline")
    press(page, "Next")
    page.get_by_label(CASE).fill("He does not look. 🧒")
    press(page, "Review")


@pytest.mark.parametrize("delivery", ["voila", "site"])
def test_it_first_says_how_it_is_marked_and_who_can_see(
    stage: Show, sheet: Read, delivery: str
) -> None:
    """Before the first question stand partial marks, that nothing is marked here, and privacy."""
    shown = stage(QuizWidget(sheet("quiz"), delivery=delivery))
    text = shown.page.locator(".cop").inner_text()
    assert "Nothing is marked on this page." in text
    assert "A pass is 3 of 4" in text
    assert "Your answers stay in this tab until you close it." in text
    assert ("not what you answer" in text) is (delivery == "voila")
    shown.page.get_by_text("How partial marks work").click()
    lines = shown.page.locator(".cop-fold li").all_inner_texts()
    assert [line.split(":")[0] for line in lines[:4]] == [
        "Choose one",
        "Choose all that fit",
        "Put in order",
        "Match",
    ]
    assert "Never below zero." in lines[1]


def test_one_question_at_a_time_and_none_answered_beforehand(taken: Any) -> None:
    """Next and Previous walk through, the focus is on each question's number, nothing is chosen."""
    page = taken.page
    press(page, "Begin")
    seen = []
    for _ in range(5):
        seen.append(page.evaluate("document.activeElement.innerText"))
        assert page.locator("input:checked").count() == 0
        press(page, "Next" if len(seen) < 5 else "Review")
    assert seen == [f"Question {n} of 4" for n in (1, 2, 3, 4)] + ["In your own words"]
    assert page.evaluate("document.activeElement.innerText") == "Review and hand in"
    press(page, "Previous", "Previous")
    assert page.evaluate("document.activeElement.innerText") == "Question 4 of 4"


def test_that_answers_are_kept_is_said_once_there_is_one(taken: Any) -> None:
    """The line on what is kept waits for a first answer, and stands there after a reload."""
    saved = taken.page.locator(".cop-saved")
    press(taken.page, "Begin")
    assert saved.inner_text() == ""
    taken.page.get_by_label("I cannot promise that").check()
    assert saved.inner_text() == "Kept in this tab until you close it."
    taken.open()
    assert saved.inner_text() == "Kept in this tab until you close it."


def test_the_list_of_questions_leads_to_each(taken: Any) -> None:
    """The list says what is answered, marks where one is, and jumps."""
    press(taken.page, "Begin")
    taken.page.get_by_label("I cannot promise that").check()
    taken.page.get_by_text("All questions").click()
    rows = taken.page.locator(".cop-jump-button")
    assert rows.nth(1).inner_text().split() == ["Question", "1", "of", "4", "answered"]
    assert rows.nth(1).get_attribute("aria-current") == "step"
    rows.nth(4).click()
    assert taken.page.evaluate("document.activeElement.innerText") == "Question 4 of 4"


def test_answers_have_the_hand_ins_form(taken: Any) -> None:
    """Each kind is kept as the contract of the hand-in wants it, with sureness and time."""
    answer_all(taken.page)
    kept = answers(taken)
    times = {answer.pop("at") for answer in kept.values()}
    assert all(len(time) == 20 and time.endswith("Z") for time in times)
    assert kept == {
        "promise": {"options": ["o1"], "sure": 3},
        "evidence": {"options": ["a", "d"], "sure": None},
        "steps": {"options": ["s1", "s3", "s4", "s2"], "sure": None},
        "who": {"pairs": {"m1": "p9", "m2": "p7", "m3": "p2"}, "sure": None},
        "the-case": {"text": "He does not look. 🧒"},
    }
    expect(taken.page.get_by_text("All questions are answered.")).to_be_visible()


def test_untouched_is_no_answer(taken: Any) -> None:
    """An order that nobody moved, a box unticked again, and blank words are no answers."""
    page = taken.page
    press(page, "Begin", "Next")
    page.get_by_label("User names").check()
    page.get_by_label("User names").uncheck()
    page.get_by_label("Guessing").check()
    press(page, "Next")
    page.get_by_label("Guessing").check()
    press(page, "Next", "Next")
    page.get_by_label(CASE).fill("   ")
    press(page, "Review")
    assert answers(taken) == {}
    assert "4 questions have no full answer." in page.locator(".cop").inner_text()


def test_a_text_alone_that_is_missing_is_no_question(taken: Any) -> None:
    """Where every question is answered and the text is not, the review names the text."""
    answer_all(taken.page)
    press(taken.page, "Previous")
    taken.page.get_by_label(CASE).fill("")
    press(taken.page, "Review")
    text = taken.page.locator(".cop").inner_text()
    assert "The text in your own words is still empty." in text
    assert "have no full answer" not in text


def test_sureness_chosen_first_is_not_lost(taken: Any) -> None:
    """Who says how sure they are before they answer finds it with the answer."""
    press(taken.page, "Begin")
    taken.page.get_by_label("Fairly sure").check()
    taken.page.get_by_label("I cannot promise that").check()
    assert answers(taken)["promise"]["sure"] == 2


def test_the_review_leads_to_what_is_open(taken: Any) -> None:
    """The review names each question that is open or half done, and leads there."""
    page = taken.page
    press(page, "Begin", "Next", "Next", "Next")
    page.get_by_label("A child wants to talk").select_option(label="A child helpline")
    press(page, "Next", "Review")
    rows = page.locator(".cop-open li").all_inner_texts()
    assert [" ".join(row.split()) for row in rows] == [
        "Question 1 of 4 not answered",
        "Question 2 of 4 not answered",
        "Question 3 of 4 not answered",
        "Question 4 of 4 not complete",
        "In your own words not answered",
    ]
    page.locator(".cop-open").get_by_role("button", name="Question 3 of 4").click()
    assert page.evaluate("document.activeElement.innerText") == "Question 3 of 4"


def test_above_the_words_stands_help(taken: Any) -> None:
    """The reflection asks not to write of a real child, and leads to help that is there now."""
    press(taken.page, "Begin", "Next", "Next", "Next", "Next")
    block = taken.page.locator(".cop-block")
    assert "Do not write about a real child. This is read days later." in block.inner_text()
    link = block.get_by_role("link", name="Worried now? Get help.")
    assert link.get_attribute("href") == "../help.ipynb"
    area = taken.page.get_by_label(CASE)
    area.fill("🧒abc")
    count = taken.page.locator(f"[id='{area.get_attribute('aria-describedby')}']")
    assert count.inner_text() == "4 characters"


def test_handing_in_downloads_a_sound_file(taken: Any) -> None:
    """The file has its proper name, canonical bytes and a check sum; nothing is sent."""
    answer_all(taken.page)
    taken.page.get_by_label("Your code or name").fill("  K-17 é ")
    with taken.page.expect_download() as started:
        press(taken.page, "Hand in")
    name = started.value.suggested_filename
    assert name.startswith("online-threats_K-17e_20")
    assert name.endswith("Z.json")
    data = started.value.path().read_bytes()
    document = json.loads(data)
    assert data == canonical(document)
    assert document["checksum"] == checksum(document)
    assert document["learner"] == "K-17 é"
    assert document["answers"] == answers(taken)
    assert sorted(document) == ["answers", "checksum", "edition", "format", "learner", "quiz"]
    assert name in taken.page.locator(".cop-outcome-note").inner_text()
    assert taken.calls() == []


def test_without_a_code_nothing_is_handed_in(taken: Any) -> None:
    """Hand in asks for the code first and moves the focus to its field."""
    answer_all(taken.page)
    press(taken.page, "Hand in")
    expect(taken.page.get_by_text("Type your code or name first")).to_be_visible()
    assert taken.page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"


def test_the_code_is_not_kept(taken: Any) -> None:
    """Who the learner is stands in the file alone, not in the tab's memory."""
    answer_all(taken.page)
    taken.page.get_by_label("Your code or name").fill("K-17")
    with taken.page.expect_download():
        press(taken.page, "Hand in")
    assert "K-17" not in str(taken.stored())
    assert taken.page.evaluate("localStorage.length") == 0


def test_a_reload_goes_on_at_the_same_question(taken: Any) -> None:
    """Answers, sureness, order and the place in the quiz survive a reload of the tab."""
    page = taken.page
    press(page, "Begin")
    page.get_by_label("I cannot promise that").check()
    page.get_by_label("Certain").check()
    press(page, "Next", "Next", "Move up: Listen, and thank the pupil")
    taken.open()
    expect(page.get_by_role("heading", name="Question 3 of 4")).to_be_visible()
    first = page.locator(".cop-order li").first.inner_text()
    assert first.strip() == "Listen, and thank the pupil"
    press(page, "Previous", "Previous")
    expect(page.get_by_label("I cannot promise that")).to_be_checked()
    expect(page.get_by_label("Certain")).to_be_checked()
    assert page.get_by_text("2 of 5 answered").is_visible()


BROKEN = [
    "{",
    "null",
    "[1]",
    '{"edition":"another","answers":{"promise":{"options":["o1"],"sure":1,"at":"x"}},"step":"steps"}',
    '{"edition":"0a1b2c3d4e5f","answers":{"promise":{"options":["gone"]},"who":{"pairs":{"m1":"p0"}}}}',
    '{"edition":"0a1b2c3d4e5f","answers":{"the-case":{"text":7},"nobody":{"options":["o1"]}},"step":"no"}',
    '{"edition":"0a1b2c3d4e5f","answers":7,"step":null}',
]


@pytest.mark.parametrize("kept", BROKEN)
def test_a_broken_or_foreign_memory_is_ignored(taken: Any, kept: str) -> None:
    """What does not fit this edition of the quiz is not shown and not handed in."""
    taken.page.evaluate("([key, kept]) => sessionStorage.setItem(key, kept)", [KEY, kept])
    taken.open()
    expect(taken.page.get_by_text("0 of 5 answered")).to_be_visible()
    press(taken.page, "Begin")
    taken.page.get_by_label("I cannot promise that").check()
    assert list(answers(taken)) == ["promise"]


def test_a_browser_that_keeps_nothing_says_so(stage: Show, sheet: Read) -> None:
    """Where storage is refused, the page says to hand in before it is closed."""
    shown = stage(QuizWidget(sheet("quiz"), delivery="site"))
    refuse = "Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('no'); }})"
    shown.page.add_init_script(refuse)
    shown.open()
    press(shown.page, "Begin")
    shown.page.get_by_label("I cannot promise that").check()
    expect(shown.page.locator(".cop-saved")).to_contain_text("a reload loses your answers")
