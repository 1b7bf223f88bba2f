"""The reader's place: kept only when asked for, taken along whole, and never half-opened."""

from __future__ import annotations

import itertools
import json
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from playwright.sync_api import Browser, BrowserContext, Page, expect

from copcourse.exporting.addresses import site_path
from copcourse.material import Material
from copcourse.reading import read_course, read_quizzes
from exporting.learner import AT, put
from whole.playing import PRACTICE, ROOT, SLUG, STORIES, WORDS, answer, press, right_answer

PLACE = WORDS["place"]
MODULES = ROOT / "modules"
HELD = "() => ({...sessionStorage, ...localStorage})"
Held = dict[str, Any]


def held(page: Page) -> Held:
    """All that the browser remembers of the course, but for the note on leaving."""
    found = page.evaluate(HELD)
    return {
        key: json.loads(value)
        for key, value in found.items()
        if key.startswith("copcourse:")
        and key.rpartition(":")[2] not in ("leave-noted", "last", "kept")
    }


@pytest.fixture
def device(address: str, browser: Browser) -> Iterator[Callable[[], Page]]:
    """Give new devices, each on the page of the reader's place."""
    contexts: list[BrowserContext] = []

    def fresh() -> Page:
        contexts.append(browser.new_context(accept_downloads=True))
        page = contexts[-1].new_page()
        page.goto(f"{address}/place.html")
        return page

    yield fresh
    for context in contexts:
        context.close()


def at(number: int) -> str:
    """A time of its own for each answer: times are what packs least."""
    day = f"2026-{1 + number * 7 % 12:02}-{1 + number * 11 % 28:02}"
    return f"{day}T{number * 5 % 24:02}:{number * 37 % 60:02}:{number * 53 % 60:02}Z"


@pytest.fixture(scope="module")
def finished() -> Held:
    """What a device takes along after the whole course: stories, all practice, all quizzes."""
    course = read_course(MODULES)
    entries: Held = {"copcourse:done": {}}
    for module in course.modules:
        entries["copcourse:done"][module.slug] = dict.fromkeys((s.id for s in module.scenarios), AT)
        entries[f"copcourse:practice:{module.slug}"] = {
            item.id: {"tries": 1 + number % 2, "good": True, "at": at(number)}
            for number, item in enumerate(module.practice)
        }
    for slug, quiz in read_quizzes(MODULES).items():
        if not quiz.reflection:
            continue
        answers: Held = {
            item.id: {**item.sample("correct"), "sure": 1 + number % 3, "at": at(number)}
            for number, item in enumerate(quiz.items)
        }
        answers[quiz.reflection.id] = {"text": "My own words about nobody.", "at": AT}
        entries[f"copcourse:quiz:{slug}"] = {"edition": quiz.edition, "answers": answers}
    return entries


def saved(page: Page, folder: Path) -> Path:
    """Press Save, and give the file."""
    with page.expect_download() as download:
        press(page, PLACE["save"])
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def opened(page: Page, path: Path) -> str:
    """Open a file, and give what the page says of it, and not of one before."""
    status = page.locator(".cop-place-status")
    status.evaluate("node => node.replaceChildren()")
    page.locator(".cop-place-file").set_input_files(path)
    expect(status).not_to_be_empty()
    return status.inner_text()


def test_a_finished_course_fits_and_arrives_whole(
    device: Callable[[], Page], finished: Held, tmp_path: Path
) -> None:
    """At most 8 kB; on the other device everything is there but what was written in own words."""
    page = device()
    # Whoever filled in a form did so in one sitting and handed it in: it does not travel.
    form = {"edition": "0123456789ab", "answers": {"sure": {"scale": 3, "at": AT}}}
    put(page, {**finished, f"copcourse:form:{SLUG}-before": form})
    page.reload()
    file = saved(page, tmp_path)
    assert file.name.startswith("reading-")
    assert file.stat().st_size <= 8_000
    assert "own words" not in file.read_text()

    other = device()
    said = opened(other, file)
    stories = sum(len(one) for one in finished["copcourse:done"].values())
    assert PLACE["new_stories_other"].format(n=stories) in said
    assert PLACE["new_practice_other"].format(n=160) in said
    assert PLACE["new_quiz_other"].format(n=96) in said
    arrived = held(other)
    for quiz in [one for key, one in finished.items() if ":quiz:" in key]:
        quiz["answers"] = {k: one for k, one in quiz["answers"].items() if "text" not in one}
    assert arrived == finished
    assert opened(other, file) == PLACE["new_nothing"]


