"""A whole module by the keyboard alone, and one by accessible names alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from keyboard import Keyboard
from playwright.sync_api import Browser, Locator, Page, expect

from copcourse.exporting.addresses import folder_name
from copcourse.material import Material
from whole.playing import ROOT, SLUG, STORIES, WORDS, Sheet, way_to

MATERIAL = Material(ROOT / "modules" / SLUG)
# Between them they hold all four kinds of question.
SECTIONS = ("section-2", "self-check")
TITLE = "Online threats"
STORY, PRACTICE, HELP = WORDS["scenario"], WORDS["practice"], WORDS["helplines"]


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The home page in a fresh profile."""
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(15_000)
    fresh = context.new_page()
    fresh.goto(f"{address}/index.html")
    yield fresh
    context.close()


def test_the_sections_hold_every_kind() -> None:
    """What the two tests below answer is of all four kinds."""
    items = [item for when in SECTIONS for item in MATERIAL.practice(when)["items"]]
    assert {item["kind"] for item in items} == {"single", "several", "order", "match"}


def test_a_module_is_completed_with_the_keyboard_alone(page: Page) -> None:
    """From home through reading, questions, a story to its end, and help: no mouse is needed."""
    hands = Keyboard(page)
    hands.press("Tab")
    assert hands.here() == WORDS["frame"]["skip"]
    hands.press("Enter")
    hands.enter(TITLE)
    page.wait_for_url(f"**/{folder_name(SLUG)}/module.html")
    hands.press("Tab", "Enter")
    hands.enter("Who does what")
    expect(page.locator(":focus")).to_have_attribute("id", "section-2")
    for when in SECTIONS:
        if when == "self-check":
            play(hands)
        for item in MATERIAL.practice(when)["items"]:
            hands.answer(item, PRACTICE)
            hands.press("Enter")
            view = page.get_by_role("group", name=item["ask"], exact=True)
            expect(view.get_by_text(PRACTICE["well_done"], exact=True)).to_be_visible()
            # The pressed button is gone; the focus is at what it brought.
            expect(view.locator(":focus")).to_contain_text(PRACTICE["well_done"])
    country = MATERIAL.helplines()["countries"][2]
    hands.to(HELP["country"])
    hands.press(*["ArrowDown"] * 3)
    hands.to(HELP["call"].format(phone=first_phone(country)))
    hands.to(HELP["country"], "Shift+Tab")
    hands.press("Home")
    expect(page.locator(".cop-shown")).to_be_empty()


def first_phone(country: Sheet) -> str:
    """The number for danger of a country."""
    lines = (line for line in country["lines"] if line["kind"] == "emergency")
    return str(next(lines)["phone"])


def play(hands: Keyboard) -> None:
    """Read the first story to a safe ending, and begin it again."""
    sheet = MATERIAL.scenario(STORIES[0])
    way, ending = way_to(sheet, "safe")
    hands.enter(STORY["start"])
    scenes = {scene["id"]: scene for scene in sheet["scenes"]}
    for number, (scene_id, choice_id) in enumerate(way):
        texts = {one["id"]: one["text"] for one in scenes[scene_id]["choices"]}
        hands.to(texts[choice_id])
        hands.press("Enter" if number % 2 else "Space")
        hands.enter(STORY["go_on"])
    assert hands.here() == ending["title"]
    hands.to(STORY["again"])
    hands.to(STORY["go_back_to"].format(scene=scenes[way[-1][0]]["title"]), "Shift+Tab")


def test_a_module_is_completed_by_names_alone(page: Page) -> None:
    """Whatever a reader uses has a role and a name that says what it is for."""
    page.get_by_role("main").get_by_role("link", name=TITLE, exact=True).first.click()
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    page.get_by_role("link", name="Who does what", exact=True).click()
    for when in SECTIONS:
        for item in MATERIAL.practice(when)["items"]:
            view = page.get_by_role("group", name=item["ask"], exact=True)
            give(view, item)
            view.get_by_role("button", name=PRACTICE["check"], exact=True).click()
            expect(view.get_by_role("button", name=PRACTICE["clear"], exact=True)).to_be_visible()
    sheet = MATERIAL.scenario(STORIES[0])
    way, ending = way_to(sheet, "safe")
    page.get_by_role("button", name=STORY["start"], exact=True).first.click()
    scenes = {scene["id"]: scene for scene in sheet["scenes"]}
    for scene_id, choice_id in way:
        scene = scenes[scene_id]
        expect(page.get_by_role("heading", name=scene["title"], exact=True)).to_be_focused()
        texts = {one["id"]: one["text"] for one in scene["choices"]}
        page.get_by_role("button", name=texts[choice_id], exact=True).click()
        name = STORY["compare"] if scene.get("say_it") else STORY["then"]
        expect(page.get_by_role("group", name=name, exact=True)).to_be_focused()
        page.get_by_role("button", name=STORY["go_on"], exact=True).click()
    expect(page.get_by_role("heading", name=ending["title"], exact=True)).to_be_focused()
    country = MATERIAL.helplines()["countries"][2]
    page.get_by_label(HELP["country"], exact=True).select_option(label=country["name"])
    call = HELP["call"].format(phone=first_phone(country))
    expect(page.get_by_role("link", name=call, exact=True).first).to_be_visible()
    page.get_by_role("navigation", name="Course").get_by_role("link", name="Get help").click()
    expect(page.get_by_role("heading", name="Get help", level=1)).to_be_visible()


def give(view: Locator, item: Sheet) -> None:
    """Answer a practice item rightly."""
    texts = {option["id"]: option["text"] for option in item["options"]}
    key = item["key"]
    if item["kind"] == "match":
        sides = {pair["id"]: pair["text"] for pair in item["pairs"]}
        for one, text in texts.items():
            view.get_by_label(text, exact=True).select_option(label=sides[key[one]])
    elif item["kind"] == "order":
        now = list(texts)
        if now == key:
            view.get_by_role("button", name=PRACTICE["keep_order"], exact=True).click()
        for place, one in enumerate(key):
            up = PRACTICE["move_up"].format(text=texts[one])
            for _ in range(now.index(one) - place):
                view.get_by_role("button", name=up, exact=True).click()
            now.remove(one)
            now.insert(place, one)
    else:
        role = "radio" if item["kind"] == "single" else "checkbox"
        for one in key:
            view.get_by_role(role, name=texts[one], exact=True).check()
