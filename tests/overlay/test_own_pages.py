"""What readers see of a school's own part, on the site, on paper and in Voilà."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from own_school import BASE, LATELY
from playwright.sync_api import Browser, BrowserContext, Page, expect

from copcourse import handouts
from copcourse.cli import main
from copcourse.exporting.addresses import folder_name
from copcourse.overlay import effective_root
from whole.playing import WORDS, free_port, press

GAMING = folder_name("gaming")
ACCENT = {"light": "rgb(122, 31, 92)", "dark": "rgb(240, 168, 216)"}


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    """Each of the two schemes."""
    return str(request.param)


@pytest.fixture
def page(scheme: str, browser: Browser) -> Iterator[Page]:
    """A page on a phone, in the scheme."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, color_scheme=scheme, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def test_readers_see_the_school_on_the_first_page_and_where_help_is(
    site: Path, page: Page, scheme: str
) -> None:
    """Welcome, whom to turn to, a confirmed line and the colours; HTML is text; axe is content."""
    page.goto((site / "index.html").as_uri())
    welcome = page.locator(".cop-section", has=page.get_by_role("heading", name="From Rosewood"))
    assert welcome.inner_text().split("\n\n") == [
        "From Rosewood & Hill School",
        "Welcome, parents and carers of Rosewood. You can ask us anything. <b>Come in.</b>",
        "Whom to turn to at Rosewood & Hill School",
    ]
    link = welcome.get_by_role("link")
    assert link.evaluate("node => getComputedStyle(node).color") == ACCENT[scheme]
    expect(page.locator(".cop-block-danger-now").first).to_contain_text(
        "At Rosewood & Hill School: In our school, tell any adult with a blue badge."
    )
    assert Axe().run(page).response["violations"] == []
    link.click()
    route = page.locator("#school")
    assert route.inner_text().splitlines()[0] == "At Rosewood & Hill School"
    assert [
        re.sub(r"\s*\n\s*", " | ", one.strip()) for one in route.locator("li").all_inner_texts()
    ] == [
        "safeguarding lead | The office by the main door. School days, 8:00 to 16:00. | "
        f"Call 01 555 0100 Write to safe@rosewood.example | Checked by the school on {LATELY}.",
        "deputy head | Call 01 555 0101",
    ]
    assert [one.get_attribute("href") for one in route.get_by_role("link").all()] == [
        "tel:015550100",
        "mailto:safe@rosewood.example",
        "tel:015550101",
    ]
    page.get_by_label("Which country are you in?").select_option(label="Ireland")
    line = page.locator("#lines li", has_text="Childline").first
    expect(line).to_contain_text("1800 66 66 66")
    expect(line).to_contain_text(
        f"Confirmed by the safeguarding lead of Rosewood & Hill School on {LATELY}."
    )
    expect(line).not_to_contain_text("not confirmed")
    call = line.get_by_role("link", name="1800 66 66 66")
    assert call.evaluate("node => getComputedStyle(node).backgroundColor") == ACCENT[scheme]
    assert Axe().run(page).response["violations"] == []


def test_an_own_story_is_played_where_the_others_are(site: Path, page: Page, scheme: str) -> None:
    """It stands after the course's last, one in an old one's place keeps that, and both play."""
    page.goto((site / GAMING / "module.html").as_uri())
    assert page.locator("main h3", has_text="minutes, for").all_inner_texts() == [
        "Thirty-one small payments: 4 minutes, for parents",
        "Come to the other chat: 4 minutes, for parents",
        "The lunch club: 4 minutes, for parents (from Rosewood & Hill School)",
        "The night raid: 4 minutes, for parents (from Rosewood & Hill School)",
    ]
    slot = page.locator('.cop-slot[data-slot="scenario:night-raid"]')
    primary = slot.locator(".cop-primary").first
    assert primary.evaluate("node => getComputedStyle(node).backgroundColor") == ACCENT[scheme]
    press(page.locator('[data-slot="scenario:night-raid"]'), WORDS["scenario"]["start"])
    expect(slot.get_by_role("heading", name="Between two trays")).to_be_visible()
    page.goto((site / GAMING / "room.html").as_uri())
    expect(page.get_by_role("main")).to_contain_text("The night raid")
    page.goto((site / GAMING / "activities.html").as_uri())
    sheet = page.locator("#own-1")
    expect(sheet).to_contain_text('<script>document.title = "run"</script>')
    expect(sheet).to_contain_text("From Rosewood & Hill School, and not from the course's authors.")
    expect(sheet).not_to_contain_text("A note for whoever writes here")
    assert page.title() == "Reading"
    page.goto((site / GAMING / "workshop.html").as_uri())
    for number in (0, 1):
        card = page.get_by_role("heading", name="The local card").nth(number)
        expect(card.locator("xpath=following-sibling::*[1]")).to_have_text(
            "At Rosewood & Hill School:"
        )


