"""The command, the sheets and their folder: what a workshop needs, and no word too many."""

from __future__ import annotations

import json
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import Browser
from pypdf import PdfReader

from copcourse.cli import main
from copcourse.content import Course
from copcourse.errors import ContentError, ExportError
from copcourse.handouts import write
from copcourse.handouts.folder import MARK
from copcourse.handouts.sheets import rehearsal
from copcourse.reading import read_quizzes
from whole.playing import ROOT

MODULES = ROOT / "modules"

OF_ONE = [
    "help-de.html",
    "local-card.html",
    "answer-cards.html",
    "agreements.html",
    "m2-story-1.html",
    "m2-story-2.html",
    "m2-story-3.html",
    "m2-story-4.html",
    "m2-rehearsal.html",
    "m2-activity-under-9.html",
    "m2-activity-9-12.html",
    "m2-activity-13-18.html",
    "m2-plan.html",
    "m2-form-before.html",
    "m2-form-later.html",
    "index.html",
]
TELLING = re.compile(
    r"abus|threat|groom|sex|nude|porn|suicid|violen|protect|safe|danger|harm|bull(y|ied)|"
    r"blackmail|predator|child|kid|parent|help-?line",
    re.IGNORECASE,
)


def read(text: str) -> BeautifulSoup:
    """A page as a tree."""
    return BeautifulSoup(text, "html.parser")


def test_the_command_writes_every_sheet_of_a_module(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One call, one folder, and the index leads to each sheet in it."""
    out = tmp_path / "paper"
    call = ["handouts", "online-threats", "--country", "de", "--out", str(out)]
    assert main(call) == 0
    assert sorted(path.name for path in out.iterdir()) == sorted([*OF_ONE, MARK])
    said = capsys.readouterr()
    assert said.out == f"16 files. Open {out / 'index.html'} in a browser, and print.\n"
    index = read((out / "index.html").read_text("utf-8"))
    assert [link.get("href") for link in index.select("a")] == OF_ONE[:-1]


def test_pdfs_stand_beside_their_pages(tmp_path: Path) -> None:
    """Asked for, each sheet is there as PDF too, on the paper asked for, and the index says so."""
    out = tmp_path / "out"
    files = write(MODULES, ["gaming"], "DE", out, paper="letter", pdf=True)
    pages = [Path(name).stem for name in files if name.endswith(".html") and "index" not in name]
    assert sorted(Path(name).stem for name in files if name.endswith(".pdf")) == sorted(pages)
    for path in out.glob("*.pdf"):
        box = PdfReader(path).pages[0].mediabox
        assert (float(box.width), float(box.height)) == (612, 792)
    index = read((out / "index.html").read_text("utf-8"))
    assert {link.get("href") for link in index.select("a")} == {*files} - {"index.html"}


def test_names_and_titles_tell_no_topic(handed: Path) -> None:
    """What a browser prints above a sheet, and what a folder shows, is neutral; no title twice."""
    names = [path.name for path in handed.iterdir()]
    assert [name for name in names if TELLING.search(name)] == []
    titles = [read(path.read_text("utf-8")).title.get_text() for path in handed.glob("*.html")]
    assert [title for title in titles if TELLING.search(title)] == []
    assert len(set(titles)) == len(titles)


def test_axe_finds_nothing(handed: Path, browser: Browser) -> None:
    """Every sheet of a module and those for all, on a phone and in the dark; none is too wide."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, color_scheme="dark", bypass_csp=True
    )
    page = context.new_page()
    found = {}
    for name in [*OF_ONE[:5], *OF_ONE[8:]]:
        page.goto((handed / name).as_uri())
        wrong = [one["id"] for one in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append("too wide")
        if wrong:
            found[name] = wrong
    context.close()
    assert found == {}


def test_headings_come_in_order(handed: Path) -> None:
    """One first-level heading, and no level is left out."""
    wrong = []
    for path in sorted(handed.glob("*.html")):
        page = read(path.read_text("utf-8"))
        levels = [int(one.name[1]) for one in page.find_all(["h1", "h2", "h3", "h4", "h5"])]
        steps = [after - before for before, after in pairwise(levels)]
        if levels.count(1) != 1 or levels[0] != 1 or max(steps, default=0) > 1:
            wrong.append((path.name, levels))
    assert wrong == []


def test_no_address_leads_nowhere(handed: Path) -> None:
    """A link leads to a sheet in the folder, to a place on its own, or to the web."""
    wrong = []
    for path in sorted(handed.glob("*.html")):
        page = read(path.read_text("utf-8"))
        ids = {one.get("id") for one in page.find_all(True) if one.get("id")}
        for link in page.select("a"):
            target = link.get("href")
            there = (
                target[1:] in ids
                if target.startswith("#")
                else target.startswith("https://") or (handed / target).is_file()
            )
            if not there:
                wrong.append((path.name, target))
    assert wrong == []


def test_each_guide_gives_its_sentences(course: Course) -> None:
    """From every workshop guide come the sentences of its rehearsal, and no citation."""
    for module in course.modules:
        found = rehearsal(module.workshop)
        assert 8 <= len(found.sentences) <= 10, module.slug
        assert "@" not in found.note
        assert f"- {found.sentences[0]}\n- {found.sentences[1]}" in module.workshop.body


def test_the_help_list_says_how_sure_it_is(course: Course, handed: Path) -> None:
    """Each line of the country stands there with its number and what nobody has confirmed."""
    page = read((handed / "help-de.html").read_text("utf-8"))
    table = page.select("table")[0]
    rows = [
        [" ".join(cell.get_text().split()) for cell in row.find_all(["th", "td"])]
        for row in table.find_all(["tr"])
    ]
    lines = course.help.of("DE")
    assert rows[0] == ["Who", "What for, and for whom", "How to reach them", "How sure we are"]
    assert {row[0] for row in rows[1:]} == {line.name for line in lines}
    assert all(re.search(r"not confirmed by us\.|Confirmed by ", row[3]) for row in rows[1:])
    text = page.get_text()
    assert [one.phone for one in lines if one.phone and one.phone not in text] == []


@pytest.mark.parametrize(
    ("country", "on_sheet", "said"),
    [
        ("MY", "We found no entry for: ", "The help list has no entry of MY for: "),
        ("GH", "GH is not in our help list yet.", "GH is not in the help list, so its sheet has"),
    ],
)
def test_what_a_country_lacks_is_said_twice(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    country: str,
    on_sheet: str,
    said: str,
) -> None:
    """On the sheet, with lines to fill in, and in the terminal."""
    call = ["handouts", "gaming", "--country", country, "--out", str(tmp_path / "out")]
    assert main(call) == 0
    page = read((tmp_path / f"out/help-{country.lower()}.html").read_text("utf-8"))
    assert on_sheet in page.get_text()
    assert "To fill in" in [one.get_text() for one in page.find_all(["caption"])]
    assert capsys.readouterr().err.startswith(said)


def test_forms_hold_no_key(course: Course, handed: Path) -> None:
    """A form shows questions and options, in the order of the screen, and no reason or answer."""
    quiz = read_quizzes(MODULES)["online-threats-before"]
    page = read((handed / "m2-form-before.html").read_text("utf-8"))
    text = page.get_text()
    for item in quiz.items:
        assert item.ask in text
        assert [one for one in item.options if one.feedback in text] == []
        assert item.explain not in text
        places = [text.index(one["text"]) for one in item.sheet()["options"]]
        assert places == sorted(places)
    assert "keys-for-the-educator.html" not in [path.name for path in handed.iterdir()]


def test_keys_come_in_a_file_apart(tmp_path: Path) -> None:
    """Asked for, the right letters of both forms stand in one file that no index leads to."""
    write(MODULES, ["online-threats"], "DE", tmp_path / "out", with_keys=True)
    page = read((tmp_path / "out/keys-for-the-educator.html").read_text("utf-8"))
    quiz = read_quizzes(MODULES)["online-threats-before"]
    letters = [
        "ABCD"[[one["id"] for one in item.sheet()["options"]].index(item.right_ids[0])]
        for item in quiz.items
    ]
    rows = page.select("table")[0].select("tbody tr")
    assert [row.select("td")[0].get_text() for row in rows] == letters
    assert "keys" not in (tmp_path / "out/index.html").read_text("utf-8")


def test_without_the_quizzes_keys_are_refused(tmp_path: Path) -> None:
    """Where only the learner's part is here, forms are written and keys are not."""
    root = tmp_path / "modules"
    shutil.copytree(MODULES, root)
    assert "m4-form-before.html" in write(root, ["gaming"], "DE", tmp_path / "one")
    with pytest.raises(Exception, match="the keys of the forms are not here"):
        write(root, ["gaming"], "DE", tmp_path / "two", with_keys=True)
    assert not (tmp_path / "two").exists()


@pytest.mark.parametrize(
    ("modules", "country", "sentence"),
    [
        (["gaming", "chess"], "DE", "there is no module 'chess'. Name some of "),
        (["gaming"], "Germany", "'Germany' is not a country's code. Give its two letters"),
        (["gaming"], "../x", "'../x' is not a country's code"),
    ],
)
def test_a_wrong_name_is_one_sentence(
    tmp_path: Path, modules: list[str], country: str, sentence: str
) -> None:
    """And nothing is written."""
    with pytest.raises(ContentError) as caught:
        write(MODULES, modules, country, tmp_path / "out")
    assert str(caught.value).startswith(sentence)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_files_stays_as_it_is(tmp_path: Path) -> None:
    """Somebody's own folder is refused, and so is a file in the folder's place."""
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ExportError, match="something else is there already"):
        write(MODULES, ["gaming"], "DE", tmp_path)
    with pytest.raises(ExportError, match="this is a file and no folder"):
        write(MODULES, ["gaming"], "DE", tmp_path / "mine.txt")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("mine.txt", "mine")]


