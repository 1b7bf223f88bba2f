"""Playing a branching story in a browser."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from copcourse.widgets import ScenarioWidget, SourcesWidget

Show = Callable[..., Any]
Read = Callable[[str], dict[str, Any]]
KEY = "copcourse:scenario:online-threats/sunday-night"
PHONE = "“Give me that phone. It goes in the drawer until we know more.”"
STAY = "“You are not in trouble. I am staying here with you.”"
SORRY = "“I took the phone because I was scared. That was my mistake. Let us do this together.”"
STOP = "Do not answer, do not pay. Block, and write down names and times."


@pytest.fixture
def played(stage: Show, sheet: Read) -> Any:
    """Show the story."""
    return stage(ScenarioWidget(sheet("scenario"), delivery="voila"))


def press(page: Page, *names: str) -> None:
    """Press buttons one after the other, by their accessible names."""
    for name in names:
        page.get_by_role("button", name=name, exact=True).click()


def focused(page: Page) -> str:
    """The text of what has the focus."""
    return str(page.evaluate("document.activeElement.innerText"))


def test_before_the_story_stands_what_it_is_about(played: Any) -> None:
    """About, not shown and minutes come first, and no scene is shown before Start."""
    text = played.page.locator(".cop").inner_text()
    for words in ("What it is about", "What is not shown", "No picture is shown", "4\u00a0minutes"):
        assert words in text
    assert played.page.get_by_text("At the door").count() == 0


def test_skipping_still_finishes_and_gives_the_gist(played: Any) -> None:
    """Skip says that the module counts as finished; what the safe ending teaches is folded."""
    press(played.page, "Skip and still finish")
    assert "counts as finished without it" in focused(played.page)
    gist = played.page.get_by_text("Stay first, ask later.")
    expect(gist).to_be_hidden()
    played.page.get_by_text("What the story shows").click()
    expect(gist).to_be_visible()
    played.page.reload()
    expect(played.page.get_by_text("counts as finished without it")).to_be_visible()
    press(played.page, "Read it after all")
    assert focused(played.page) == "At the door"


def test_a_choice_shows_what_happens_before_why(played: Any) -> None:
    """After a choice the other choices go; the consequence comes first, then reason and sources."""
    press(played.page, "Start", STAY)
    group = played.page.get_by_role("group", name="What happens")
    text = group.inner_text()
    places = [
        text.index(part) for part in (STAY, "shoulders drop", "Helps", "Blame keeps", "Sources:")
    ]
    assert places == sorted(places)
    assert played.page.get_by_role("button").all_inner_texts() == ["Go on", "Choose again"]
    status = played.page.get_by_role("status")
    assert status.inner_text().startswith("Malik’s shoulders drop a little.")
    assert "Helps. Blame keeps children silent" in status.inner_text()


@pytest.mark.parametrize(
    ("choice", "word"), [("stay", "Helps"), ("phone", "Harms"), ("ask", "Mixed")]
)
def test_quality_is_a_word_and_a_shape(stage: Show, sheet: Read, choice: str, word: str) -> None:
    """How good a choice is stands as a word with a shape of its own, not as a colour alone."""
    shown = stage(ScenarioWidget(sheet("scenario"), delivery="voila"))
    text = {one["id"]: one["text"] for one in sheet("scenario")["scenes"][0]["choices"]}[choice]
    press(shown.page, "Start", text)
    badge = shown.page.locator(".cop-why .cop-badge")
    assert badge.inner_text() == word
    paths = {"Helps": "M12 2a10", "Harms": "M12 2 1 21", "Mixed": "M12 1 1 12"}
    assert badge.locator("path").get_attribute("d").startswith(paths[word])


def test_choosing_again_takes_the_choice_back(played: Any) -> None:
    """Choose again brings the scene back with all its choices and forgets the one that was made."""
    press(played.page, "Start", PHONE, "Choose again")
    assert focused(played.page) == "At the door"
    assert (
        played.page.get_by_role("group", name="What do you do?").get_by_role("button").count() == 3
    )
    assert json.loads(played.stored()[KEY])["path"] == []


def test_a_new_scene_takes_the_focus_and_shows_the_way(played: Any) -> None:
    """Going on moves the focus to the scene's heading and lists what was chosen, folded."""
    press(played.page, "Start", PHONE, "Go on")
    assert focused(played.page) == "The light under the door"
    assert played.page.evaluate("document.activeElement.tagName") == "H5"
    assert played.page.get_by_role("status").inner_text() == ""
    way = played.page.locator("details", has_text="Your way so far")
    assert way.get_attribute("open") is None
    way.locator("summary").click()
    assert way.get_by_role("listitem").all_inner_texts() == [f"At the door\n{PHONE}"]


def test_a_scene_shows_its_safety_block(played: Any) -> None:
    """A block made by the course comes as it is, link included."""
    press(played.page, "Start", PHONE, "Go on")
    link = played.page.locator(".cop-block").get_by_role("link", name="Get help")
    assert link.get_attribute("href") == "../help.ipynb"


def test_a_sentence_is_said_before_good_ones_are_shown(played: Any) -> None:
    """The three good sentences come after the button, and nothing that was said is kept."""
    press(played.page, "Start", STAY, "Go on")
    good = "You did the right thing by telling me"
    assert good not in played.page.locator(".cop").inner_text()
    press(played.page, "I have said it")
    assert focused(played.page).startswith("Three good ways to say it")
    assert played.page.locator(".cop-quotes li").count() == 3
    assert played.page.get_by_role("button").all_inner_texts() == ["Go on"]
    assert good not in str(played.stored())
    press(played.page, "Go on")
    assert focused(played.page) == "Ten to midnight"