def test_quizzes_are_the_courses_own(effective: Path) -> None:
    """Sheets, editions and cells of every quiz stay as they are, and no key comes along."""
    sheets = sorted(path.relative_to(BASE) for path in BASE.rglob("quiz.json"))
    assert len(sheets) == 24
    for sheet in sheets:
        assert (effective / sheet).read_bytes() == (BASE / sheet).read_bytes()
        before, after = (
            nbformat.read(root / sheet.with_suffix(".ipynb"), as_version=4)
            for root in (BASE, effective)
        )
        assert after.cells == before.cells
        assert "#7a1f5c" in after.metadata["copcourse"]["style"]
    assert [one.name for one in effective.parent.iterdir()] == ["modules"]


def _letter(school: Path, folder: Path) -> Path:
    """The local card on US Letter."""
    out = folder / "letter"
    with effective_root(school, BASE, pages=False) as root:
        handouts.write(root, ["gaming"], "IE", out, "letter")
    return out / "local-card.html"


def test_paper_has_the_schools_lines_and_cards(
    school: Path, tmp_path: Path, context: BrowserContext, capsys: pytest.CaptureFixture[str]
) -> None:
    """The local card is filled in with what the school knows; what nobody checked stays empty."""
    out = tmp_path / "paper"
    call = ["handouts", "gaming", "--country", "IE", "--out", str(out), "--with", str(school)]
    assert main([*call, "--with-keys"]) == 0
    assert "keys-for-the-educator.html" in capsys.readouterr().out
    page = context.new_page()
    page.goto((out / "local-card.html").as_uri())
    rows = page.locator("table").first.locator("tbody tr").all()
    assert [[cell.inner_text() for cell in row.locator("th, td").all()] for row in rows] == [
        ["Danger now", "", "", ""],
        ["A child wants to talk", "Childline", "1800 66 66 66", str(LATELY)],
        ["An adult is worried, or in crisis", "Town parents' line", "01 555 0199", str(LATELY)],
        ["Report a page or a crime", "", "", ""],
        [
            "The lead in this place",
            "safeguarding lead\nschool days, 8:00 to 16:00",
            "01 555 0100\nsafe@rosewood.example\nthe office by the main door",
            str(LATELY),
        ],
        ["The lead's deputy", "deputy head", "01 555 0101", ""],
    ]
    assert Axe().run(page).response["violations"] == []
    for paper in (out / "local-card.html", _letter(school, tmp_path)):
        page.goto(paper.as_uri())
        # Two cards to cut out stay on one sheet.
        assert re.findall(rb"/Count (\d+)", page.pdf(prefer_css_page_size=True)) == [b"1"]
    number = 4
    assert (out / f"m{number}-activity-own-1.html").is_file()
    cards = [
        re.search(r"<h1>(.*?)</h1>", path.read_text("utf-8"))[1]  # type: ignore[index]  # each has one
        for path in sorted(out.glob(f"m{number}-story-*.html"))
    ]
    assert len(cards) == 4
    assert "The night raid" in cards[1]


def test_voila_shows_it_and_cleans_up_when_it_ends(
    school: Path, tmp_path: Path, context: BrowserContext
) -> None:
    """Served with a live kernel the added story plays; the folder that was made is gone after."""
    port = free_port()
    call = ["serve", "--no-browser", "--port", str(port), "--with", str(school)]
    process = subprocess.Popen(
        [sys.executable, "-m", "copcourse", *call],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert process.stdout
    said = iter(process.stdout.readline, "")
    lines = []
    for line in said:
        lines.append(line.strip())
        if line.startswith("The course is at"):
            break
    try:
        assert lines[-2:] == [
            f"What you change in {school} shows after a new start.",
            f"The course is at http://127.0.0.1:{port}/ (Ctrl-C ends it)",
        ]
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/voila/render/gaming/module.ipynb")
        slot = page.locator('.cop-slot[data-slot="scenario:night-raid"]')
        start = slot.get_by_role("button", name=WORDS["scenario"]["start"], exact=True)
        start.click(timeout=60_000)
        expect(slot.get_by_role("heading", name="Between two trays")).to_be_visible()
        button = page.get_by_role("button", name="Leave quickly")
        colour = button.evaluate("node => getComputedStyle(node).backgroundColor")
        assert colour == ACCENT["light"]
        page.close()
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert list(tmp_path.iterdir()) == []


def test_nothing_stays_when_somebody_stops_it(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By Ctrl-C or told to end while it works on the course: the folder that was made goes."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = signal.getsignal(signal.SIGTERM)
    for number, stopped in ((signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, SystemExit)):
        work = effective_root(school, BASE, pages=False)
        root = work.__enter__()
        assert (root / "school.toml").is_file()
        assert root.is_relative_to(tmp_path)
        with pytest.raises(stopped) as caught:
            signal.raise_signal(number)
        assert work.__exit__(stopped, caught.value, None) in (None, False)
        assert list(tmp_path.iterdir()) == []
    assert signal.getsignal(signal.SIGTERM) == before
