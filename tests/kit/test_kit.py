"""The kit as a file: what is in it, and that it comes whole or not at all."""

from __future__ import annotations

import io
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path, PureWindowsPath
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from copcourse.cli import main
from copcourse.content import Course
from copcourse.errors import ContentError, CourseError, ExportError
from copcourse.kit import write
from copcourse.kit.country import country_first
from copcourse.kit.packing import pack, put
from copcourse.kit.start import START, start_page
from whole.playing import ROOT

MODULES = ROOT / "modules"
LIMIT = 30_000_000
TELLING = re.compile(
    r"abus|threat|groom|sex|nude|porn|suicid|violen|protect|safe|danger|harm|bull(y|ied)|"
    r"blackmail|predator|child|kid|parent|help-?line",
    re.IGNORECASE,
)
# What Windows takes for a device, whatever ending it has.
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def names(packed: Path) -> list[str]:
    """The paths in a zip."""
    with zipfile.ZipFile(packed) as zipped:
        return zipped.namelist()


def read(text: str) -> BeautifulSoup:
    """A page as a tree."""
    return BeautifulSoup(text, "html.parser")


def test_the_whole_course_fits_and_begins_with_the_start_page(packed: Path) -> None:
    """One folder, the start page first in it, site, handouts and every guide; under 30 MB."""
    paths = [name.removeprefix("workshop-ie/") for name in names(packed)]
    assert {name.split("/")[0] for name in names(packed)} == {"workshop-ie"}
    assert {name.split("/")[0] for name in paths} == {START, "site", "handouts"}
    assert min({name.split("/")[0] for name in paths}, key=str.casefold) == START
    modules = len(list(MODULES.glob("*/text.md")))
    for page in ("workshop", "room", "guide", "module", "activities"):
        assert len([one for one in paths if one.endswith(f"/{page}.html")]) == modules, page
    assert {"handouts/help-ie.html", "handouts/local-card.html"} <= set(paths)
    assert [one for one in paths if "key" in one] == []
    assert packed.stat().st_size < LIMIT


def test_every_system_takes_the_names(packed: Path) -> None:
    """No name that Windows refuses, none too long, none hidden, no two alike but for capitals."""
    found = names(packed)
    wrong = [
        name
        for name in found
        if len(name) > 150
        or not name.isascii()
        or re.search(r'[<>:"\\|?*\x00-\x1f]', name)
        or any(
            DEVICES.match(part) or part != part.rstrip(". ") or part.startswith(".")
            for part in PureWindowsPath(name).parts
        )
    ]
    assert wrong == []
    assert len({name.casefold() for name in found}) == len(found)


def test_names_and_title_tell_no_topic(stick: Path) -> None:
    """Whoever sees the stick's folders or the browser's history learns nothing from them."""
    there = [path.relative_to(stick.parent).as_posix() for path in stick.rglob("*")]
    assert [name for name in there if TELLING.search(name)] == []
    assert read((stick / START).read_text("utf-8")).title.get_text() == "Start"


def test_every_link_leads_somewhere(stick: Path) -> None:
    """From every page to a file of the kit, from the start page to the very place in it."""
    wrong = []
    places = []
    for page in sorted(stick.rglob("*.html")):
        for link in re.findall(r'\s(?:href|src)="([^"]*)"', page.read_text("utf-8")):
            address = urlsplit(unescape(link))
            if address.scheme:
                if address.scheme not in ("https", "tel", "sms", "data"):
                    wrong.append((page.name, link))
                continue
            to = (page.parent / unquote(address.path)).resolve() if address.path else page
            if not to.is_file() or not to.is_relative_to(stick.resolve()):
                wrong.append((page.name, link))
            elif page.name == START and address.fragment:
                places.append((to, address.fragment))
    assert wrong == []
    assert [one for one in places if not read(one[0].read_text("utf-8")).find(id=one[1])] == []
    assert len(places) > len(list(MODULES.glob("*/text.md")))