def test_opening_merges_and_the_newer_answer_wins(
    device: Callable[[], Page], tmp_path: Path
) -> None:
    """Nothing done on either device is lost; of two answers to one question the newer stays."""
    key, quiz = f"copcourse:practice:{SLUG}", f"copcourse:quiz:{SLUG}"

    def result(tries: int, at: str) -> Held:
        return {"tries": tries, "good": True, "at": at}

    def answered(option: str, at: str) -> Held:
        return {"options": [option], "at": at}

    old, new = "2026-11-01T10:00:00Z", "2026-11-02T10:00:00Z"
    phone, laptop = device(), device()
    put(phone, {
        "copcourse:done": {SLUG: {"a": old, "both": new}},
        key: {"one": result(1, old), "two": result(1, new), "mine": result(1, old)},
        quiz: {"edition": "0123456789ab", "answers": {"q": answered("x", old)}},
        "copcourse:quiz:gaming": {"edition": "0123456789ab", "answers": {"q": answered("x", new)}},
        "copcourse:plan:gaming": {"chosen": ["a plan is nobody else's"]},
    })  # fmt: skip
    put(laptop, {
        "copcourse:done": {SLUG: {"b": old, "both": old}},
        key: {"one": result(2, new), "two": result(2, old), "theirs": result(2, old)},
        quiz: {"edition": "0123456789ab",
               "answers": {"q": answered("y", new), "r": answered("y", old)}},
        "copcourse:quiz:gaming": {"edition": "ba9876543210", "answers": {"q": answered("y", new)}},
    })  # fmt: skip
    before = held(laptop)
    said = opened(laptop, saved(phone, tmp_path))
    assert said.split("\n\n") == [
        PLACE["new_stories_one"].format(n=1),
        PLACE["new_practice_other"].format(n=2),
        PLACE["new_other_one"].format(n=1),
    ]
    assert held(laptop) == {
        **before,
        "copcourse:done": {SLUG: {"a": old, "b": old, "both": new}},
        key: {"one": result(2, new), "two": result(1, new),
              "theirs": result(2, old), "mine": result(1, old)},
    }  # fmt: skip


