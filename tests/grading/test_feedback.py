"""What a page of feedback says, and what it must not say."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from told import COURSE, background, handed_in, plain, seen, shown_by_hand, told
from trainer import ROOT

from copcourse.content import Quiz
from copcourse.grading.feedback.background import quiz_files, read_background
from copcourse.grading.feedback.page import page
from copcourse.grading.feedback.records import Given
from copcourse.grading.feedback.telling import feedback
from copcourse.marking import mark_bytes
from copcourse.reading import read_quiz
from copcourse.words import words

SLUG = "online-threats"
FORMS = ROOT / "tests" / "content" / "forms"
QUIZZES = sorted(quiz_files(COURSE))
HOSTILE = (
    "<script>document.title='taken'</script>&lt;b&gt;</blockquote>\x00\x1b[31m\ud83d"
    "{{ 7*7 }} \u202eabc مرحبا\n=cmd|' /C calc'!A0"
)


def answers(quiz: Quiz, wrong: tuple[str, ...] = (), sure: int | None = 2) -> dict[str, object]:
    """Every item right but for some."""
    return {
        item.id: {**item.sample("wrong" if item.id in wrong else "correct"), "sure": sure}
        for item in quiz.items
    }


def each_in_turn(quiz: Quiz) -> list[dict[str, object]]:
    """Hand-ins that choose each wrong option of each item between them, and none that is right."""
    rounds = []
    for turn in range(max(len(item.options) for item in quiz.items)):
        given: dict[str, object] = {}
        for item in quiz.items:
            bad = [option.id for option in item.options if not option.correct]
            if item.kind in ("single", "several"):
                given[item.id] = {"options": [bad[turn % len(bad)]], "sure": 3}
            else:
                given[item.id] = {**item.sample("wrong"), "sure": 1}
        rounds.append(given)
    return rounds


def sisters(slug: str) -> list[Quiz]:
    """Where the sisters of a quiz's items stand: the quiz itself, and its module's forms."""
    module = background(slug).quiz.module
    forms = {path.stem: path for path in (*FORMS.glob("*.toml"), *quiz_files(COURSE).values())}
    names = (module, f"{module}-before", f"{module}-later")
    return [read_quiz(forms[name]) for name in names if name in forms]


@pytest.mark.parametrize("slug", QUIZZES)
def test_no_key_stands_on_a_page(slug: str) -> None:
    """Who chose nothing right reads no right answer of the quiz, of a sister form, nor the rubric.

    Every wrong option of every item is chosen once, and the page for no answer at all is among
    them.
    """
    shared = background(slug)
    keys = [
        plain(option.text).casefold()
        for quiz in sisters(slug)
        for item in quiz.items
        for option in item.options
        if option.correct
    ]
    assert len(keys) >= len(shared.quiz.items) // 2
    hidden = [*keys, *(plain(one).casefold() for one in shared.quiz.misconceptions)]
    if shared.quiz.reflection:
        hidden += [plain(line).casefold() for line in shared.quiz.reflection.rubric]
    for given in (*each_in_turn(shared.quiz), {}):
        text = seen(told(shared, given)).casefold()
        assert [one for one in hidden if one in text] == []


@pytest.mark.parametrize("slug", QUIZZES)
def test_what_is_right_is_taught_all_the_same(slug: str) -> None:
    """Each reason, the feedback of each chosen option, and a part to read again are on the page."""
    shared = background(slug)
    for given in each_in_turn(shared.quiz):
        text = seen(told(shared, given))
        for item in shared.quiz.items:
            assert plain(item.explain) in text
            chosen = given[item.id]
            for option in item.options:
                if option.id in chosen.get("options", chosen.get("pairs", ())):
                    assert plain(option.feedback) in text
    parts = shared.again
    assert [item.id for item in shared.quiz.items if not parts[item.id]] == []


def test_critical_questions_come_first_and_wrong_ones_first_of_all() -> None:
    """The order of the page is that of what matters for a child, with the quiz's own numbers."""
    shared = background(SLUG)
    critical = [item for item in shared.quiz.items if item.critical]
    text = seen(told(shared, answers(shared.quiz, wrong=(critical[1].id,))))
    places = [text.index(plain(item.ask)) for item in critical]
    assert places[1] < places[0] < places[2]
    others = [text.index(plain(item.ask)) for item in shared.quiz.items if not item.critical]
    assert max(places) < min(others)
    assert others == sorted(others)
    assert text.count("What to do instead, and why") == 1
    first = text.index("Question 3 Safety question")
    assert first < text.index("Not right yet 0 of 1 point") < text.index("Question 1 Safety")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ((), "You have passed. Well done."),
        (("leila-holds-out-her-phone",), "You have the points for it. 1 safety question is not"),
        (
            (
                "milan-and-the-joke",
                "juno-in-the-chat",
                "roza-takes-it-back",
                "rosa-after-the-match",
            ),
            "You are 1 point short of it. Nothing is lost",
        ),
    ],
)
def test_the_score_is_held_against_the_pass_mark(wrong: tuple[str, ...], says: str) -> None:
    """A pass needs nine points and every safety question; what is missing is said kindly."""
    shared = background(SLUG)
    text = seen(told(shared, answers(shared.quiz, wrong)))
    assert "A pass is 9 of 12 points for the questions, with every safety question right." in text
    assert says in text
    assert ("You have passed" in text) is (not wrong)


