"""A story on paper: numbers that lead somewhere, tell nothing, and end as on the screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from copcourse.content import Course, Scenario
from copcourse.handouts.deck import make_deck
from copcourse.handouts.pdf import make_pdf

# A card that is cut by the paper's end, or whose words leave it.
BURST = """() => [...document.querySelectorAll(".large, .small-card")]
  .filter((card) => card.scrollHeight > card.clientHeight + 2
    || card.scrollWidth > card.clientWidth + 2)
  .map((card) => card.id)"""
# The pages' height without their margins, in CSS's pixels.
ROOM = {"A4": (297 - 24) * 96 / 25.4, "letter": (279.4 - 24) * 96 / 25.4}


def read(text: str) -> BeautifulSoup:
    """A page as a tree."""
    return BeautifulSoup(text, "html.parser")


def stories(course: Course) -> list[tuple[str, Scenario]]:
    """Every story of the course with its file."""
    return [
        (f"m{number}-story-{place}.html", scenario)
        for number, module in enumerate(course.modules, 1)
        for place, scenario in enumerate(module.scenarios, 1)
    ]


def on_screen(scenario: Scenario) -> set[tuple[str, ...]]:
    """Every way through a story as the letters chosen and the ending's title."""
    ways: set[tuple[str, ...]] = set()

    def walk(here: str, letters: tuple[str, ...]) -> None:
        if ending := scenario.ending(here):
            ways.add((*letters, ending.title))
            return
        scene = scenario.scene(here)
        assert scene
        for letter, choice in zip("ABCDEFGH", scene.choices, strict=False):
            walk(choice.goto, (*letters, letter if scene.is_decision else "-"))

    walk(scenario.start, ())
    return ways


def at_a_table(path: Path) -> set[tuple[str, ...]]:
    """The same, by nothing but the printed words: numbers on cards, and what each says is next."""
    page = read(path.read_text("utf-8"))
    cards = {}
    for card in page.select(".large, .small-card"):
        number = card.select(".number")[0].get_text().strip()
        assert number not in cards
        cards[number] = card
    ways: set[tuple[str, ...]] = set()

    def next_number(text: str) -> str:
        return re.findall(r"card (\d+)\s*$", text)[0]

    def walk(number: str, letters: tuple[str, ...]) -> None:
        card = cards[number]
        if "small-card" in card.get("class"):
            walk(next_number(card.get_text()), letters)
            return
        choices = card.select(".ways li")
        if not choices:
            title = card.select("h2")[0].get_text()
            ways.add((*letters, title.split(maxsplit=1)[1].strip()))
        for choice in choices:
            text = choice.get_text()
            letter = text[0] if re.match(r"[A-H]\. ", text) else "-"
            walk(next_number(text), (*letters, letter))

    walk(next_number(page.select(".lead .go")[0].get_text()), ())
    return ways


def test_each_way_at_a_table_ends_as_on_the_screen(course: Course, handed: Path) -> None:
    """Whatever a table chooses, the cards lead it to the ending that the screen would show."""
    wrong = [
        name
        for name, scenario in stories(course)
        if at_a_table(handed / name) != on_screen(scenario)
    ]
    assert wrong == []


def test_numbers_tell_nothing(course: Course) -> None:
    """No deck has its scenes in the story's order, and the endings are not together."""
    for _, scenario in stories(course):
        deck = make_deck(scenario)
        places = {card.record.id: card.number for card in deck.large}
        told = [places[one.id] for one in (*scenario.scenes, *scenario.endings)]
        assert sorted(told) == list(range(1, len(told) + 1))
        assert told != sorted(told)
        ends = sorted(places[one.id] for one in scenario.endings)
        assert ends[-1] - ends[0] >= len(ends)
        assert deck == make_deck(scenario)


def test_the_deck_says_on_a_small_card_alone_what_follows(course: Course, handed: Path) -> None:
    """No large card shows what a choice brings, how good it is, or a sentence to compare with."""
    for name, scenario in stories(course):
        page = read((handed / name).read_text("utf-8"))
        large = " ".join(card.get_text() for card in page.select(".large"))
        small = " ".join(card.get_text() for card in page.select(".small-card"))
        for scene in scenario.scenes:
            hidden = [
                *scene.say_it,
                *(c.then for c in scene.choices),
                *(c.why for c in scene.choices),
            ]
            assert [text for text in hidden if text and text in large] == []
            assert [text for text in hidden if text and text not in small] == []


@pytest.mark.parametrize("paper", ["A4", "letter"])
def test_no_card_is_cut(course: Course, handed: Path, browser: Browser, paper: str) -> None:
    """On A4 and on US Letter each card holds its words and is lower than a page."""
    context = browser.new_context(viewport={"width": 718 if paper == "A4" else 740, "height": 900})
    page = context.new_page()
    page.emulate_media(media="print")
    found = {}
    for name, _ in stories(course):
        page.goto((handed / name).as_uri())
        heights = page.evaluate(
            "[...document.querySelectorAll('.large, .row')].map((one) => one.offsetHeight)"
        )
        if (burst := page.evaluate(BURST)) or max(heights) > ROOM[paper]:
            found[name] = (burst, max(heights))
    context.close()
    assert found == {}


def test_pages_of_a_printed_deck(handed: Path) -> None:
    """In PDF no number stands on two pages: each card is whole on one."""
    from io import BytesIO

    from pypdf import PdfReader

    reader = PdfReader(BytesIO(make_pdf((handed / "m2-story-1.html").read_text("utf-8"))))
    texts = [page.extract_text() for page in reader.pages]
    ends = [text.count("Go on with large card") for text in texts]
    starts = [len(re.findall(r"Card \d+, (?:choice [A-D]|said aloud)", text)) for text in texts]
    assert starts == ends
    assert max(starts) == 6