BAD: dict[str, tuple[Callable[[str], str], str]] = {
    "foreign": (lambda text: '{"name": "holiday"}', "cannot_other"),
    "not JSON": (lambda text: "Dear diary", "cannot_other"),
    "empty": (lambda text: "", "cannot_other"),
    "truncated": (lambda text: text[:-30], "cannot_damaged"),
    "corrupt": (lambda text: text.replace('"data":"', '"data":"AAAA', 1), "cannot_damaged"),
    "newer": (lambda text: text.replace('"format":1', '"format":2'), "cannot_newer"),
    "older": (lambda text: text.replace('"format":1', '"format":0'), "cannot_older"),
    "oversized": (lambda text: text + " " * 70_000, "cannot_large"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_sound_place_is_refused(
    device: Callable[[], Page], tmp_path: Path, name: str
) -> None:
    """One clear sentence each, and what is there stays as it is."""
    change, word = BAD[name]
    page = device()
    put(page, {"copcourse:done": {SLUG: {"a-story": AT}}})
    good = saved(page, tmp_path).read_text()
    bad = tmp_path / "bad.json"
    bad.write_text(change(good))
    before = held(page)
    assert opened(page, bad) == PLACE[word]
    assert held(page) == before


def forged(page: Page, content: str) -> str:
    """A file with a right check sum over any content, made as the page itself makes one."""
    made: str = page.evaluate(
        """async (content) => {
             const bytes = new TextEncoder().encode(content);
             const squeeze = new CompressionStream("deflate-raw");
             const stream = new Blob([bytes]).stream().pipeThrough(squeeze);
             const packed = new Uint8Array(await new Response(stream).arrayBuffer());
             let text = "";
             for (const byte of packed) text += String.fromCharCode(byte);
             return btoa(text).replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=+$/, "");
           }""",
        content,
    )
    bare = {"at": AT, "data": made, "format": 1, "what": "reading"}
    text = json.dumps(bare, sort_keys=True, separators=(",", ":"))
    return json.dumps({**bare, "checksum": f"{zlib.crc32(text.encode()):08x}"})


FORGED = {
    "markup": "#gaming\ns<img/src=x/onerror=alert(1)> abc",
    "a script": "#gaming\nsa <script>",
    "a strange id": "#__proto__\nsa abc",
    "no module": "sa abc",
    "a result that is none": "#gaming\npa 91abc",
    "an answer without options": "#gaming\nq0123456789ab\naa 1abc",
    "an answer without a quiz": "#gaming\naa 1abc x",
    "an unknown line": "#gaming\nx1 2 3",
    "other text": "Dear diary,",
}


@pytest.mark.parametrize(
    ("content", "word"),
    [(text, "cannot_damaged") for text in FORGED.values()] + [(" " * 2_000_000, "cannot_large")],
    ids=[*FORGED, "a bomb"],
)
def test_a_forged_file_is_refused(
    device: Callable[[], Page], tmp_path: Path, content: str, word: str
) -> None:
    """A right check sum opens nothing: only ids, times and results are ever taken."""
    page = device()
    file = tmp_path / "forged.json"
    file.write_text(forged(page, content))
    assert opened(page, file) == PLACE[word]
    assert held(page) == {}


def test_nothing_outlives_the_tab_unless_it_is_asked_for(
    address: str, context: BrowserContext
) -> None:
    """After a story and a question a second tab knows nothing; after "keep" it knows all."""
    page = context.new_page()
    module = f"{address}/{site_path(f'{SLUG}/module.ipynb')}"
    page.goto(module)
    press(page.locator(f'[data-slot="scenario:{STORIES[0]}"]'), WORDS["scenario"]["skip"])
    item = Material(MODULES / SLUG).practice(PRACTICE[0])["items"][0]
    view = page.locator(f'[data-slot="practice:{PRACTICE[0]}"] fieldset').first
    answer(view, item, right_answer(item))
    press(view, WORDS["practice"]["check"])
    assert page.evaluate("localStorage.length") == 0
    other = context.new_page()
    other.goto(f"{address}/place.html")
    expect(other.get_by_text(PLACE["nothing"])).to_be_visible()

    page.goto(f"{address}/place.html")
    press(page, PLACE["keep_here"])
    press(page, PLACE["not_only_mine"])
    assert page.evaluate("localStorage.length") == 0
    press(page, PLACE["keep_here"])
    press(page, PLACE["only_mine"])
    other.reload()
    expect(other.get_by_text(PLACE["stories_one"].format(n=1))).to_be_visible()
    expect(other.get_by_text(PLACE["practice_one"].format(n=1))).to_be_visible()

    other.goto(module)
    done = other.locator(f'[data-slot="practice:{PRACTICE[0]}"] fieldset').first
    expect(done.get_by_text(item["explain"], exact=True)).to_be_visible()


def test_two_tabs_lose_nothing(address: str, context: BrowserContext) -> None:
    """What each tab answers while the other is open is there in the end."""
    pages = [context.new_page(), context.new_page()]
    module = f"{address}/{site_path(f'{SLUG}/module.ipynb')}"
    pages[0].goto(f"{address}/place.html")
    press(pages[0], PLACE["keep_here"])
    press(pages[0], PLACE["only_mine"])
    items = Material(MODULES / SLUG).practice(PRACTICE[0])["items"]
    for page in pages:
        page.goto(module)
    for page, (number, item), story in zip(pages, enumerate(items), STORIES, strict=False):
        view = page.locator(f'[data-slot="practice:{PRACTICE[0]}"] fieldset').nth(number)
        answer(view, item, right_answer(item))
        press(view, WORDS["practice"]["check"])
        press(page.locator(f'[data-slot="scenario:{story}"]'), WORDS["scenario"]["skip"])
    kept = held(pages[0])
    assert set(kept[f"copcourse:practice:{SLUG}"]) == {item["id"] for item in items[:2]}
    assert set(kept["copcourse:done"][SLUG]) == set(STORIES[:2])


def test_erase_leaves_nothing_anywhere(
    address: str, context: BrowserContext, finished: Held
) -> None:
    """No key of ours in either storage, no copy, no worker; what others keep stays."""
    page = context.new_page()
    page.goto(f"{address}/place.html")
    put(page, finished)
    page.evaluate(
        """async () => { localStorage.setItem('others', '1');
                         for (const one of ['copcourse-x', 'theirs']) await caches.open(one); }"""
    )
    page.reload()
    press(page, PLACE["keep_here"])
    press(page, PLACE["only_mine"])
    assert len(held(page)) == len(finished)
    press(page, WORDS["page"]["erase"])
    press(page, WORDS["page"]["erase_yes"])
    expect(page.get_by_text(WORDS["page"]["erased"])).to_be_visible()
    expect(page.get_by_text(PLACE["nothing"])).to_be_visible()
    left = page.evaluate(
        """async () => [Object.keys(localStorage), Object.keys(sessionStorage), await caches.keys(),
                        (await navigator.serviceWorker.getRegistrations()).length]"""
    )
    assert left == [["others"], [], ["theirs"], 0]


@pytest.mark.parametrize("how", ["blocked", "full"])
def test_a_browser_that_keeps_nothing_says_so_at_once_and_offers_the_file(
    address: str, context: BrowserContext, tmp_path: Path, how: str
) -> None:
    """In the middle of a story: one notice, and the file holds what this page remembers."""
    page = context.new_page()
    refuse = {
        "blocked": """Object.defineProperty(window, 'sessionStorage',
                        {get() { throw new Error('no'); }})""",
        "full": """Storage.prototype.setItem =
                     () => { throw new DOMException('', 'QuotaExceededError'); }""",
    }[how]
    page.add_init_script(refuse)
    page.goto(f"{address}/{site_path(f'{SLUG}/module.ipynb')}")
    place = page.locator(f'[data-slot="scenario:{STORIES[0]}"]')
    press(place, WORDS["scenario"]["start"])
    expect(page.get_by_role("alert")).to_contain_text(WORDS["page"]["refused"])
    first = Material(MODULES / SLUG).scenario(STORIES[0])["scenes"][0]
    expect(place.get_by_text(first["title"], exact=True)).to_be_visible()
    press(page.locator(f'[data-slot="scenario:{STORIES[1]}"]'), WORDS["scenario"]["skip"])
    expect(page.get_by_role("alert")).to_have_count(1)
    with page.expect_download() as download:
        press(page, WORDS["page"]["refused_save"])
    file = tmp_path / "place.json"
    download.value.save_as(file)
    other = context.new_page()
    other.goto(f"{address}/place.html")
    assert opened(other, file) == PLACE["new_stories_one"].format(n=1)


def seen_by_a_camera(page: Page) -> str:
    """The text of the code that the page shows, as an independent reader finds it."""
    press(page, PLACE["code_show"])
    code = page.locator(".cop-code")
    expect(code).to_be_visible()
    size, path = code.evaluate(
        """(svg) => [svg.viewBox.baseVal.width, svg.querySelector("path").getAttribute("d")]"""
    )
    zoom = 6
    pixels = bytearray(b"\xff" * (size * zoom) ** 2)
    for x, y in ((int(a), int(b)) for a, b in re.findall(r"M(\d+) (\d+)h", path)):
        for row in range(y * zoom, (y + 1) * zoom):
            start = row * size * zoom + x * zoom
            pixels[start : start + zoom] = bytes(zoom)
    picture = memoryview(bytes(pixels)).cast("B", (size * zoom, size * zoom))
    (found,) = zxingcpp.read_barcodes(picture)
    text: str = found.text
    return text


def test_a_code_carries_the_place_to_another_device(device: Callable[[], Page]) -> None:
    """A camera finds an address of this site in it; that opens the place, and then forgets it."""
    page = device()
    put(page, {"copcourse:done": {SLUG: dict.fromkeys(STORIES, AT)}})
    found = seen_by_a_camera(page)
    assert found.startswith(f"{page.url}#take=1.")
    other = device()
    other.goto("about:blank")
    other.goto(found)
    expect(other.get_by_text(PLACE["stories_other"].format(n=len(STORIES)))).to_be_visible()
    assert "#" not in other.url


def test_what_fits_into_no_code_is_said(device: Callable[[], Page], finished: Held) -> None:
    """A whole course is too much for a code, and the page says what to do instead."""
    page = device()
    put(page, finished)
    press(page, PLACE["code_show"])
    expect(page.get_by_text(PLACE["code_not"])).to_be_visible()


def test_a_code_that_was_changed_is_refused(device: Callable[[], Page], address: str) -> None:
    """A letter that was lost on the way opens nothing."""
    page = device()
    for bad, word in (
        ("1.00000000.AAAA", "damaged"),
        ("2.00000000.AAAA", "newer"),
        ("x", "damaged"),
    ):
        page.goto("about:blank")
        page.goto(f"{address}/place.html#take={bad}")
        expect(page.locator(".cop-place-status")).to_have_text(PLACE[f"cannot_{word}"])
    assert held(page) == {}


def test_home_gives_an_order_and_leads_back(address: str, context: BrowserContext) -> None:
    """From path, age and reason an order of all modules; what is finished; where one stopped."""
    start = WORDS["start"]
    page = context.new_page()
    page.goto(f"{address}/index.html")
    course = read_course(MODULES)
    titles = {module.slug: module.text.title for module in course.modules}
    links = page.locator(".cop-start-list a")
    assert links.all_inner_texts() == list(titles.values())
    page.get_by_label(start["path"]).select_option("educator")
    assert links.all_inner_texts() == [titles[slug] for slug in course.entrance.paths["educator"]]
    page.get_by_label(start["why"]).select_option("gaming")
    assert links.all_inner_texts()[0] == titles["gaming"]
    assert sorted(links.all_inner_texts()) == sorted(titles.values())
    page.get_by_label(start["age"]).select_option("under 6")
    fitting = {s for s, way in course.entrance.ways.items() if "under 6" in way.ages}
    shown = links.all_inner_texts()[1:]
    marks = [title in {titles[slug] for slug in fitting} for title in shown]
    assert marks == sorted(marks, reverse=True)

    sections = [
        item for item in course.modules[1].practice if (item.when or "").startswith("section")
    ]
    done = {
        item.id: {"tries": 1, "checked": item.sample("correct"), "answer": None, "at": AT}
        for item in sections
    }
    put(page, {f"copcourse:practice:{SLUG}": done, "copcourse:done": {SLUG: {STORIES[0]: AT}}})
    page.reload()
    entry = page.locator(".cop-start-list li").filter(has_text=titles[SLUG])
    expect(entry).to_contain_text(start["finished"])
    expect(page.get_by_text(start["finished"])).to_have_count(1)

    page.goto(f"{address}/{site_path(f'{SLUG}/module.ipynb')}#section-3")
    page.wait_for_function("sessionStorage.getItem('copcourse:last')?.includes('section-3')")
    page.goto(f"{address}/index.html")
    page.locator(".cop-start-on a").click()
    page.wait_for_url("**#section-3")


def test_every_word_of_the_page_is_used() -> None:
    """No sentence of the page's table is left over."""
    text = "".join(
        (ROOT / "src/copcourse/widgets" / f"{name}.js").read_text("utf-8")
        for name in ("place", "copypart", "start", "certificate")
    )
    reasons = {f"cannot_{one}" for one in ("large", "other", "older", "newer", "damaged")}
    counts = {
        f"{a}{b}" for a, b in itertools.product(("", "new_"), ("stories", "practice", "quiz"))
    }
    for table in ("place", "start", "certificate"):
        for key in WORDS[table]:
            stem = key if key == "cannot_other" else key.removesuffix("_one").removesuffix("_other")
            stem = "new_other" if key.startswith("new_other") else stem
            known = stem in reasons | counts | {
                "path_parent",
                "path_educator",
                "path",
                "age",
                "why",
            }
            assert known or f'"{stem}"' in text or f'"{key}"' in text, key