def test_marks_by_hand_lateness_and_comment_are_told() -> None:
    """The gradebook's points count; a reflection is not marked until a person has done it."""
    shared = background(SLUG)
    reflection = shared.quiz.reflection
    assert reflection is not None
    given = answers(shared.quiz) | {reflection.id: {"text": "I would thank her."}}
    waiting = seen(told(shared, given))
    assert "In your own words not marked yet Together so far 12 of 16" in waiting
    assert "Not marked yet. A person reads it, so it takes longer." in waiting

    by_hand = shown_by_hand(reflection.id, 3.5, "Warm & clear")
    lower = {**by_hand.points, "item-milan-and-the-joke": 0.5}
    text = seen(told(shared, given, evolve(by_hand, points=lower, late=2.0)))
    assert "The questions 11.5 of 12 In your own words 3.5 of 4" in text
    assert "Taken off because it came late −2 Together 13 of 16" in text
    assert "3.5 of 4 points Warm & clear" in text
    assert "Right 0.5 of 1 point The person who marked this changed the points by hand." in text
    assert "You have passed" in text


def test_how_sure_they_were_is_held_against_how_it_came_out() -> None:
    """Each of the nine ways has its own words, and the sum over all says what to make of it."""
    shared = background(SLUG)
    items = shared.quiz.items
    given = {item.id: {**item.sample("correct"), "sure": 1} for item in items[:2]}
    given |= {item.id: {**item.sample("wrong"), "sure": 3} for item in items[2:5]}
    several = next(item for item in items if item.kind == "several")
    given[several.id] = {"options": list(several.right_ids[:1]), "sure": 2}
    text = seen(told(shared, given))
    assert text.count("Guessing. You know more than you thought.") == 2
    assert text.count("Certain. This one is worth a second look") == 3
    assert "Fairly sure. Part of it was right. The rest is worth a second look." in text
    assert "You found 1 of 3." in text
    assert "Certain 0 0 3 Fairly sure 0 1 0 Guessing 2 0 0" in text
    assert "3 answers that you were certain of are not wholly right." in text
    assert "2 answers that you guessed are right. You know more than you thought." in text
    assert "You did not say how sure you were." in seen(told(shared, {}))


