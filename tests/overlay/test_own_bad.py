"""A school's folder in which something is wrong: one sentence each, at the school's own place."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from datetime import timedelta
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from own_school import BASE, HEAD, LATELY, TODAY, story, whole_school, write

from copcourse.cli import main
from copcourse.content import Course
from copcourse.overlay import command
from copcourse.reading import read_course

Judge = Callable[[Path], list[str]]


@pytest.fixture(scope="module")
def read() -> Course:
    """The real course, read once."""
    return read_course(BASE)


@pytest.fixture
def judge(read: Course, monkeypatch: pytest.MonkeyPatch) -> Judge:
    """Give all problems of a folder, by paths in it."""
    monkeypatch.setattr("copcourse.reading.read_course", lambda root: read)

    def problems(folder: Path) -> list[str]:
        found = command.school_problems(folder, BASE)
        return [str(one).replace(f"{folder}/", "") for one in found]

    return problems


FAULTS = tomllib.loads(Path(__file__).with_name("faults.toml").read_text("utf-8"))
DAYS = {"{soon}": str(TODAY + timedelta(3)), "{lately}": str(LATELY)}


def dated(text: str) -> str:
    """A text of the table with the days of today's run."""
    return reduce(lambda made, day: made.replace(*day), DAYS.items(), text)


@pytest.mark.parametrize("fault", FAULTS["head"], ids=lambda fault: fault["name"])
def test_a_fault_in_the_schools_own_facts(
    fault: dict[str, Any], judge: Judge, tmp_path: Path
) -> None:
    """Each says the line of the school's file, what is wrong, and what to do."""
    assert dated(fault["old"]) in HEAD
    changed = HEAD.replace(dated(fault["old"]), dated(fault["new"]), 1)
    assert judge(write(tmp_path / "s", {"school.toml": changed})) == [
        dated(one) for one in fault["said"]
    ]


@pytest.mark.parametrize("fault", FAULTS["file"], ids=lambda fault: fault["name"])
def test_a_file_that_may_not_be_there(fault: dict[str, Any], judge: Judge, tmp_path: Path) -> None:
    """Each says which file, what is wrong with it, and what to do."""
    folder = write(tmp_path / "s", {"school.toml": HEAD, **fault["files"]})
    assert judge(folder) == fault["said"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        (
            "blocks/images.md",
            "Fragt uns früh.".encode("utf-16"),
            "the file is not UTF-8 text. Save it as UTF-8.",
        ),
        (
            "gaming/activities.md",
            b"## A\n\x00\x01",
            "line 2: a character is in it that no text has. Save it as plain text, UTF-8.",
        ),
        (
            "gaming/activities.md",
            b"## A\n" + b"word " * 60_000,
            "the file has 300,005 bytes, and a text has at most 200,000. Is it the right file? "
            "Shorten it.",
        ),
    ],
    ids=["another encoding", "a binary", "far too much"],
)
def test_what_is_no_text(name: str, data: bytes, said: str, judge: Judge, tmp_path: Path) -> None:
    """A file in another encoding, a binary and a huge one are named, and their bytes not shown."""
    assert judge(write(tmp_path / "s", {"school.toml": HEAD, name: data})) == [f"{name}: {said}"]


def test_a_story_with_a_dead_end(judge: Judge, tmp_path: Path) -> None:
    """A choice that leads nowhere and a scene without a way out stand at the school's lines."""
    text = story("The night raid")
    dead = text.replace('goto = "silver"', 'goto = "nowhere"')
    assert dead != text
    lines = [
        number for number, line in enumerate(text.splitlines(), 1) if line == 'goto = "silver"'
    ]
    starts = [
        max(
            n
            for n, line in enumerate(text.splitlines(), 1)
            if line == "[[scene.choice]]" and n < at
        )
        for at in lines
    ]
    found = judge(write(tmp_path / "s", {"school.toml": HEAD, "gaming/scenarios/a.toml": dead}))
    told = [one for one in found if "nowhere" in one]
    assert [one.split(":")[0] for one in found] == ["gaming/scenarios/a.toml"] * len(found)
    assert [int(one.split("line ")[1].split(",")[0]) - 1 for one in told] == starts
    assert 'ending "silver": no path from' in found[-1]


