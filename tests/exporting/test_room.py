"""The projector's view and the educator's window, from a web server and from a stick."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from keyboard import Keyboard
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from copcourse.exporting.addresses import folder_name
from copcourse.material import Material
from copcourse.texts import without_citations
from copcourse.words import words
from whole.playing import ROOT, SLUG, STORIES, Net, way_to

MODULE = ROOT / "modules" / SLUG
SAID = {**words("en")["scenario"], **words("en")["room"]}
STORY = Material(MODULE).scenario(STORIES[0])
FIRST = STORY["scenes"][0]
# What a browser holds for a page beyond its history.
STORED = """async () => [
  Object.keys(localStorage), Object.keys(sessionStorage), document.cookie,
  (await indexedDB.databases?.() ?? []).length, window.caches ? await caches.keys() : []
]"""
# By how much the reading of a step goes on below the screen, or under the row of buttons.
BELOW = """() => {
  const read = [...document.querySelectorAll(".cop-room-stage :is(h2, p, li)")];
  const open = read.filter((one) => !one.closest("details"));
  const ends = open.map((one) => one.getBoundingClientRect().bottom);
  const row = document.querySelector(".cop-room-controls");
  return Math.max(...ends) - (innerHeight - row.offsetHeight);
}"""
NOTHING = [[], [], "", 0, []]
PROJECTOR = {"width": 1920, "height": 1080}
LAPTOP = {"width": 1280, "height": 720}

Where = Callable[[str], str]


@pytest.fixture(params=["web", "stick"])
def where(request: pytest.FixtureRequest, site: Path) -> Where:
    """The address of the module's pages, on a server and as files."""
    if request.param == "stick":
        return lambda name: (site / folder_name(SLUG) / f"{name}.html").as_uri()
    address = request.getfixturevalue("address")
    return lambda name: f"{address}/{folder_name(SLUG)}/{name}.html"


@pytest.fixture
def room(context: BrowserContext, where: Where) -> Page:
    """The projector's view, with its stories to choose from."""
    page = context.new_page()
    page.set_viewport_size(PROJECTOR)  # type: ignore[arg-type]  # width and height
    page.goto(where("room"))
    return page


def take(page: Page) -> None:
    """Choose the story, and go on to its first scene."""
    page.get_by_role("button", name=f"{SAID['take']}: {STORY['title']}").click()
    on(page)
    expect(page.get_by_role("heading", level=2)).to_have_text(FIRST["title"])


def stage(page: Page) -> Locator:
    """What the room sees."""
    return page.locator(".cop-room-stage")


def status(page: Page) -> Locator:
    """What a screen reader is told."""
    return page.locator("main [role=status]")


def on(page: Page, key: str = "PageDown") -> None:
    """One step on. Where a step is longer than the screen, the key first shows the rest of it."""
    look = "[document.querySelector('.cop-room-stage').className, document.querySelector('h2').id]"
    page.evaluate("document.querySelector('.cop-room-stage h2').id = 'before'")
    for _ in range(4):
        page.keyboard.press(key)
        if page.evaluate(look)[1] != "before":
            return
    pytest.fail(f"{key} leads no further", pytrace=False)


def counts(page: Page) -> list[str]:
    """What stands in the fields for counting."""
    fields: list[str] = page.locator("[data-count]").evaluate_all("all => all.map(a => a.value)")
    return fields


def shares(page: Page) -> list[str]:
    """The numbers beside the bars."""
    return page.locator(".cop-room-figure").all_text_contents()