def test_an_ending_says_what_came_of_it_and_which_choices_mattered(played: Any) -> None:
    """An ending names its outcome, what it shows, and the reason of each choice that turned it."""
    press(
        played.page,
        "Start",
        PHONE,
        "Go on",
        SORRY,
        "Go on",
        "I have said it",
        "Go on",
        STOP,
        "Go on",
    )
    assert focused(played.page) == "Monday has a plan"
    text = played.page.locator(".cop").inner_text()
    assert "A safe ending: help has begun" in text
    assert "No reply, no payment; block and write down." in text
    steps = played.page.locator(".cop-steps > li")
    assert steps.count() == 3
    mattered = [step.locator(".cop-mattered").count() for step in steps.all()]
    assert mattered == [1, 1, 0]
    assert "To him it means that help was taken away" in steps.nth(0).inner_text()


def test_a_hard_ending_gives_the_way_back_and_help(played: Any) -> None:
    """A harm ending carries the way back and the block for danger."""
    press(
        played.page,
        "Start",
        PHONE,
        "Go on",
        "“It is late. We will look at it in the morning.”",
        "Go on",
    )
    text = played.page.locator(".cop").inner_text()
    assert "A hard ending, with a way back" in text
    assert "The teacher’s question is the way back" in text
    assert "Danger now?" in text


def test_any_earlier_choice_can_be_made_anew(played: Any) -> None:
    """From the ending a button leads back to each choice, and the path before it stays."""
    press(
        played.page,
        "Start",
        PHONE,
        "Go on",
        "“It is late. We will look at it in the morning.”",
        "Go on",
    )
    press(played.page, "Go back here: The light under the door")
    assert focused(played.page) == "The light under the door"
    assert json.loads(played.stored()[KEY])["path"] == [{"scene": "door", "choice": "phone"}]
    press(played.page, SORRY, "Go on", "I have said it", "Go on", STOP, "Go on", "Start again")
    assert focused(played.page) == "At the door"
    assert played.page.get_by_text("Your way so far").count() == 0


def test_the_keyboard_alone_plays_to_the_end(played: Any) -> None:
    """Tab and Enter reach an ending, and after each press the focus is on what is new."""
    page = played.page
    heard = []
    while not page.get_by_text("Start again").count() and len(heard) < 20:
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.tagName") != "BUTTON":
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        heard.append(focused(page).split("\n")[0])
    assert heard == [
        "At the door",
        f"You chose: {STAY}",
        "Before you touch anything",
        "Three good ways to say it",
        "Ten to midnight",
        "You chose: Pay a small part, to win some time.",
        "It cost money, and you stopped",
    ]


def test_a_reload_goes_on_where_the_reader_was(played: Any) -> None:
    """The open feedback is there again after a reload, and going on works from it."""
    press(played.page, "Start", PHONE, "Go on", SORRY)
    played.open()
    assert "You chose" in played.page.locator(".cop").inner_text()
    press(played.page, "Go on")
    assert focused(played.page) == "Before you touch anything"


BROKEN = [
    "{",
    "null",
    "[]",
    '"story"',
    '{"view":"story"}',
    '{"view":"story","path":[null]}',
    '{"view":"story","path":[{"scene":"midnight","choice":"stop"}],"open":false}',
    '{"view":"story","path":[{"scene":"door","choice":"no-such"}],"open":true}',
    '{"view":"elsewhere","path":[]}',
]


@pytest.mark.parametrize("kept", BROKEN)
def test_a_broken_memory_is_ignored(played: Any, kept: str) -> None:
    """What another version or program left behind starts the story afresh."""
    played.page.evaluate("([key, kept]) => sessionStorage.setItem(key, kept)", [KEY, kept])
    played.open()
    expect(played.page.get_by_role("button", name="Start", exact=True)).to_be_visible()


def test_nothing_is_kept_before_a_choice(played: Any) -> None:
    """Only looking at the page leaves no trace, and what is kept is this tab's alone."""
    assert played.stored() == {}
    press(played.page, "Start", STAY)
    assert played.page.evaluate("localStorage.length") == 0
    assert list(played.stored()) == [KEY]


def test_a_browser_without_storage_plays_all_the_same(stage: Show, sheet: Read) -> None:
    """Where the browser refuses storage, the story works and only a reload forgets."""
    shown = stage(ScenarioWidget(sheet("scenario"), delivery="voila"))
    refuse = "Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('no'); }})"
    shown.page.add_init_script(refuse)
    shown.open()
    press(shown.page, "Start", STAY, "Go on")
    assert focused(shown.page) == "Before you touch anything"


def test_a_source_leads_to_its_entry_in_the_list(stage: Show, sheet: Read) -> None:
    """Pressing a source under a reason moves the focus to its entry, also inside a fold."""
    shown = stage(
        ScenarioWidget(sheet("scenario"), delivery="voila"),
        SourcesWidget(sheet("sources"), delivery="voila"),
    )
    shown.page.evaluate(
        """() => { const fold = document.createElement('details');
                   const list = document.querySelector('.cop-sources');
                   list.replaceWith(fold); fold.append(list); }"""
    )
    press(shown.page, "Start", STAY)
    shown.page.get_by_role("link", name="NCMEC 2023").click()
    assert shown.page.evaluate("document.activeElement.id") == "source-ncmec"
    assert shown.page.locator("#source-ncmec").is_visible()
