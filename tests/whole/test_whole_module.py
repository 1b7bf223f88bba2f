"""The whole course, played: what a learner can do works, and none of it leaves the browser."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from copcourse.answers import read_answers, unreadable
from copcourse.module import Module
from copcourse.reading import read_quiz
from whole.playing import (
    PAGES,
    PRACTICE,
    ROOT,
    SLUG,
    STORIES,
    WORDS,
    Course,
    Net,
    answer,
    ended,
    follow,
    plan_sheet,
    practice_sheet,
    press,
    quiz_sheet,
    ready,
    right_answer,
    secrets,
    slot,
    story_sheet,
    visit,
    way_to,
    wrong_answer,
)

LEARNER = "Zoë K-17"
OWN_WORDS = "I would say: thank you, Ikram. “I am staying.”"
OUTCOMES = {"voice-notes": "safe", "kind-coach": "repaired", "period-five": "safe"}
KEPT = "({session: {...sessionStorage}, local: {...localStorage}})"


def accessible(page: Page) -> None:
    """Fail with the rules of axe that a page breaks, and where."""
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def no_sideways(page: Page) -> None:
    """Fail where a page is wider than its window, and name what sticks out."""
    out = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
             .filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
             .map((node) => node.outerHTML.slice(0, 120))"""
    )
    wide = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    assert wide <= 0, out


# Playing


def test_the_net_is_tight(course: Course, context: BrowserContext, net: Net) -> None:
    """A choice that did travel, by any way a page has, would be found."""
    page = context.new_page()
    visit(page, course.page("module"))
    choice = story_sheet(STORIES[0])["scenes"][0]["choices"][0]
    country = Module(ROOT / "modules" / SLUG).helplines().sheet["countries"][0]["name"]
    sent = {
        "lines[0].send(JSON.stringify({...message, content: {data: secret}}))": choice["id"],
        "lines[1].send(packed({data: secret}))": choice["text"],
        "fetch('/?' + encodeURIComponent(secret))": country,
        "fetch('/', {method: 'POST', body: new URLSearchParams({secret})})": LEARNER,
        "navigator.sendBeacon('/', JSON.stringify({secret}))": OWN_WORDS,
    }
    assert net.leaks(sent.values()) == []
    # As a widget's `model.set` would travel: in JSON, and in the protocol that Voilà's page speaks.
    page.evaluate(
        """async () => {
             const facts = JSON.parse(document.getElementById('jupyter-config-data').textContent);
             const address = `ws://${location.host}/api/kernels/${facts.kernelId}/channels`;
             const lines = ['', 'v1.kernel.websocket.jupyter.org'].map((protocol) =>
               new WebSocket(address, protocol || []));
             await Promise.all(lines.map((one) => new Promise((open) => (one.onopen = open))));
             const header = {msg_id: 'x', msg_type: 'comm_msg', session: 'x', version: '5.2'};
             const packed = (content) => {
               const texts = [header, {}, {}, content].map((one) => JSON.stringify(one));
               const parts = ['shell', ...texts].map((text) => new TextEncoder().encode(text));
               const ends = [8 * (parts.length + 2)];
               for (const part of parts) ends.push(ends.at(-1) + part.length);
               const frame = new Uint8Array(ends.at(-1));
               const head = new BigUint64Array(frame.buffer, 0, ends.length + 1);
               head.set([ends.length, ...ends].map(BigInt));
               parts.forEach((part, at) => frame.set(part, ends[at]));
               return frame;
             };
             const message = {channel: 'shell', header, parent_header: {}, metadata: {}};
             Object.assign(window, {lines, message, packed});
           }"""
    )
    for how, secret in sent.items():
        page.evaluate(f"(secret) => {{ {how}; }}", secret)
        page.wait_for_timeout(200)
        assert [found for found, _ in net.leaks([secret])] == [secret], how


def test_the_whole_module_is_played_and_nothing_leaves(
    course: Course, context: BrowserContext, net: Net
) -> None:
    """Every story, question, source and help line works, and the browser sends nothing of it."""
    page = context.new_page()
    visit(page, course.page("module"))
    slots = page.locator(".cop-slot")
    expect(slots).to_have_count(len(STORIES) + len(PRACTICE) + 3)
    filled = slots.evaluate_all(
        "all => all.map(one => one.querySelector('.cop-slot-widget .cop-body')?.innerText ?? '')"
    )
    assert [len(text) > 40 for text in filled] == [True] * len(filled)
    expect(page.locator(".cop-slot.is-failed")).to_have_count(0)
    expect(page.get_by_role("button", name=WORDS["page"]["leave"])).to_have_count(1)
    before = len(net.requests), len(net.frames)

    there_and_back(page)
    for story, outcome in OUTCOMES.items():
        sheet = story_sheet(story)
        way, ending = way_to(sheet, outcome)
        place = slot(page, f"scenario:{story}")
        press(place, WORDS["scenario"]["start"])
        follow(place, sheet, way)
        ended(place, ending)
    for when in PRACTICE:
        practise(page, when)
    make_a_plan(page)
    look_for_help(page)
    look_up_a_source(page)
    accessible(page)

    assert (len(net.requests), len(net.frames)) == before, net.sent()[sum(before) :]
    assert net.frames
    assert net.leaks([*secrets(), OWN_WORDS]) == []
    assert net.strays() == []
    assert net.faults == []
    kept = page.evaluate(KEPT)
    assert kept["local"] == {}
    expected = {f"copcourse:scenario:{SLUG}/{story}" for story in STORIES}
    expected |= {f"copcourse:{kind}:{SLUG}" for kind in ("practice", "plan", "said")}
    expected |= {"copcourse:done", "copcourse:last"}
    assert set(kept["session"]) == expected