def test_a_group_plays_a_whole_story_by_keys_alone(
    context: BrowserContext, where: Where, site: Path
) -> None:
    """Cards are counted and shown, each card's outcome and reason read; nothing is kept or sent."""
    net = Net(where("room"))
    net.spread(context)
    page = context.new_page()
    page.set_viewport_size(PROJECTOR)  # type: ignore[arg-type]  # width and height
    page.goto(where("room"))
    assert page.title() == "Reading"
    keys = Keyboard(page)
    keys.enter(f"{SAID['take']}: {STORY['title']}")
    for text in (STORY["about"], STORY["not_shown"], SAID["step_out"]):
        expect(stage(page).get_by_text(text)).to_be_visible()
    way, ending = way_to(STORY, "safe")
    scenes = {scene["id"]: scene for scene in STORY["scenes"]}
    on(page)
    for scene_id, choice_id in way:
        scene = scenes[scene_id]
        expect(page.get_by_role("heading", level=2)).to_have_text(scene["title"])
        if scene["say_it"]:
            on(page)
            for line in scene["say_it"]:
                expect(stage(page).get_by_text(line, exact=True)).to_be_visible()
            on(page)
            continue
        ids = [choice["id"] for choice in scene["choices"]]
        card = ids.index(choice_id) + 1
        other = card % len(ids) + 1
        keys.press(*[str(card)] * 3, *[str(other)] * 2, f"Shift+Digit{other}")
        expect(stage(page).get_by_text("4 cards counted")).to_be_visible()
        expect(page.locator(".cop-room-bar")).to_have_count(0)
        on(page, " ")
        wanted = {card: "3 of 4", other: "1 of 4"}
        assert shares(page) == [wanted.get(one, "0 of 4") for one in range(1, len(ids) + 1)]
        choice = scene["choices"][card - 1]
        why = stage(page).get_by_text(choice["why"], exact=True)
        on(page, "Enter")
        expect(stage(page).get_by_text(choice["then"], exact=True)).to_be_visible()
        expect(why).to_have_count(0)
        on(page)
        expect(why).to_be_visible()
        on(page)
        expect(
            stage(page).get_by_text(SAID[f"talk_{choice['quality']}"], exact=True)
        ).to_be_visible()
        on(page)
    expect(page.get_by_role("heading", level=2)).to_have_text(ending["title"])
    expect(stage(page).get_by_text(SAID["outcome_safe"])).to_be_visible()
    on(page)
    for line in ending["learned"]:
        expect(stage(page).get_by_text(line, exact=True)).to_be_visible()
    assert page.evaluate(STORED) == NOTHING
    assert net.faults == []
    assert {request.method for request in net.requests} == {"GET"}
    assert net.frames == []
    assert net.strays() == []
    page.close()
    fresh = context.new_page()
    fresh.goto(where("room"))
    expect(fresh.get_by_role("heading", level=2)).to_have_text(SAID["choose_story"])
    assert fresh.evaluate(STORED) == NOTHING


def test_a_reload_in_the_middle_goes_on_where_it_was(room: Page) -> None:
    """Scene, step, counts and a dark screen are there again, also after the link to the text."""
    take(room)
    for key in "1123":
        room.keyboard.press(key)
    on(room)
    room.keyboard.press("3")
    room.reload()
    assert shares(room) == ["2 of 4", "1 of 4", "1 of 4"][: len(FIRST["choices"])]
    expect(room.get_by_role("button", name="Card 3 is next.")).to_have_attribute(
        "aria-pressed", "true"
    )
    room.locator(".cop-skip").focus()
    room.keyboard.press("Enter")
    room.reload()
    expect(room.get_by_role("button", name="Card 3 is next.")).to_be_visible()
    room.keyboard.press("b")
    room.reload()
    expect(room.locator(".cop-room-stage")).to_be_hidden()
    expect(room.get_by_role("link", name="Get help", exact=True)).to_be_visible()
    room.keyboard.press(".")
    expect(room.locator(".cop-room-stage")).to_be_visible()


@pytest.mark.parametrize("held", ['{"story": "x"}', '{"story": "%s", "path": [1, {}]}', "7"])
def test_what_does_not_fit_the_story_is_let_go(
    site: Path, context: BrowserContext, held: str
) -> None:
    """A page that holds something from another edition begins with the stories, and works."""
    page = context.new_page()
    page.goto((site / folder_name(SLUG) / "room.html").as_uri())
    held = held.replace("%s", STORY["id"])
    page.evaluate(f"history.replaceState({{copcourse: {{way: {held}}}}}, '')")
    page.reload()
    expect(page.get_by_role("heading", level=2)).to_have_text(SAID["choose_story"])
    take(page)