def test_made_anew_it_keeps_what_is_not_its_own(tmp_path: Path) -> None:
    """A second run replaces what was made; a file beside stays, and a changed one stops it."""
    out = tmp_path / "out"
    write(MODULES, ["gaming"], "DE", out)
    (out / "notes.txt").write_text("mine")
    write(MODULES, ["online-threats"], "DE", out)
    assert sorted(path.name for path in out.iterdir()) == sorted([*OF_ONE, MARK, "notes.txt"])
    (out / "m2-plan.html").write_text("changed by hand")
    with pytest.raises(ExportError, match="somebody has changed this file"):
        write(MODULES, ["online-threats"], "DE", out)
    assert (out / "m2-plan.html").read_text() == "changed by hand"


def test_a_full_disk_leaves_nothing_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was there is whole, nothing new is left, and the sentence says why."""
    out = tmp_path / "out"
    write(MODULES, ["gaming"], "DE", out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    written = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "m2-plan.html":
            raise OSError(28, "No space left on device")
        return written(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ExportError, match="No space left on device"):
        write(MODULES, ["online-threats"], "DE", out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_damaged_form_is_one_sentence(tmp_path: Path) -> None:
    """A form that is no JSON is named, with what makes it anew."""
    root = tmp_path / "modules"
    shutil.copytree(MODULES, root)
    (root / "gaming/before/quiz.json").write_text(json.dumps("x")[:-1])
    with pytest.raises(ContentError, match=r"before/quiz\.json: the form cannot be read"):
        write(root, ["gaming"], "DE", tmp_path / "out")