def there_and_back(page: Page) -> None:
    """Play the first story to its hard ending, go back to where it turned, and end well."""
    sheet = story_sheet(STORIES[0])
    way, ending = way_to(sheet, "harm")
    place = slot(page, f"scenario:{STORIES[0]}")
    press(place, WORDS["scenario"]["start"])
    follow(place, sheet, way)
    ended(place, ending)
    expect(place.get_by_text(ending["way_back"], exact=True)).to_be_visible()
    block = place.locator(".cop-block")
    expect(block.get_by_role("link", name="Get help")).to_have_attribute("href", "../help.ipynb")
    scenes = {scene["id"]: scene for scene in sheet["scenes"]}
    turn = scenes[way[-1][0]]
    press(place, WORDS["scenario"]["go_back_to"].format(scene=turn["title"]))
    way, ending = way_to(sheet, "repaired", turn["id"])
    follow(place, sheet, way)
    ended(place, ending)


def practise(page: Page, when: str) -> None:
    """Answer each item of a place first wrong, then right."""
    texts = WORDS["practice"]
    for number, item in enumerate(practice_sheet(when)["items"]):
        view = slot(page, f"practice:{when}").locator(".cop-item").nth(number)
        if not view.is_visible():
            # A question for a later visit is folded.
            later = slot(page, f"practice:{when}").locator("details:not([open]):has(.cop-item)")
            later.first.locator("summary").first.click()
        answer(view, item, wrong_answer(item))
        press(view, texts["check"])
        expect(view.get_by_text(texts["not_yet"], exact=True)).to_be_visible()
        expect(view.get_by_text(texts["well_done"], exact=True)).to_have_count(0)
        answer(view, item, right_answer(item))
        press(view, texts["check_again"])
        expect(view.get_by_text(texts["well_done"], exact=True)).to_be_visible()
        expect(view.get_by_text(item["explain"], exact=True)).to_be_visible()


def make_a_plan(page: Page) -> None:
    """Choose a line of each list, write one, see the page, and say how the sentence went."""
    texts, place = WORDS["plan"], slot(page, "plan")
    for one in plan_sheet()["lists"]:
        place.get_by_label(one["lines"][0]["text"]).check()
    place.get_by_label(texts["own"]).first.fill(OWN_WORDS)
    press(place, texts["see"])
    expect(place.locator(".cop-paper")).to_contain_text(OWN_WORDS)
    later = slot(page, "practice:return")
    later.get_by_label(WORDS["practice"]["said_not-yet"], exact=True).check()
    expect(later.get_by_text(WORDS["practice"]["step_not-yet"], exact=True)).to_be_visible()


def look_for_help(page: Page) -> None:
    """Choose countries: each shows its lines, the number for danger first."""
    sheet = Module(ROOT / "modules" / SLUG).helplines().sheet
    place = slot(page, "helplines")
    for country in (sheet["countries"][0], sheet["countries"][-1]):
        place.get_by_label(WORDS["helplines"]["country"]).select_option(label=country["name"])
        first = place.locator(".cop-shown > .cop-cards > .cop-card").first
        kinds = [line["kind_words"] for line in country["lines"] if line["kind"] == "emergency"]
        expect(first.locator(".cop-tag")).to_have_text(kinds[0])
        for line in country["lines"]:
            expect(place.locator(".cop-shown")).to_contain_text(line["name"])


def look_up_a_source(page: Page) -> None:
    """Follow a number in the text to its entry in the list."""
    number = page.locator(".cop-cite a").first
    entry = page.locator(number.get_attribute("href") or "#none")
    number.click()
    expect(entry).to_be_focused()
    expect(entry).to_be_in_viewport()