def test_links_are_not_followed(judge: Judge, tmp_path: Path) -> None:
    """A link to a file, to a folder or to itself is named, and what it leads to is not read."""
    secret = tmp_path / "secret.md"
    secret.write_text("## Secret\n\nNobody reads this.\n")
    folder = write(tmp_path / "s", {"school.toml": HEAD, "gaming/x": ""})
    (folder / "gaming" / "x").unlink()
    (folder / "gaming" / "activities.md").symlink_to(secret)
    (folder / "blocks").symlink_to(tmp_path)
    (folder / "whole-school").symlink_to(folder)
    os.mkfifo(folder / "gaming" / "pipe")
    link = "it is a link, and links are not followed. Put the file itself here."
    assert judge(folder) == [
        f"blocks: {link}",
        f"gaming/activities.md: {link}",
        "gaming/pipe: it is no file that could be read. Take it out.",
        f"whole-school: {link}",
    ]


def test_no_folder_and_no_school(judge: Judge, tmp_path: Path) -> None:
    """Whoever names the wrong folder hears how to begin one."""
    assert judge(write(tmp_path / "empty", {})) == [
        "school.toml: the school's own file is missing. Begin one with `copcourse new school "
        "FOLDER`, and fill it in."
    ]
    with pytest.raises(Exception, match=r"there is no such folder\. Name the school's folder, or"):
        judge(tmp_path / "none")


def test_a_whole_school_has_no_problem_and_its_changes_are_listed(
    judge: Judge,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Two stories more, one of them in an old one's place, break no rule of the shipped course."""
    folder = whole_school(tmp_path / "s")
    assert judge(folder) == []
    assert capsys.readouterr().out.splitlines() == [
        f"With Rosewood & Hill School ({folder}), which",
        "  adds a welcome to the first page",
        "  adds safeguarding lead to Get help, the workshop guides and the local card",
        "  adds deputy head to Get help, the workshop guides and the local card",
        f'  adds phone to and replaces note of the help line "Childline" (IE), confirmed by '
        f"safeguarding lead on {LATELY}",
        f'  adds the help line "Town parents\' line" (IE), confirmed by deputy head on {LATELY}',
        '  replaces the story "Lunch-break league" by "The lunch club" in Gaming',
        '    gaming/text.md still speaks of "Lunch-break league"',
        '    gaming/workshop.md still speaks of "Lunch-break league"',
        '  adds the story "The night raid" in Gaming',
        '  adds the activity "Our club card" to Gaming',
        '  adds to the safety text "danger-now", which stays whole',
        "  replaces the colour accent of light pages by #7a1f5c",
        "  replaces the colour accent of dark pages by #f0a8d8",
    ]


@pytest.mark.parametrize(
    "call", ["serve --no-browser --port 1", "export OUT", "handouts gaming --country IE --out OUT"]
)
def test_problems_stop_what_would_be_shown(
    call: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is served or written, the list stands in the terminal, and nothing is left behind."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    folder = write(tmp_path / "s", {"school.toml": HEAD, "blocks/images.md": ""})
    words = [str(tmp_path / "out") if word == "OUT" else word for word in call.split()]
    assert main([*words, "--with", str(folder)]) == 1
    told = capsys.readouterr()
    assert (told.out, told.err) == (
        "",
        f"{folder}/blocks/images.md: it is empty, and a safety text of the course cannot be "
        "replaced or taken out. Write what your school adds to it, or take the file out.\n",
    )
    assert not (tmp_path / "out").exists()
    assert list((tmp_path / "tmp").iterdir()) == []
