"""Commented starts: ``check`` names the places to fill and nothing else, until none is left."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from copcourse.checking import check_course
from copcourse.checking.stories import check_scenario
from copcourse.cli import main
from copcourse.errors import ContentError
from copcourse.reading import read_course, read_scenario

ROOT = Path(__file__).parents[2]
STORY = ROOT / "modules" / "gaming" / "scenarios" / "other-chat.toml"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of the course alone, as the working folder."""
    shutil.copytree(ROOT / "modules", tmp_path / "modules")
    shutil.copytree(ROOT / "course" / "quizzes", tmp_path / "course" / "quizzes")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "modules"


def contents(root: Path) -> dict[Path, bytes]:
    """Every file of a folder."""
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def line_of(place: str) -> int:
    """The number of the line that a place names first."""
    found = re.match(r"line (\d+)", place)
    assert found, place
    return int(found[1])


def test_after_each_start_only_what_is_to_fill_is_named(course: Path) -> None:
    """With a start of each kind the check names every place to fill, and no other problem."""
    for call in (
        "module new-theme",
        "scenario gaming lost-skin",
        "item gaming skin-trade",
        "source ofcom-2031",
        "helpline de",
    ):
        assert main(["new", *call.split()]) == 0
    problems = check_course(course)[1]
    assert [str(one) for one in problems if one.rule != "to-fill"] == []
    named = {(Path(one.file).relative_to(course).as_posix(), one.place) for one in problems}
    files = {file for file, _ in named}
    assert files == {
        "course.toml",
        "gaming/practice.toml",
        "gaming/scenarios/lost-skin.toml",
        "gaming/text.md",
        "helplines.toml",
        "new-theme/activities.md",
        "new-theme/practice.toml",
        "new-theme/scenarios/first-story.toml",
        "new-theme/text.md",
        "new-theme/workshop.md",
        "sources.toml",
    }
    for file in files:
        lines = (course / file).read_text().splitlines()
        texts = {
            number: line
            for number, line in enumerate(lines, 1)
            if not (file.endswith(".toml") and line.startswith("#"))
        }
        waiting = {number for number, line in texts.items() if re.search("TO[ -]FILL", line)}
        assert {line_of(place) for one, place in named if one == file} == waiting
    scene = {place for file, place in named if file == "gaming/scenarios/lost-skin.toml"}
    assert any(place.endswith('scene "two-b"') for place in scene)


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        ("module new-theme", "modules/new-theme/text.md"),
        ("scenario gaming lost-skin", "modules/gaming/scenarios/lost-skin.toml"),
        ("item gaming skin-trade", "modules/gaming/practice.toml"),
        ("source ofcom-2031", ""),
        ("helpline de", ""),
    ],
)
def test_a_start_says_what_to_do_next(
    call: str, shown: str, course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command names what it wrote, and the preview where there is one."""
    assert main(["new", *call.split()]) == 0
    *files, last = capsys.readouterr().out.splitlines()
    if shown:
        assert last == f"`copcourse preview {shown}` shows it while you write."
        *files, last = files
    assert last == "Fill in what says TO FILL. `copcourse check` names each place."
    assert all(Path(file).is_file() for file in files)
    assert files


def test_a_filled_story_passes_whole(course: Path) -> None:
    """Once its places are filled a story is judged, and a good one has nothing to mend."""
    assert main(["new", "scenario", "gaming", "lost-skin"]) == 0
    shutil.copyfile(STORY, course / "gaming" / "scenarios" / "lost-skin.toml")
    page = course / "gaming" / "text.md"
    page.write_text(page.read_text().replace("### TO FILL: 4", "### The lost skin: 4"))
    assert [str(one) for one in check_course(course)[1]] == []


def test_the_story_that_is_to_be_filled_has_a_sound_shape(course: Path) -> None:
    """Its scenes, ways, traps and endings keep every rule for stories before a word is written."""
    assert main(["new", "scenario", "gaming", "lost-skin"]) == 0
    file = course / "gaming" / "scenarios" / "lost-skin.toml"
    file.write_text(file.read_text().replace("TO FILL", "Words"))
    assert [
        str(one) for one in check_scenario(read_scenario(file), file, read_course(course))
    ] == []


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (
            "scenario gamin lost-skin",
            "course.toml: there is no module 'gamin'. Name one of growing",
        ),
        ("scenario gaming Lost_Skin", "'Lost_Skin' cannot be an id. Use small letters"),
        ("scenario gaming other-chat", "other-chat.toml: the file is there already. Name another"),
        ("item gaming seven-oclock", 'practice.toml: item "seven-oclock": the id is taken. Choose'),
        ("source cuxton-pegi", 'sources.toml: source "cuxton-pegi": the id is taken. Choose'),
        ("helpline xx", "helplines.toml: there is no country 'xx'. Name one of "),
        ("module gaming", "gaming: the folder is there already. Name another module."),
        ("module ../out", "'../out' cannot be an id. Use small letters"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_writes_nothing(
    call: str, told: str, course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown module or country, a wrong id and one that is taken change no file."""
    before = contents(course)
    assert main(["new", *call.split()]) == 1
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1
    assert contents(course) == before


def test_a_fault_in_a_start_is_named_beside_what_is_to_fill(course: Path) -> None:
    """What cannot be read is reported at once, and not only after everything is filled."""
    assert main(["new", "scenario", "gaming", "lost-skin"]) == 0
    file = course / "gaming" / "scenarios" / "lost-skin.toml"
    file.write_text(file.read_text().replace('quality = "good"', 'quality = "fine"', 1))
    faults = [one for one in check_course(course)[1] if one.rule != "to-fill"]
    assert [type(one) for one in faults] == [ContentError]
    assert faults[0].fault == "'fine' is not known here"
