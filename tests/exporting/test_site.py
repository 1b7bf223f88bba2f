"""The site: plain files that hold the whole course, and open from a stick or any web server."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from copcourse.errors import ExportError
from copcourse.exporting import export
from copcourse.exporting.addresses import folder_name, relink, site_path
from copcourse.exporting.site import MARK, site_pages
from copcourse.material import Material
from whole.playing import PRACTICE, ROOT, SLUG, STORIES, WORDS, Net, ended, follow, press, way_to

MODULES = ROOT / "modules"
SLUGS = sorted(path.parent.name for path in MODULES.glob("*/module.ipynb"))
# What a name must not say to somebody who looks over a shoulder or into a history.
TELLING = re.compile(
    r"abus|threat|groom|sex|nude|porn|suicid|violen|protect|safe|danger|harm|bull(y|ied)|"
    r"blackmail|predator|child|kid|parent|help-?line",
    re.IGNORECASE,
)


class Links(HTMLParser):
    """Every address and every id of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: set[str] = set()
        self.title = ""
        self._in_title = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect."""
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.addresses.append(value)
            if name == "id" and value:
                self.ids.add(value)
        self._in_title = tag == "title"

    def handle_data(self, data: str) -> None:
        """Take the title."""
        if self._in_title:
            self.title += data
            self._in_title = False


def read(path: Path) -> Links:
    """The links of a page."""
    return Links(path.read_text(encoding="utf-8"))


def page_of(notebook: str) -> str:
    """The site's path of a notebook's page."""
    return site_path(notebook)


def test_every_page_of_the_course_is_there(site: Path) -> None:
    """Each made notebook has its page, and nothing of the trainer's is in the folder."""
    pages = site_pages(MODULES)
    assert {f"{slug}/module.ipynb" for slug in SLUGS} <= set(pages)
    assert len(set(pages.values())) == len(pages)
    assert [path for path in pages.values() if not (site / path).is_file()] == []
    everything = "\n".join(
        path.read_text("utf-8") for path in site.rglob("*") if path.suffix in {".html", ".js"}
    )
    for word in ('"misconception"', '"critical"', '"rubric"', "quizzes/"):
        assert word not in everything


def test_every_link_leads_somewhere(site: Path) -> None:
    """Pages, places in pages, pictures, style and script: all of them are in the folder."""
    lost = []
    links = {path: read(path) for path in site.rglob("*.html")}
    for path, page in links.items():
        for one in page.addresses:
            parts = urlsplit(one)
            if parts.scheme:
                assert parts.scheme in ("https", "tel", "sms"), one
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file() or (
                parts.fragment and target in links and parts.fragment not in links[target].ids
            ):
                lost.append((path.name, one))
    assert lost == []


def test_the_same_words_stand_in_notebook_and_page(site: Path) -> None:
    """Each widget's place holds the data that the kernel would have given it."""
    notebook = nbformat.read(MODULES / SLUG / "module.ipynb", as_version=4)
    slots = [
        c.metadata["copcourse"]["slot"]
        for c in notebook.cells
        if "slot" in c.metadata.get("copcourse", {})
    ]
    text = (site / page_of(f"{SLUG}/module.ipynb")).read_text("utf-8")
    found = dict(
        zip(
            re.findall(r'data-slot="([^"]+)"', text),
            map(json.loads, re.findall(r'<script type="application/json">(.*?)</script>', text)),
            strict=True,
        )
    )
    assert list(found) == slots
    material = Material(MODULES / SLUG)
    for story in STORIES:
        assert (
            found[f"scenario:{story}"]["scenes"][0]["text"]
            == material.scenario(story)["scenes"][0]["text"]
        )
    for when in PRACTICE:
        assert [one["id"] for one in found[f"practice:{when}"]["items"]] == [
            one["id"] for one in material.practice(when)["items"]
        ]


def test_no_name_tells_what_it_is(site: Path) -> None:
    """Titles, files, the icon's name and the manifest say nothing to whoever sees them."""
    names = [path.relative_to(site).as_posix() for path in site.rglob("*")]
    pictures = [name for name in names if "/images/" in name]
    assert [name for name in set(names) - set(pictures) if TELLING.search(name)] == []
    assert {read(path).title for path in site.rglob("*.html")} == {"Reading"}
    manifest = json.loads((site / "manifest.webmanifest").read_text("utf-8"))
    assert not TELLING.search(json.dumps(manifest))
    assert folder_name("gaming") == folder_name("gaming") != folder_name("getting-help")


def played(page: Page) -> None:
    """Play a story from its beginning to a safe ending on the page that is open."""
    sheet = Material(MODULES / SLUG).scenario(STORIES[0])
    way, ending = way_to(sheet, "safe")
    place = page.locator(f'[data-slot="scenario:{STORIES[0]}"]')
    press(place, WORDS["scenario"]["start"])
    follow(place, sheet, way)
    ended(place, ending)