def test_a_room_goes_back_and_tries_another_card(room: Page) -> None:
    """Back leads through all that was shown; another card is read, and the first one is marked."""
    take(room)
    room.keyboard.press("1")
    heading = room.get_by_role("heading", level=2)
    for _ in range(2):
        on(room)
    expect(stage(room).get_by_text(FIRST["choices"][0]["then"], exact=True)).to_be_visible()
    room.get_by_role("button", name=SAID["other_way"]).click()
    expect(room.locator(".cop-room-card").first.get_by_text(SAID["tried"])).to_be_visible()
    room.get_by_role("button", name="Read card 2").click()
    on(room)
    expect(stage(room).get_by_text(FIRST["choices"][1]["then"], exact=True)).to_be_visible()
    for _ in range(3):
        on(room)
    scenes = {scene["id"]: scene["title"] for scene in STORY["scenes"]}
    expect(heading).to_have_text(scenes[FIRST["choices"][1]["goto"]])
    for words_there in (FIRST["choices"][1]["why"], FIRST["choices"][1]["then"], FIRST["text"][0]):
        on(room, "PageUp")
        if words_there == FIRST["choices"][1]["why"]:
            expect(stage(room).get_by_text(SAID["talk"], exact=True)).to_be_visible()
            on(room, "PageUp")
        expect(stage(room).get_by_text(words_there, exact=True)).to_be_visible()
    room.get_by_role("button", name=SAID["safe_end"]).click()
    expect(stage(room).get_by_text(SAID["outcome_safe"])).to_be_visible()
    on(room, "PageUp")
    expect(heading).to_have_text(FIRST["title"])


def test_no_card_ahead_asks_for_one(room: Page) -> None:
    """With no cards, or as many for two, nothing is read before the educator has chosen."""
    take(room)
    room.keyboard.press("1")
    room.keyboard.press("2")
    on(room)
    room.keyboard.press("Enter")
    expect(status(room)).to_have_text(SAID["choose_card_first"])
    expect(stage(room).get_by_text(FIRST["choices"][1]["then"], exact=True)).to_have_count(0)
    room.keyboard.press("2")
    on(room)
    expect(stage(room).get_by_text(FIRST["choices"][1]["then"], exact=True)).to_be_visible()


def test_cards_are_counted_by_buttons_and_numbers_too(room: Page) -> None:
    """A field takes a number, buttons add and take away, minus undoes, and keys can be off."""
    take(room)
    stage(room).get_by_text(SAID["count_fold"]).click()
    room.get_by_label("Card 1", exact=True).fill("12")
    room.get_by_role("button", name="One more for card 2").press("Enter")
    room.keyboard.press("Enter")
    room.get_by_role("button", name="One fewer for card 1").click()
    assert counts(room)[:2] == ["11", "2"]
    expect(status(room)).to_have_text("Card 1: 11. In all: 13.")
    room.get_by_label("Card 2", exact=True).fill("-4 x")
    room.keyboard.press("Tab")
    room.get_by_role("heading", level=2).click()
    room.keyboard.press("-")
    assert counts(room)[:2] == ["11", "0"]
    room.get_by_text(SAID["keys"], exact=True).click()
    room.get_by_label(SAID["keys_on"]).uncheck()
    for key in ("1", "b"):
        room.keyboard.press(key)
    assert counts(room)[:2] == ["11", "0"]
    expect(room.locator(".cop-room-stage")).to_be_visible()


@pytest.fixture(params=["channel", "opener"])
def both(request: pytest.FixtureRequest, room: Page) -> tuple[Page, Page]:
    """Both windows; without a channel they have only each other's handle."""
    if request.param == "opener":
        room.context.add_init_script("delete window.BroadcastChannel")
        room.reload()
    with room.context.expect_page() as opened:
        room.get_by_role("button", name=SAID["window"]).click()
    guide = opened.value
    guide.set_viewport_size(LAPTOP)  # type: ignore[arg-type]  # width and height
    return room, guide


