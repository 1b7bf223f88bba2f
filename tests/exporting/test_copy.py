"""A copy for when there is no network: made when asked for, whole, and gone when erased."""

from __future__ import annotations

import functools
import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from copcourse.exporting.addresses import folder_name, site_path
from copcourse.exporting.site import MARK
from whole.playing import ROOT, SLUG, STORIES, WORDS, press

SAID = WORDS["place"]
MODULE = site_path(f"{SLUG}/module.ipynb")
PICTURES = sorted((ROOT / "modules" / SLUG / "images").glob("*.svg"))
LEFT = """async () => [
  (await caches.keys()).filter((name) => name.startsWith("copcourse")),
  (await navigator.serviceWorker.getRegistrations()).length,
  [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((k) => !/noted/.test(k)),
]"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Says nothing, and does not have what `lost` names."""

    def __init__(self, *args: object, lost: set[str], **kwargs: object) -> None:
        self.lost = lost
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def send_head(self):  # type: ignore[no-untyped-def]
        """Send the file, unless it is lost."""
        if any(self.path.endswith(name) for name in self.lost):
            self.send_error(503)
            return None
        return super().send_head()


@contextmanager
def web(site: Path, lost: set[str]) -> Iterator[str]:
    """A server that can be taken away: leaving ends it."""
    handler = functools.partial(_Quiet, directory=str(site.parent), lost=lost)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{site.name}"
        server.shutdown()


def test_a_copy_that_was_asked_for_works_without_a_network(
    site: Path, context: BrowserContext
) -> None:
    """Asked, then no server and no network: help, a module, its pictures, a story; then erased."""
    page = context.new_page()
    with web(site, set()) as address:
        page.goto(f"{address}/place.html")
        assert page.evaluate(LEFT) == [[], 0, []]
        press(page, SAID["copy_make"])
        expect(page.get_by_text(SAID["copy_ready"])).to_be_visible()
        expect(page.get_by_role("button", name=SAID["copy_drop"])).to_be_focused()
        (copies, workers, kept) = page.evaluate(LEFT)
        assert (len(copies), workers, kept) == (1, 1, [])
    context.set_offline(True)

    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    for name, heading in (("", "Children online"), ("help.html", "Get help")):
        page.goto(f"{address}/{name}")
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.get_by_label(WORDS["helplines"]["country"]).select_option(label="Canada")
    expect(page.get_by_role("link", name="Call 911")).to_be_visible()
    page.goto(f"{address}/{MODULE}#section-2")
    page.reload()
    place = page.locator(f'[data-slot="scenario:{STORIES[0]}"]')
    press(place, WORDS["scenario"]["start"])
    shown = page.locator('main img[src$=".svg"]')
    assert shown.count() == len(PICTURES)
    for picture in shown.all():
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert faults == []

    press(page, WORDS["page"]["erase"])
    press(page, WORDS["page"]["erase_yes"])
    expect(page.get_by_text(WORDS["page"]["erased"])).to_be_visible()
    assert page.evaluate(LEFT) == [[], 0, []]
    # The worker of a page that stayed open hears of what it loads, and must not begin a copy anew.
    came = page.evaluate(
        """() => new Promise((done) => {
             const picture = new Image();
             picture.onload = () => done(true);
             picture.onerror = () => done(false);
             picture.src = "../static/icon.svg?again";
           })"""
    )
    assert came is False
    assert page.evaluate(LEFT) == [[], 0, []]