def test_it_opens_by_double_click_from_a_stick(site: Path, context: BrowserContext) -> None:
    """From file://, without any server, a module is found from home, and a story is played."""
    page = context.new_page()
    faults: list[str] = []
    asked: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "index.html").as_uri())
    page.locator(f'main a[href^="{page_of(f"{SLUG}/module.ipynb")}"]').last.click()
    page.wait_for_url(f"**/{folder_name(SLUG)}/module.html*")
    expect(page.locator(".cop-outline")).to_have_count(0)
    played(page)
    assert faults == []
    assert [one for one in asked if urlsplit(one).scheme not in ("file", "data")] == []


def test_a_web_server_shows_it_in_a_sub_folder_and_hears_nothing(
    address: str, context: BrowserContext
) -> None:
    """Nothing but files of the folder is asked for, and no choice is sent."""
    net = Net(address)
    net.spread(context)
    page = context.new_page()
    page.goto(f"{address}/{page_of(f'{SLUG}/module.ipynb')}")
    played(page)
    assert net.strays() == []
    assert net.frames == []
    assert net.faults == []
    assert {request.method for request in net.requests} == {"GET"}
    sheet = Material(MODULES / SLUG).scenario(STORIES[0])
    texts = {choice["text"] for scene in sheet["scenes"] for choice in scene["choices"]}
    assert (
        net.leaks(texts | {choice["id"] for s in sheet["scenes"] for choice in s["choices"]}) == []
    )


def test_without_a_script_everything_can_be_read(address: str, browser: Browser) -> None:
    """Text, stories from choice to choice, answers with reasons, sources and help lines."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{page_of(f'{SLUG}/module.ipynb')}")
    sheet = Material(MODULES / SLUG).scenario(STORIES[0])
    place = page.locator(f'[data-slot="scenario:{STORIES[0]}"]')
    place.locator("summary").first.click()
    scene = sheet["scenes"][0]
    choice = scene["choices"][0]
    for text in (*scene["text"], choice["text"], choice["then"], choice["why"]):
        expect(place.get_by_text(text).first).to_be_visible()
    place.locator(f'a[href$="-{choice["goto"]}"]').first.click()
    assert page.url.endswith(f"#story-{STORIES[0]}-{choice['goto']}")
    item = Material(MODULES / SLUG).practice(PRACTICE[0])["items"][0]
    asked = page.locator(f'[data-slot="practice:{PRACTICE[0]}"]')
    expect(asked.get_by_text(item["explain"])).to_be_hidden()
    asked.locator("summary").first.click()
    expect(asked.get_by_text(item["explain"])).to_be_visible()
    page.goto(f"{address}/help.html")
    page.get_by_text("Canada", exact=True).click()
    expect(page.get_by_role("link", name="Call 911")).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(
    site: Path, address: str, browser: Browser, scheme: str
) -> None:
    """Every page of the site, on a phone of 320 px, without any violation of any rule."""
    context = browser.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]  # one of the two
        viewport={"width": 320, "height": 640},
    )
    page = context.new_page()
    found = {}
    for path in sorted(site_pages(MODULES).values()):
        page.goto(f"{address}/{path}")
        violations = Axe().run(page).response["violations"]
        wide = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        if violations or wide > 0:
            found[path] = [(one["id"], one["nodes"][0]["html"]) for one in violations] + [wide]
    assert found == {}
    context.close()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_each_activity_prints_on_one_sheet(address: str, browser: Browser, paper: str) -> None:
    """A sheet for the adult, one for each of the three ages, and one for the young person."""
    page = browser.new_page()
    sheets = {}
    for slug in SLUGS:
        page.goto(f"{address}/{page_of(f'{slug}/activities.ipynb')}")
        page.emulate_media(media="print")
        pdf = page.pdf(format=paper)
        sheets[slug] = len(re.findall(rb"/Type\s*/Page\b", pdf))
    page.close()
    assert sheets == dict.fromkeys(SLUGS, 5)


def test_a_link_between_notebooks_becomes_one_between_pages() -> None:
    """Relative addresses lead from folder to folder, and what is no page is left alone."""
    pages = {one: site_path(one) for one in ("home.ipynb", "a/module.ipynb", "b/module.ipynb")}
    said = '[x](../b/module.ipynb#section-2) [y](../home.ipynb) "../c/module.ipynb" quiz.ipynb'
    b = folder_name("b")
    assert relink(said, "a/module.ipynb", pages) == (
        f'[x](../{b}/module.html#section-2) [y](../index.html) "../c/module.ipynb" quiz.ipynb'
    )


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    """One sentence names the folder; an empty one, and one made before, are taken."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"x")
    with pytest.raises(ExportError, match="something else is there already"):
        export(MODULES, tmp_path / "photos")
    assert [one.name for one in (tmp_path / "photos").iterdir()] == ["a.jpg"]

    out = tmp_path / "site"
    out.mkdir()
    export(MODULES, out)
    (out / "old.html").write_text("from before")
    export(MODULES, out)
    assert (out / MARK).is_file()
    assert not (out / "old.html").exists()
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_an_export_that_breaks_off_leaves_the_old_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk in the middle: what was there stays whole, and nothing half-made lies about."""
    out = tmp_path / "site"
    export(MODULES, out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    write = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "help.html":
            raise OSError(28, "No space left on device", str(path))
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ExportError, match="No space left on device"):
        export(MODULES, out)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert [one.name for one in tmp_path.iterdir()] == ["site"]