def test_the_quiz_is_handed_in_as_a_file_and_sent_nowhere(
    course: Course, context: BrowserContext, net: Net
) -> None:
    """The quiz becomes one valid file with every answer, and neither it nor the name is sent."""
    quiz = read_quiz(ROOT / "course" / "quizzes" / f"{SLUG}.toml")
    texts, sheet = WORDS["quiz"], quiz_sheet()
    given = {
        item.id: item.sample("wrong" if number == 3 else "correct")
        for number, item in enumerate(quiz.items)
    }
    page = context.new_page()
    visit(page, course.page("quiz"))
    before = len(net.requests), len(net.frames)
    place = slot(page, f"quiz:{SLUG}")
    press(place, texts["begin"])
    for item in sheet["items"]:
        view = place.locator(".cop-item")
        expect(view.get_by_text(item["ask"], exact=True)).to_be_visible()
        answer(view, item, given[item["id"]])
        place.get_by_role("radio", name=texts["sure_2"], exact=True).check()
        press(place, texts["next"])
    place.get_by_role("textbox").fill(OWN_WORDS)
    press(place, texts["to_review"])
    expect(place.get_by_text(texts["all_answered"])).to_be_visible()
    accessible(page)
    place.get_by_label(texts["learner"]).fill(LEARNER)
    with page.expect_download() as started:
        press(place, texts["hand_in"])
    downloaded = started.value

    assert downloaded.suggested_filename.startswith(f"{SLUG}_ZoeK-17_20")
    hand_in = read_answers(Path(downloaded.path()).read_bytes(), quiz=SLUG, edition=quiz.edition)
    assert hand_in.learner == LEARNER
    assert unreadable(hand_in, quiz) == []
    assert hand_in.to(quiz.reflection.id)["text"] == OWN_WORDS
    for item in quiz.items:
        held = hand_in.to(item.id)
        assert held["sure"] == 2
        assert item.mark(held).points == item.mark(given[item.id]).points
    assert sum(item.mark(hand_in.to(item.id)).points for item in quiz.items) < len(quiz.items)

    made = [one for one in net.requests[before[0] :] if not one.url.startswith("blob:")]
    assert ([one.url for one in made], net.frames[before[1] :]) == ([], [])
    assert net.leaks([*secrets(), OWN_WORDS, LEARNER, LEARNER.split()[0]]) == []
    assert net.strays() == []
    assert net.faults == []
    kept = page.evaluate(KEPT)
    assert kept["local"] == {}
    assert list(kept["session"]) == [f"copcourse:quiz:{SLUG}"]
    assert LEARNER not in json.dumps(kept, ensure_ascii=False)


# What is kept


def test_a_place_survives_a_reload_and_erasing_empties_everything(
    course: Course, context: BrowserContext
) -> None:
    """A reload resumes a story, a question and the quiz; one button forgets them all at once."""
    sheet = story_sheet(STORIES[0])
    page = context.new_page()
    visit(page, course.page("quiz"))
    press(page, WORDS["quiz"]["begin"])
    first = quiz_sheet()["items"][0]
    answer(page.locator(".cop-item"), first, {"options": [first["options"][0]["id"]]})
    visit(page, course.page("module"))
    way, _ = way_to(sheet, "safe")
    place = slot(page, f"scenario:{STORIES[0]}")
    press(place, WORDS["scenario"]["start"])
    follow(place, sheet, way[:2])
    item = practice_sheet(PRACTICE[0])["items"][0]
    answer(
        slot(page, f"practice:{PRACTICE[0]}").locator(".cop-item").first, item, right_answer(item)
    )

    page.reload(wait_until="commit")
    ready(page)
    scenes = {scene["id"]: scene["title"] for scene in sheet["scenes"]}
    expect(place.get_by_role("heading", level=5)).to_have_text(scenes[way[2][0]])
    box = slot(page, f"practice:{PRACTICE[0]}").locator("input:checked")
    expect(box).to_have_value(item["key"][0])

    press(page, WORDS["page"]["erase"])
    press(page, WORDS["page"]["erase_yes"])
    expect(page.get_by_text(WORDS["page"]["erased"])).to_be_visible()
    assert page.evaluate(KEPT) == {"session": {}, "local": {}}
    expect(place.get_by_role("button", name=WORDS["scenario"]["start"], exact=True)).to_be_visible()
    expect(box).to_have_count(0)
    visit(page, course.page("quiz"))
    expect(page.get_by_role("heading", name=WORDS["quiz"]["before"])).to_be_visible()


def test_the_browser_keeps_nothing_else(course: Course, context: BrowserContext) -> None:
    """No cookie, no database, no cache and no worker stays after a visit to every page."""
    page = context.new_page()
    for name in PAGES:
        visit(page, course.page(name))
    left = page.evaluate(
        """async () => ({
             databases: (await indexedDB.databases()).map((one) => one.name),
             caches: await caches.keys(),
             workers: (await navigator.serviceWorker.getRegistrations()).length,
             ...({session: {...sessionStorage}, local: {...localStorage}}),
           })"""
    )
    assert left == {"databases": [], "caches": [], "workers": 0, "session": {}, "local": {}}
    assert [(one["name"], one["expires"]) for one in context.cookies()] == []