def test_made_anew_it_is_the_same_and_replaces_the_old_one(packed: Path, tmp_path: Path) -> None:
    """Another process on another day writes the same bytes, in the place of an older kit."""
    out = tmp_path / "kit.zip"
    out.write_bytes(pack({"old.html": b"old"}, "workshop-ie"))
    done = subprocess.run(
        [sys.executable, "-m", "copcourse", "kit", "--country", "IE", "--out", str(out)],
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{out}: {len(names(packed))} files, ")
    assert "with --pdf" in done.stdout
    assert f"then open {START}." in done.stdout
    assert out.read_bytes() == packed.read_bytes()
    assert list(tmp_path.iterdir()) == [out]


def test_the_countrys_number_stands_on_the_start_page(course: Course, stick: Path) -> None:
    """With how sure we are of it, and in the danger text's own box."""
    page = read((stick / START).read_text("utf-8"))
    box = page.select_one("#danger")
    numbers = [one.phone for one in course.help.of("IE") if one.kind == "emergency"]
    assert numbers
    assert [one.get_text() for one in box.select(".call a")] == numbers
    assert "not confirmed by us" in box.get_text()
    assert "Is somebody in danger now?" in box.get_text()


def test_a_country_without_entries_is_said(course: Course) -> None:
    """Its start page says so, and the help page stays as it is."""
    page = read(start_page(course, course.modules, "GH"))
    assert "GH is not in our help list yet." in page.get_text()
    assert "Our help list has no emergency number for GH." in page.select_one("#danger").get_text()
    assert page.select(".call") == []
    assert country_first({"help.html": b"<p>any</p>"}, course, "GH") == {"help.html": b"<p>any</p>"}


def test_some_modules_with_pdf_for_a_country_that_is_not_listed(
    course: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Start page and handouts are for what was asked for; what the country lacks is said."""
    out = tmp_path / "kit.zip"
    call = ["kit", "--country", "GH", "--modules", "gaming", "--pdf", "--paper", "letter"]
    assert main([*call, "--out", str(out)]) == 0
    said = capsys.readouterr()
    assert said.err.startswith("GH is not in the help list, so its sheet has what serves anywhere")
    assert "--pdf" not in said.out
    there = names(out)
    with zipfile.ZipFile(out) as zipped:
        page = read(zipped.read(f"workshop-gh/{START}").decode())
        sheet = zipped.read("workshop-gh/handouts/m4-plan.pdf")
    assert [one.get_text() for one in page.select(".modules > li > strong")] == ["Gaming"]
    assert [float(one) for one in PdfReader(io.BytesIO(sheet)).pages[0].mediabox[2:]] == [612, 792]
    sheets = {Path(one).name for one in there if "/handouts/m" in one}
    assert {name[:3] for name in sheets} == {"m4-"}
    assert {Path(one).stem for one in sheets if one.endswith(".pdf")} == {
        Path(one).stem for one in sheets if one.endswith(".html")
    }
    # Pages of one module lead to others.
    assert len([one for one in there if one.endswith("/module.html")]) == len(course.modules)


@pytest.mark.parametrize(
    ("modules", "country", "name", "sentence"),
    [
        (["gaming", "chess"], "IE", "kit.zip", "there is no module 'chess'. Name some of growing"),
        (["gaming"], "Ireland", "kit.zip", r"'Ireland' is not a country's code\..* IE \(Ireland\)"),
        (["gaming"], "IE", "kit.pdf", r"kit\.pdf: a kit is a zip\. Name it kit\.pdf\.zip, say\."),
        (["gaming"], "IE", "no/kit.zip", "its folder is not there. Make it, or check that the st"),
        (["gaming"], "IE", "folder.zip", "this is a folder. Name a file."),
        (["gaming"], "IE", "photos.zip", "something else is there already. Name another file"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    tmp_path: Path, modules: list[str], country: str, name: str, sentence: str
) -> None:
    """And nothing is written or replaced."""
    (tmp_path / "folder.zip").mkdir()
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as photos:
        photos.writestr("one.jpg", b"mine")
    before = {path.name: path.stat().st_size for path in tmp_path.iterdir()}
    with pytest.raises(CourseError, match=sentence):
        write(MODULES, modules, country, tmp_path / name)
    assert {path.name: path.stat().st_size for path in tmp_path.iterdir()} == before


def test_pages_that_are_not_built_are_named(tmp_path: Path) -> None:
    """A module without its room's page gives no kit with a dead link."""
    root = tmp_path / "modules"
    shutil.copytree(MODULES, root)
    (root / "gaming/room.ipynb").unlink()
    with pytest.raises(ContentError, match="gaming: its page room is not built yet"):
        write(root, ["gaming"], "IE", tmp_path / "kit.zip")
    assert not (tmp_path / "kit.zip").exists()


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """Let the system refuse files that are larger."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_is_full_in_the_middle_keeps_the_old_kit(packed: Path, tmp_path: Path) -> None:
    """The system refuses to write on: the old kit is whole, and nothing half-written is left."""
    out = tmp_path / "kit.zip"
    old = pack({"old.html": b"old"}, "workshop-ie")
    out.write_bytes(old)
    data = packed.read_bytes()
    with files_up_to(1_000_000), pytest.raises(CourseError, match=r"kit\.zip: it cannot be writ"):
        put(data, out)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("kit.zip", old)]


def test_a_disk_without_room_is_told_before(packed: Path) -> None:
    """What the kit needs and what is free: /proc is a file system that never has room."""
    with pytest.raises(ExportError) as caught:
        put(packed.read_bytes(), Path("/proc/kit.zip"))
    size = packed.stat().st_size / 1e6
    assert str(caught.value) == (
        f"/proc/kit.zip: the kit needs {size:.1f} MB, and 0.0 MB are free there. "
        "Make room, or name another place."
    )


@contextmanager
def as_an_ordinary_user() -> Iterator[None]:
    """A folder's permissions bind everybody but root."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(was)


def test_a_folder_that_may_only_be_read_is_one_sentence(packed: Path) -> None:
    """The sentence names the file and what to do; the old kit in it is whole."""
    # Not below pytest's own folder, which nobody else may enter.
    folder = Path(tempfile.mkdtemp())
    out = folder / "kit.zip"
    data, old = packed.read_bytes(), pack({"old.html": b"old"}, "workshop-ie")
    out.write_bytes(old)
    out.chmod(0o444)
    folder.chmod(0o555)
    try:
        with as_an_ordinary_user(), pytest.raises(CourseError) as caught:
            put(data, out)
        sentence = f"{out}: it cannot be written: Permission denied. Name another place."
        assert str(caught.value) == sentence
        assert [(one.name, one.read_bytes()) for one in folder.iterdir()] == [("kit.zip", old)]
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)