def test_a_copy_can_be_removed_and_asked_for_again(site: Path, context: BrowserContext) -> None:
    """On the same page, without loading it anew; others' copies and other pages' choices stay."""
    page = context.new_page()
    with web(site, set()) as address:
        page.goto(f"{address}/place.html")
        page.evaluate("caches.open('theirs')")
        for _ in range(2):
            press(page, SAID["copy_make"])
            expect(page.get_by_text(SAID["copy_ready"])).to_be_visible()
            press(page, SAID["copy_drop"])
            expect(page.get_by_text(SAID["copy_gone"])).to_be_visible()
            assert page.evaluate(LEFT)[:2] == [[], 0]
        assert page.evaluate("caches.keys()") == ["theirs"]
        press(page, SAID["copy_make"])
        expect(page.get_by_text(SAID["copy_ready"])).to_be_visible()
    context.set_offline(True)
    page.goto(f"{address}/help.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("Get help")


def test_half_a_copy_is_none(site: Path, context: BrowserContext) -> None:
    """One file that does not come: the page says so, and nothing stays behind."""
    page = context.new_page()
    with web(site, {f"{PICTURES[0].name}"}) as address:
        page.goto(f"{address}/place.html")
        press(page, SAID["copy_make"])
        expect(page.get_by_text(SAID["copy_failed"])).to_be_visible()
        assert page.evaluate(LEFT) == [[], 0, []]


def test_nobody_who_did_not_ask_gets_a_copy(address: str, context: BrowserContext) -> None:
    """Visiting every kind of page leaves no worker and no copy behind."""
    page = context.new_page()
    for name in ("", "place.html", "help.html", MODULE):
        page.goto(f"{address}/{name}")
    assert page.evaluate(LEFT)[:2] == [[], 0]


def offers(page: Page) -> int:
    """How many buttons offer a copy."""
    return page.get_by_role("button", name=SAID["copy_make"]).count()


def test_it_is_offered_only_where_it_can_be(
    site: Path, address: str, context: BrowserContext
) -> None:
    """Not from a stick, and not on an address of the room's network, which is not secure."""
    page = context.new_page()
    page.goto((site / "place.html").as_uri())
    expect(page.get_by_text(SAID["nothing"])).to_be_visible()
    assert offers(page) == 0
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    page.goto(f"{address}/place.html")
    expect(page.get_by_text(SAID["nothing"])).to_be_visible()
    assert offers(page) == 0
    other = context.new_page()
    other.goto(f"{address}/place.html")
    expect(other.get_by_role("button", name=SAID["copy_make"])).to_be_visible()


def test_a_browser_can_put_an_icon_with_a_neutral_name(
    site: Path, address: str, context: BrowserContext
) -> None:
    """Every page served names the manifest; Chromium has nothing to object to; a stick has none."""
    page = context.new_page()
    for name in ("", MODULE):
        page.goto(f"{address}/{name}")
        session = context.new_cdp_session(page)
        found = session.send("Page.getAppManifest")
        assert found["errors"] == []
        assert json.loads(found["data"])["name"] == "Reading"
        faults = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
        # A test's profile is a private one; beside that there is no fault.
        assert {one["errorId"] for one in faults} <= {"in-incognito"}
    page.goto((site / "index.html").as_uri())
    assert page.locator('link[rel="manifest"]').count() == 0


def test_a_new_edition_takes_the_place_of_the_old_and_leaves_other_folders_alone(
    site: Path, context: BrowserContext
) -> None:
    """The worker's copy is named after its folder; only an older one of that folder is dropped."""
    page = context.new_page()
    with web(site, set()) as address:
        page.goto(f"{address}/place.html")
        folder = page.evaluate("new URL('.', location.href).pathname")
        old, other = f"copcourse-{folder}-old", "copcourse-/elsewhere/-old"
        page.evaluate("names => Promise.all(names.map(name => caches.open(name)))", [old, other])
        press(page, SAID["copy_make"])
        expect(page.get_by_text(SAID["copy_ready"])).to_be_visible()
        names = page.evaluate("caches.keys()")
    assert old not in names
    assert other in names
    assert len(names) == 2


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_once_there_is_a_copy(
    address: str, context: BrowserContext, width: int
) -> None:
    """Before and after."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{address}/place.html")
    expect(page.get_by_role("button", name=SAID["copy_make"])).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    press(page, SAID["copy_make"])
    expect(page.get_by_text(SAID["copy_ready"])).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0


def test_every_picture_of_the_module_is_in_the_copy(site: Path) -> None:
    """The worker's list names each file of the site but those of the folder itself."""
    text = (site / "offline.js").read_text("utf-8")
    names = set(json.loads(text.split("FILES = ", 1)[1].split(";", 1)[0]))
    files = {one.relative_to(site).as_posix() for one in site.rglob("*") if one.is_file()}
    assert names == files - {"offline.js", ".nojekyll", MARK}
    assert {f"{folder_name(SLUG)}/images/{one.name}" for one in PICTURES} <= names