# Everybody can use it


@pytest.fixture(scope="module")
def opened(course: Course, browser: Browser) -> Iterator[dict[str, Page]]:
    """Give every page, open and alive."""
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    pages = {}
    for name in PAGES:
        pages[name] = context.new_page()
        visit(pages[name], course.page(name))
    yield pages
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(opened: dict[str, Page], name: str) -> None:
    """No page breaks a rule of axe, in light or in dark, with everything folded out."""
    page = opened[name]
    page.bring_to_front()
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        accessible(page)
    page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_on_a_narrow_screen(opened: dict[str, Page], name: str) -> None:
    """At 320 pixels a page is read by scrolling down alone, with everything folded out."""
    page = opened[name]
    page.bring_to_front()
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    no_sideways(page)


@pytest.mark.parametrize("name", PAGES)
def test_headings_make_an_outline(opened: dict[str, Page], name: str) -> None:
    """One first heading, no level left out, and each says something of its own."""
    found = opened[name].evaluate(
        """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
             .map((one) => [Number(one.tagName[1]), one.innerText.trim()])"""
    )
    levels = [level for level, _ in found]
    assert levels[0] == 1
    assert levels.count(1) == 1
    jumps = [pair for pair in pairwise(found) if pair[1][0] > pair[0][0] + 1]
    assert jumps == []
    assert all(text for _, text in found)


def focus(page: Page) -> dict[str, Any]:
    """What has the focus: its words, its slot, and whether it can be seen."""
    seen: dict[str, Any] = page.evaluate(
        """() => {
             const one = document.activeElement;
             const box = one.getBoundingClientRect();
             const at = (y) => document.elementFromPoint(
               Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1), y);
             const shows = (node) => node && (one.contains(node) || node.contains(one));
             // A box or a dot shows its focus around its whole line.
             const rings = [one, one.closest('label')].filter(Boolean).map(getComputedStyle);
             return {
               name: one.getAttribute('aria-label') ?? one.innerText ?? '',
               slot: one.closest('.cop-slot')?.dataset.slot ?? '',
               ring: rings.some((style) =>
                 style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2),
               uncovered: shows(at(box.top + 2)) || shows(at(box.top + box.height / 2))
                 || shows(at(box.bottom - 2)),
             };
           }"""
    )
    return seen


def tab_to(page: Page, place: str, name: str, limit: int = 400) -> None:
    """Press Tab until the wanted control has the focus, and see every control on the way."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        seen = focus(page)
        assert seen["ring"], seen
        assert seen["uncovered"], seen
        if seen["slot"] == place and " ".join(seen["name"].split()) == " ".join(name.split()):
            return
    pytest.fail(f"Tab never comes to {name!r}", pytrace=False)


def test_the_keyboard_alone_plays_a_story(course: Course, context: BrowserContext) -> None:
    """With Tab and Enter alone a story is reached and played to its end, and focus is seen."""
    story = STORIES[0]
    sheet, place = story_sheet(story), f"scenario:{story}"
    way, ending = way_to(sheet, "safe")
    page = context.new_page()
    visit(page, course.page("module"))
    page.keyboard.press("Tab")
    assert focus(page)["name"] == "Skip to the text"
    page.keyboard.press("Tab")
    assert focus(page)["name"] == WORDS["page"]["leave"]
    tab_to(page, place, WORDS["scenario"]["start"])
    page.keyboard.press("Enter")
    scenes = {scene["id"]: scene for scene in sheet["scenes"]}
    for number, (scene_id, choice_id) in enumerate(way):
        scene = scenes[scene_id]
        assert focus(page)["name"] == scene["title"]
        text = next(one["text"] for one in scene["choices"] if one["id"] == choice_id)
        tab_to(page, place, text, limit=12)
        page.keyboard.press("Space" if number % 2 else "Enter")
        tab_to(page, place, WORDS["scenario"]["go_on"], limit=8)
        page.keyboard.press("Enter")
    assert focus(page)["name"] == ending["title"]
    ended(slot(page, place), ending)


def test_a_page_opened_at_a_place_stays_there(course: Course, context: BrowserContext) -> None:
    """Widgets that come later push nothing away, until the reader moves by themselves."""
    page = context.new_page()
    page.goto(f"{course.page('module')}#plan")
    expect(page.locator(".cop-slot[aria-busy]")).to_have_count(0, timeout=60_000)
    place = page.locator("#plan")
    top = "node => node.getBoundingClientRect().top"
    expect(place).to_be_in_viewport()
    assert 0 <= place.evaluate(top) < 200
    page.mouse.wheel(0, -2000)
    expect(place).not_to_be_in_viewport()
