"""The parts of an overlay: contrast, the help list, text that stays text, and a start to fill."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from own_school import BASE, whole_school, write

from copcourse.cli import main
from copcourse.overlay import guarded
from copcourse.overlay.colours import (
    course_colours,
    pairs,
    ratio,
    school_style,
    text_on,
)
from copcourse.overlay.composing import helplines_toml
from copcourse.overlay.facts import near_codes
from copcourse.reading import read_helplines
from copcourse.school import Colours, Palette
from copcourse.texts import to_html


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#000000", 2.44),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    """Ratios that are published elsewhere come out, whichever colour stands first."""
    assert round(ratio(one, other), 2) == round(ratio(other, one), 2) == expected


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_courses_own_colours_keep_the_rule(scheme: str) -> None:
    """What a school is held to holds for the stylesheets that are read for it."""
    found = list(pairs(Palette(), scheme))
    assert len(found) > 35
    assert course_colours(scheme)["accent"] == {"light": "#0e5c63", "dark": "#88d1d1"}[scheme]
    assert [one for one in found if ratio(one.front, one.back) < one.least] == []


def test_words_on_any_colour_can_be_read() -> None:
    """Black or white reaches 4.5 to 1 on every grey, which is the hardest there is."""
    greys = [f"#{level:02x}{level:02x}{level:02x}" for level in range(256)]
    assert min(ratio(text_on(grey), grey) for grey in greys) >= 4.5


def test_a_style_says_only_what_is_given() -> None:
    """Without colours there is no style; each scheme gets its own, and paper none."""
    assert school_style(Colours()) == ""
    style = school_style(Colours(dark=Palette(accent="#f0a8d8")))
    assert re.findall(r"--cop-[\w-]+: #\w+", style) == [
        "--cop-accent: #f0a8d8",
        "--cop-accent-text: #000000",
        "--cop-on-accent: #000000",
    ]
    assert style.startswith("@media screen and (prefers-color-scheme: dark) {")


def test_the_help_list_is_written_as_it_was_read(tmp_path: Path) -> None:
    """The whole list comes back from its new file, marks of TOML in a text and all."""
    book = read_helplines(BASE / "helplines.toml")
    file = tmp_path / "helplines.toml"
    file.write_text(helplines_toml(book), encoding="utf-8")
    assert read_helplines(file) == book


@pytest.mark.parametrize(
    ("wrong", "first"), [("UK", "GB"), ("Ireland", "IE"), ("ie", "IE"), ("GER", "DE"), ("", "AR")]
)
def test_a_code_that_is_near(wrong: str, first: str) -> None:
    """Whoever writes a name, small letters or the usual letters hears the code first."""
    known = read_helplines(BASE / "helplines.toml").countries
    assert near_codes(wrong, known)[0] == first


@pytest.mark.parametrize(
    "text", ["<b>a</b>", "[a](javascript:b)", "*a* _b_ `c`", "# a", "a &amp; b", "![a](b)", "a | b"]
)
def test_a_plain_text_stays_text(text: str) -> None:
    """A name with marks of HTML or Markdown in it is shown as it was written."""
    made = to_html(guarded.as_text(text))
    shown = re.sub(r"&lt;|&gt;|&quot;|&amp;", lambda one: {
        "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&",
    }[one[0]], made)  # fmt: skip
    assert shown == f"<p>{text}</p>"


def test_a_start_is_all_to_fill_and_then_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A new school's folder names what waits for words, and nothing else; filled it is in order."""
    folder = tmp_path / "our school"
    assert main(["new", "school", str(folder)]) == 0
    file = folder / "school.toml"
    assert capsys.readouterr().out.splitlines() == [
        str(file),
        f"Fill in what says TO FILL. `copcourse check --with '{folder}'` names each place.",
    ]
    assert main(["export", str(tmp_path / "out"), "--with", str(folder)]) == 1
    said = capsys.readouterr().err.splitlines()
    waiting = [
        number
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if "TO FILL" in line and not line.startswith("#")
    ]
    assert [
        re.sub(r".*school\.toml: line (\d+).* waits for your words\..*", r"\1", one) for one in said
    ] == [str(number) for number in waiting]
    text = file.read_text()
    for key, value in (
        ("name", "Rosewood"), ("country", "IE"), ("phone", "01 555 0100"),
        ("email", "safe@rosewood.example"), ("place", "Room 4"), ("hours", "mornings"),
    ):  # fmt: skip
        text = re.sub(rf'(?m)^{key} = "TO FILL"', f'{key} = "{value}"', text)
    text = text.replace('"""\nTO FILL\n"""', '"""\nWelcome to our evening.\n"""')
    today = date.today().isoformat()
    # The examples in the notes are right as they stand.
    lines = re.sub(r"(?m)^# (?=\[|role|phone|name|kind|serves|accent|confirmed)", "", text)
    lines = lines.replace("on = 2026-09-01", f"on = {today}")
    for filled in (text, lines):
        file.write_text(filled)
        out = tmp_path / "paper"
        call = ["handouts", "gaming", "--country", "IE", "--out", str(out), "--with", str(folder)]
        assert (main(call), capsys.readouterr().err) == (0, "")
    assert main(["new", "school", str(folder)]) == 1
    assert "the file is there already" in capsys.readouterr().err
    assert file.read_text() == lines


def test_a_story_begins_in_the_schools_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A start of nine scenes goes to the school, and the course's own files stay as they are."""
    folder = whole_school(tmp_path / "s")
    before = {path: path.stat().st_mtime_ns for path in BASE.rglob("*")}
    assert main(["new", "scenario", "gaming", "our-tale", "--with", str(folder)]) == 0
    story = folder / "gaming" / "scenarios" / "our-tale.toml"
    assert capsys.readouterr().out.splitlines()[0] == str(story)
    assert story.read_text("utf-8").count("[[scene]]") == 9
    assert {path: path.stat().st_mtime_ns for path in BASE.rglob("*")} == before
    assert main(["new", "scenario", "gaming", "our-tale", "--with", str(tmp_path)]) == 1
    assert "this is no school's folder" in capsys.readouterr().err


def test_a_country_that_the_course_does_not_have(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its name and lines a country joins the help list; what it lacks is said as ever."""
    head = """name = "Fjordskole"
country = "NO"
country_name = "Norway"
[lead]
role = "health nurse"
place = "Room 2"
[[helpline]]
name = "Our town's line"
kind = "child"
serves = "Children"
phone = "116 111"
confirmed = { role = "health nurse", on = TODAY }
""".replace("TODAY", date.today().isoformat())
    folder = write(tmp_path / "s", {"school.toml": head})
    out = tmp_path / "paper"
    call = ["handouts", "gaming", "--country", "NO", "--out", str(out), "--with", str(folder)]
    assert main(call) == 0
    told = capsys.readouterr()
    assert "  adds the country Norway (NO) to the help list" in told.out.splitlines()
    assert told.err.startswith("The help list has no entry of NO for: emergency, ")
    assert "116 111" in (out / "help-no.html").read_text("utf-8")