def test_the_two_windows_keep_in_step(both: tuple[Page, Page]) -> None:
    """What the room sees shows in the educator's window, which also turns, counts and darkens."""
    room, guide = both
    take(room)
    screen = guide.locator(".cop-guide-screen")
    expect(screen.get_by_text(FIRST["title"])).to_be_visible()
    for choice in FIRST["choices"]:
        expect(screen.get_by_text(choice["text"], exact=True)).to_be_visible()
        expect(screen.get_by_text(SAID[f"quality_{choice['quality']}"]).first).to_be_visible()
    room.keyboard.press("2")
    guide.keyboard.press("2")
    screen.get_by_role("button", name="One more for card 1").click()
    expect(stage(room).get_by_text("3 cards counted")).to_be_visible()
    expect(screen.get_by_text("3 cards counted")).to_be_visible()
    guide.keyboard.press("PageDown")
    expect(room.locator(".cop-room-figure").first).to_have_text("1 of 3")
    guide.keyboard.press("PageDown")
    expect(stage(room).get_by_text(FIRST["choices"][1]["then"], exact=True)).to_be_visible()
    guide.keyboard.press("b")
    expect(room.locator(".cop-room-stage")).to_be_hidden()
    expect(screen.get_by_text(SAID["dark_now"])).to_be_visible()
    room.reload()
    for name in (SAID["light"], SAID["dark"], SAID["light"]):
        expect(screen.get_by_role("button", name=name)).to_be_visible()
        room.keyboard.press("b")
    expect(screen.get_by_role("button", name=SAID["dark"])).to_be_visible()
    guide.keyboard.press("PageUp")
    expect(room.locator(".cop-room-figure").first).to_have_text("1 of 3")
    room.close(run_before_unload=True)
    expect(screen.get_by_text(SAID["unlinked"])).to_be_visible()


def test_leaving_quickly_takes_both_windows_away(both: tuple[Page, Page]) -> None:
    """Whoever presses it in one window need not think of the other."""
    guide = both[1]
    for page in both:
        page.route("https://www.wikipedia.org/**", lambda route: route.fulfill(body="away"))
    expect(guide.locator(".cop-guide-screen").get_by_text(SAID["nothing_shown"])).to_be_visible()
    guide.get_by_role("button", name="Leave quickly").click()
    for page in both:
        page.wait_for_url("https://www.wikipedia.org/**")


@pytest.fixture
def guide(context: BrowserContext, where: Where) -> Page:
    """The educator's window alone, at a time that the test sets."""
    page = context.new_page()
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]  # width and height
    page.clock.install(time=0)
    page.goto(where("guide"))
    page.clock.pause_at(60)
    return page


def figures(page: Page) -> list[str]:
    """The two clocks: this part, and all."""
    return page.locator(".cop-guide-figure").all_text_contents()


def left(page: Page) -> Any:
    """The same in seconds; the clock is drawn once a second, so it may show one more or less."""
    times = [re.search(r"(\d+):(\d\d)", text) for text in figures(page)]
    return pytest.approx([int(one[1]) * 60 + int(one[2]) for one in times if one], abs=1.1)


def test_the_minutes_run_and_say_what_to_cut(guide: Page) -> None:
    """The clock starts, pauses, goes on through a reload, and names the guide's own cut list."""
    assert figures(guide) == ["10:00", "90:00"]
    guide.keyboard.press(" ")
    guide.clock.run_for(61_000)
    assert left(guide) == [539, 5339]
    guide.keyboard.press("Space")
    guide.clock.run_for(60_000)
    assert left(guide) == [539, 5339]
    guide.keyboard.press("Space")
    guide.clock.run_for(419_000)
    expect(status(guide)).to_have_text("2 minutes left for this part.")
    guide.reload()
    guide.clock.run_for(241_000)
    assert figures(guide)[0].startswith("over time by 2:0")
    assert left(guide) == [121, 4679]
    expect(status(guide)).to_have_text(SAID["time_up"])
    cut = guide.locator(".cop-guide-cut")
    expect(cut.get_by_role("heading")).to_have_text("You are 2 minutes late.")
    expect(cut).to_contain_text("the second half of the story, the second round of the rehearsal")
    guide.keyboard.press("n")
    assert left(guide) == [600, 4679]
    guide.get_by_label(SAID["plan"]).select_option("45 minutes")
    assert figures(guide) == ["5:00", "45:00"]
    assert guide.evaluate(STORED) == NOTHING


