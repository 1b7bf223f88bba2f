"""Stories to Twee 3 and back, ours without a loss and others' with a list of what is missing."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copcourse.authoring import twee
from copcourse.banks.conversion import TO_FILL
from copcourse.cli import main
from copcourse.reading import read_scenario

ROOT = Path(__file__).parents[2]
STORIES = sorted((ROOT / "modules").glob("*/scenarios/*.toml"))


def bare(value: Any) -> Any:
    """Tables whose texts are without the line's end that TOML leaves at both."""
    if isinstance(value, dict):
        return {key: bare(one) for key, one in value.items()}
    if isinstance(value, list):
        return [bare(one) for one in value]
    return value.strip() if isinstance(value, str) else value


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_story_comes_back_from_twee_whole(path: Path, tmp_path: Path) -> None:
    """Nothing of any story of the course is lost on the way to Twine's format and back."""
    out, back = tmp_path / "story.twee", tmp_path / path.name
    assert main(["twee", "write", str(path), "--out", str(out)]) == 0
    assert main(["twee", "read", str(out), "--out", str(back)]) == 0
    assert bare(tomllib.loads(back.read_text())) == bare(tomllib.loads(path.read_text()))
    assert read_scenario(back).id == path.stem


LINES = st.text(
    st.sampled_from("ab ><:[]{}|\\\"'=#-é") | st.characters(codec="utf-8", categories=("L", "N")),
    min_size=1,
    max_size=30,
).map(str.strip)
TEXTS = st.lists(LINES.filter(bool), min_size=1, max_size=3).map("\n".join)


@given(TEXTS.filter(lambda text: "[[" not in text), LINES.filter(bool))
def test_no_sign_in_a_text_is_lost(text: str, choice: str) -> None:
    """Lines that look like Twee or like a setting come back as text, and choices as they were."""
    story = {
        "title": "T",
        "start": "one",
        "minutes": 4,
        "scene": [
            {
                "id": "one",
                "title": "One",
                "text": text,
                "choice": [{"id": "c", "text": choice, "goto": "end", "then": text}],
            }
        ],
        "ending": [{"id": "end", "title": "E", "outcome": "safe", "text": text, "learned": ["a"]}],
    }
    told = twee.read(twee.write(story, "t")).story
    assert (told["scene"], told["ending"]) == (story["scene"], story["ending"])


def test_twine_finds_what_it_needs() -> None:
    """The source has a title, a start that is a passage, and a number of Twine's own form."""
    path = STORIES[0]
    source = twee.write(tomllib.loads(path.read_text()), path.stem)
    passages = dict(
        re.findall(r"^:: ([^\[\n]+?)(?: \[[^\n]*\])?\n(.*?)(?=^:: |\Z)", source, re.M | re.S)
    )
    data = json.loads(passages["StoryData"])
    assert data["start"] in passages
    assert re.fullmatch(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", data["ifid"])
    links = re.findall(r"^\[\[.+->(.+)\]\]$", source, re.M)
    assert links
    assert set(links) <= set(passages)


FOREIGN = """\
:: StoryTitle
The new phone

:: StoryData
{"ifid": "A", "format": "SugarCube", "start": "At the table"}

:: Code [script]
window.stolen = true;

:: At the table {"position": "100,100"}
She puts it down. <script>alert(1)</script>
<<set $calm to 1>>
[[Ask her->Ask]] [[Take it|Take]]
He waits. [[Nowhere<-Say nothing]]

:: Ask
"What happened?" [[At the table]]

:: Take
(set: $calm to 0)
It is quiet now.
"""


def test_a_story_from_elsewhere_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Loops are kept, code is text, and each place to fill is named."""
    source, out = tmp_path / "theirs.twee", tmp_path / "the-new-phone.toml"
    source.write_text(FOREIGN, encoding="utf-8")
    assert main(["twee", "read", str(source), "--out", str(out)]) == 0
    story, said = tomllib.loads(out.read_text()), capsys.readouterr().err
    assert [scene["id"] for scene in story["scene"]] == ["at-the-table", "ask"]
    assert [(c["text"], c["goto"]) for c in story["scene"][0]["choice"]] == [
        ("Ask her", "ask"),
        ("Take it", "take"),
        ("Say nothing", "nowhere"),
    ]
    assert story["scene"][1]["choice"][0]["goto"] == "at-the-table"
    assert "<script>alert(1)</script>" in story["scene"][0]["text"]
    assert "He waits." in story["scene"][0]["text"]
    assert story["ending"][0]["outcome"] == TO_FILL
    assert story["start"] == "at-the-table"
    assert "window.stolen" not in out.read_text()
    for line in (
        'passage "Code": scripts and styles are left out',
        'scene "at-the-table": a macro or HTML in it is shown as text',
        'scene "at-the-table": the passage "Nowhere" that a choice leads to is not there',
        'scene "ask", choice "At the table": then, why, quality',
        'ending "take": title, outcome, learned',
        "the head of the story: audience, about, not_shown, country, family, child, minutes",
    ):
        assert line in said


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("Just a text.", "there is no passage in it"),
        (":: StoryData\n{oops\n\n:: A\ntext", "the passage StoryData is not JSON"),
        (":: A [scene]\n> title = \n\n[[b->B]]", "its lines that begin with > are not TOML"),
    ],
)
def test_what_is_no_story_is_one_sentence(
    source: str, fault: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The fault names the file and what to do, and nothing is written."""
    file, out = tmp_path / "broken.twee", tmp_path / "out.toml"
    file.write_text(source, encoding="utf-8")
    assert main(["twee", "read", str(file), "--out", str(out)]) == 1
    said = capsys.readouterr().err
    assert fault in said
    assert str(file) in said
    assert not out.exists()