def test_a_short_form_has_no_pass_mark_and_tells_its_confidence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a reflection and a pass mark the page is whole, and the two confidences are on it."""
    monkeypatch.setenv("COPCOURSE_QUIZZES", str(FORMS))
    shared = read_background(COURSE, f"{SLUG}-before")
    asked = shared.quiz.confidence
    text = seen(told(shared, answers(shared.quiz) | {asked[0].id: {"scale": 4}}))
    assert "The questions 4 of 4 Nobody passes or fails here." in text
    assert f"{plain(asked[0].ask)} 4: Quite {plain(asked[1].ask)} No answer." in text
    assert "In your own words" not in text
    assert "Safety question" not in text


def test_a_hand_in_that_cannot_be_read_is_not_called_wrong() -> None:
    """A damaged file, and a single answer that makes no sense, are told apart from wrong ones."""
    shared = background(SLUG)
    marked = mark_bytes(shared.quiz, b"{")
    text = seen(page(shared, feedback(shared, marked, Given(submission="1"), "ana-folder")))
    assert "For ana-folder" in text
    assert "Your answers could not be read, which is not the same as wrong." in text
    assert "Not right yet" not in text.replace("Partly right Not right yet", "")
    odd = {shared.quiz.items[0].id: {"options": ["nobody"]}}
    text = seen(told(shared, odd))
    assert "Could not be read 0 of 1 point Your answer Your answer could not be read" in text


def test_what_a_learner_typed_is_text(browser: Browser, tmp_path: Path) -> None:
    """Markup, control characters, half characters and bidi marks are shown and do nothing."""
    shared = background(SLUG)
    reflection = shared.quiz.reflection
    assert reflection is not None
    given = answers(shared.quiz) | {reflection.id: {"text": HOSTILE}}
    by_hand = shown_by_hand(reflection.id, 1, HOSTILE)
    file = tmp_path / "page.html"
    file.write_text(told(shared, given, by_hand, learner=HOSTILE), encoding="utf-8")
    assert "<script" not in file.read_text(encoding="utf-8")
    asked: list[str] = []
    fresh = browser.new_context()
    try:
        shown = fresh.new_page()
        shown.on("request", lambda request: asked.append(request.url))
        shown.goto(file.as_uri())
        safe = (
            HOSTILE.replace("\x00", "\ufffd").replace("\x1b", "\ufffd").replace("\ud83d", "\ufffd")
        )
        words_of = "blockquote[dir=auto]"
        assert shown.locator(words_of).all_text_contents() == [safe, safe]
        assert shown.locator("header bdi").text_content() == safe
        assert shown.title() == "Online threats: your answers, and why"
    finally:
        fresh.close()
    assert asked == [file.as_uri()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_can_be_read_by_anybody(
    browser: Browser, tmp_path: Path, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """axe finds nothing, and nothing is wider than a small phone, whatever was answered."""
    shared = background(SLUG)
    reflection = shared.quiz.reflection
    assert reflection is not None
    by_hand = shown_by_hand(reflection.id, 3, "Warm & clear")
    written = {reflection.id: {"text": "W" * 300}}
    pages = {
        "right": told(shared, answers(shared.quiz) | written, by_hand),
        "wrong": told(shared, each_in_turn(shared.quiz)[0], evolve(by_hand, late=1.0)),
        "silent": told(shared, {}),
        "longer": told(evolve(shared, words=words("en-XA")), each_in_turn(shared.quiz)[1]),
    }
    monkeypatch.setenv("COPCOURSE_QUIZZES", str(FORMS))
    form = read_background(COURSE, f"{SLUG}-later")
    pages["form"] = told(form, answers(form.quiz))
    # axe is put into the page as a script, which the page's own policy forbids.
    fresh = browser.new_context(
        bypass_csp=True, viewport={"width": 320, "height": 640}, color_scheme=scheme
    )
    try:
        shown, found = fresh.new_page(), {}
        for name, text in pages.items():
            (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")
            shown.goto((tmp_path / f"{name}.html").as_uri())
            violations = Axe().run(shown).response["violations"]
            width = shown.evaluate("document.documentElement.scrollWidth")
            found[name] = [each["id"] for each in violations], width
    finally:
        fresh.close()
    assert found == dict.fromkeys(pages, ([], 320))


def test_every_word_comes_from_the_words_file() -> None:
    """In a language made of English words, none of the English ones is left."""
    shared = background(SLUG)
    pseudo = evolve(shared, words=words("en-XA"))
    for given in (answers(shared.quiz), *each_in_turn(shared.quiz), {}):
        text = seen(told(pseudo, given))
        plainly = [one for one in words("en")["feedback"].values() if "{" not in one]
        # Short words stand in the course's own sentences too.
        left = [one for one in plainly if len(one) > 12 and one in text]
        assert left == []


def test_a_page_holds_one_learner_and_is_the_same_again() -> None:
    """What is on a page depends on one hand-in alone, so it can be made again byte for byte."""
    shared = background(SLUG)
    first = told(shared, answers(shared.quiz), learner="Ana")
    other = told(shared, each_in_turn(shared.quiz)[0], learner="Bo")
    assert told(shared, answers(shared.quiz), learner="Ana") == first
    assert "Bo" not in seen(first).replace("Books", "")
    assert "For Ana" not in seen(other)


def test_links_lead_where_a_frightened_parent_may_go() -> None:
    """A source that must not be opened is named without a link."""
    shared = background(SLUG)
    text = told(shared, {})
    cited = {one for item in shared.quiz.items for one in item.sources}
    linked = {one for one in cited if shared.sources[one].link}
    assert cited - linked, "the quiz cites a source that is not linked"
    for one in cited:
        source = shared.sources[one]
        assert (f'href="{source.url}"' in text) is source.link
        assert plain(source.title) in seen(text)


def test_marks_are_those_of_the_hand_in() -> None:
    """Without a row in the gradebook the points are those that marking gives."""
    shared = background(SLUG)
    marked = handed_in(shared.quiz, answers(shared.quiz))
    made = feedback(shared, marked, Given(submission="1"), "folder")
    assert made.score.points == marked.points == 12