def test_the_guide_is_at_the_right_place_and_the_scripts_one_key_away(guide: Page) -> None:
    """Each part has its own text, each hard moment its words, and Escape leads back."""
    body = guide.locator(".cop-guide-text")
    text = without_citations((MODULE / "workshop.md").read_text("utf-8"))
    shown = []
    for _ in range(7):
        shown.append(body.get_by_role("heading", level=2).text_content())
        guide.keyboard.press("PageDown")
    assert shown == [row.strip() for row in re.findall(r"(?m)^\| \d+ \| (.+) \|$", text)[:7]]
    scripts = guide.locator(".cop-guide-script")
    told = {}
    for button in scripts.all():
        letter, title = button.locator("> *").all_text_contents()
        guide.keyboard.press(letter)
        expect(body.get_by_role("heading", level=2)).to_have_text(title)
        told[title] = body.locator(".cop-guide-body").inner_text()
    assert list(told) == [
        "Opening script",
        "A child's story begins in the round",
        "Somebody speaks of abuse they lived through",
        "Somebody speaks of harm they did, or fear to do",
        "Somebody speaks of suicide",
        "Somebody leaves, weeps or gets angry",
        "Calm close",
    ]
    assert "Are you thinking about ending your life?" in told["Somebody speaks of suicide"]
    assert all("[@" not in one for one in told.values())
    guide.keyboard.press("Escape")
    expect(body.get_by_role("heading", level=2)).to_have_text("Calm close")
    expect(scripts.locator("[aria-pressed=true]")).to_have_count(0)


def test_a_window_from_the_guide_is_the_projectors(guide: Page) -> None:
    """The educator's window opens the other one too, and works while nothing answers."""
    screen = guide.locator(".cop-guide-screen")
    expect(screen.get_by_text(SAID["unlinked"])).to_be_visible()
    with guide.context.expect_page() as opened:
        screen.get_by_role("button", name=SAID["projector"]).click()
    take(opened.value)
    expect(screen.get_by_text(FIRST["title"])).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PROJECTOR, LAPTOP], ids=["projector", "laptop"])
def test_axe_finds_nothing_and_a_step_fits_the_screen(
    address: str, browser: Browser, scheme: Any, size: Any
) -> None:
    """Every step of a decision, a dark screen and the ends are clean; a projector shows all."""
    context = browser.new_context(color_scheme=scheme, viewport=size, reduced_motion="reduce")
    page = context.new_page()
    found: dict[str, Any] = {}

    def look(name: str) -> None:
        wrong = Axe().run(page).response["violations"]
        if wrong:
            found[name] = [(one["id"], one["nodes"][0]["html"]) for one in wrong]

    page.goto(f"{address}/{folder_name(SLUG)}/room.html")
    look("stories")
    page.get_by_role("button", name=f"{SAID['take']}: {STORY['title']}").click()
    page.get_by_role("button", name=SAID["next_intro"]).click()
    for name in ("next_scene", "next_bars", "next_then", "next_why", "next_talk"):
        look(name)
        if size == PROJECTOR:
            assert page.evaluate(BELOW) <= 0, name
        if name == "next_scene":
            page.keyboard.press("2")
        page.get_by_role("button", name=SAID[name], exact=True).click()
    page.keyboard.press("b")
    look("dark")
    page.get_by_role("button", name=SAID["safe_end"]).click()
    look("ending")
    page.get_by_role("button", name=SAID["next_ending"]).click()
    look("learned")
    page.goto(f"{address}/{folder_name(SLUG)}/guide.html")
    look("guide")
    page.keyboard.press("c")
    look("script")
    context.close()
    assert found == {}


def test_without_a_script_the_page_says_so_and_tells_the_stories(
    address: str, browser: Browser
) -> None:
    """What the projector would show can be read, and the whole guide is one link away."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{folder_name(SLUG)}/room.html")
    expect(page.get_by_text(SAID["no_script"])).to_be_visible()
    page.locator("summary", has_text=STORY["title"]).click()
    expect(page.get_by_text(FIRST["text"][0])).to_be_visible()
    page.goto(f"{address}/{folder_name(SLUG)}/guide.html")
    page.get_by_role("link", name=SAID["whole_guide"]).click()
    page.wait_for_url("**/workshop.html")
    frame = words("en")["frame"]
    for name in ("room", "guide"):
        link = page.get_by_role("navigation", name=frame["for_room"]).get_by_text(frame[name])
        expect(link).to_have_attribute("href", f"{name}.html")
    context.close()


def test_no_other_page_carries_the_rooms_script(site: Path) -> None:
    """What parents open is not heavier by a byte for it."""
    carrying = {path.name for path in site.rglob("*.html") if "room.js" in path.read_text("utf-8")}
    assert carrying == {"room.html", "guide.html"}
    assert "mountRoom" not in (site / "static" / "course.js").read_text("utf-8")
    assert "cop-room" not in (site / "static" / "course.css").read_text("utf-8")
