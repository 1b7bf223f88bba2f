"""A translator's list: what is missing, stale or left over, by id, with the original beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from copcourse.cli import main

ROOT = Path(__file__).parents[2]
STORY = """\
title = "Komm in den anderen Chat"

[[scene]]
id = "trays"
title = "Zwischen zwei Blechen"

[[scene]]
id = "gone"
title = "Von früher"
"""


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of one module with one story and a beginning of its translation."""
    folder = tmp_path / "modules" / "gaming"
    (folder / "scenarios").mkdir(parents=True)
    (folder / "de" / "scenarios").mkdir(parents=True)
    (tmp_path / "modules" / "course.toml").write_text('modules = ["gaming"]\n')
    (folder / "practice.toml").write_text("item = []\n")
    file = folder / "scenarios" / "other-chat.toml"
    shutil.copyfile(ROOT / "modules" / "gaming" / "scenarios" / "other-chat.toml", file)
    first = file.read_text().split("[[scene]]")[1].split('id = "')[1].split('"')[0]
    (folder / "de" / "scenarios" / file.name).write_text(STORY.replace("trays", first))
    monkeypatch.chdir(tmp_path)
    return file


def listed(capsys: pytest.CaptureFixture[str], code: int = 1) -> list[str]:
    """What the command prints, without the folders; a text's original on its own lines."""
    assert main(["translate", "de"]) == code
    lines = capsys.readouterr().out.splitlines()
    return [line.split("/")[-1] for line in lines]


def test_what_is_missing_stale_or_left_over_is_named_with_its_original(
    story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A text is stale until its original is noted, and again once the original has changed."""
    lines = listed(capsys)
    assert "other-chat.toml: title: stale" in lines
    assert lines[lines.index("other-chat.toml: title: stale") + 1] == "    Come to the other chat"
    assert "other-chat.toml: about: missing" in lines
    assert 'other-chat.toml: scene "gone", title: left over' in lines
    missing = sum(line.endswith(": missing") for line in lines)
    assert lines[-1] == f"{missing} missing, 2 stale, 1 left over."
    assert missing > 100

    assert main(["translate", "de", "--done"]) == 0
    assert capsys.readouterr().out == "2 texts are of today's originals.\n"
    assert listed(capsys)[-1] == f"{missing} missing, 0 stale, 1 left over."

    text = story.read_text()
    story.write_text(text.replace('title = "Come to the other chat"', 'title = "Come along"'))
    lines = listed(capsys)
    assert [line for line in lines if line.endswith(": stale")] == ["other-chat.toml: title: stale"]
    assert lines[-1] == f"{missing} missing, 1 stale, 1 left over."


def test_a_whole_translation_has_nothing_to_do(
    story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every text is there and of today's original: the command says so and exits with 0."""
    shutil.copyfile(story, story.parents[1] / "de" / "scenarios" / story.name)
    assert main(["translate", "de", "--done"]) == 0
    capsys.readouterr()
    assert listed(capsys, 0) == ["0 missing, 0 stale, 0 left over."]


@pytest.mark.parametrize("lang", ["en", "../de", "German"])
def test_what_is_no_other_language_is_one_sentence(
    lang: str, story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The course's own language and what is no code are refused."""
    assert main(["translate", lang]) == 1
    told = f"{lang!r} is no language to translate into. Write its code, such as de or pt-BR.\n"
    assert capsys.readouterr().err == told
