"""Marks as a pure function, and what ``mark`` does inside and outside of nbgrader."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from trainer import HERE, PARTIAL, full_answers, record

from copcourse.answers import checksum, write_answers
from copcourse.content import Quiz
from copcourse.items import Mark
from copcourse.marking import bundle, mark, mark_bytes, mark_folder


@pytest.fixture
def desk(tmp_path: Path, quiz: Quiz, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner's folder with partly right answers, and the keys within reach."""
    write_answers(tmp_path / "answers.json", record(quiz, "ana", PARTIAL))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COPCOURSE_QUIZZES", str(HERE))
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return tmp_path


def test_each_sample_earns_what_it_says(quiz: Quiz) -> None:
    """Right answers earn all, wrong ones less, unreadable ones nothing and are told apart."""
    for item in quiz.items:
        assert item.mark(item.sample("correct")) == Mark(1.0, 1.0, "marked")
        assert item.mark(item.sample("wrong")).points < 1.0
        assert item.mark(item.sample("invalid")).state == "invalid"


def test_partial_answers(desk: Path, quiz: Quiz) -> None:
    """The points of all items, and their sum."""
    marked = mark_folder(quiz, desk)
    assert {one: got.points for one, got in marked.marks.items()} == {
        "first-words": 1.0, "two-things": 0.5, "steps": 0.33, "who": 0.5,
    }  # fmt: skip
    assert (marked.points, marked.invalid, marked.problem) == (2.33, {}, "")


def test_no_file_is_no_answer(quiz: Quiz, tmp_path: Path) -> None:
    """Nothing handed in earns nothing, and is not called invalid."""
    states = {got.state for got in mark_folder(quiz, tmp_path).marks.values()}
    assert states == {"no answer"}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "the file is empty"),
        (b"{", "the file is cut off or is not a hand-in"),
        (b"\xff\xfe\x00", "the file is not text"),
        (b"[]", "the file is not a hand-in of this course"),
        (b"[" * 100_000, "the file is cut off or is not a hand-in"),
    ],
)
def test_a_file_that_cannot_be_read_is_invalid(quiz: Quiz, data: bytes, why: str) -> None:
    """Every answer of a damaged file earns nothing and says why."""
    marked = mark_bytes(quiz, data)
    assert marked.problem == why
    assert set(marked.marks.values()) == {Mark(0.0, 1.0, "invalid", why)}
    assert why in bundle(marked, "steps")["text/plain"]


def test_an_unreadable_answer_costs_only_itself(quiz: Quiz, tmp_path: Path) -> None:
    """One answer that names what is not there is invalid; the others are marked."""
    answers = {**full_answers(quiz), "steps": {"options": ["calm", "calm", "x\ud800"]}}
    write_answers(tmp_path / "answers.json", record(quiz, "ana", answers))
    marked = mark_folder(quiz, tmp_path)
    assert marked.points == 3.0
    assert list(marked.invalid) == ["steps"]
    bundle(marked, "steps")["text/html"].encode()


def test_what_a_learner_wrote_is_never_markup(quiz: Quiz, tmp_path: Path) -> None:
    """A reflection is shown escaped, and half characters do not break the notebook."""
    text = "<img src=x onerror=alert(1)>&\ud800\n# not a heading"
    whole = record(quiz, "a", {"the-case": {"text": text}})
    # As a hand-made file can hold it: our own writer would have replaced the half character.
    (tmp_path / "answers.json").write_text(json.dumps({**whole, "checksum": checksum(whole)}))
    shown = bundle(mark_folder(quiz, tmp_path), "the-case")
    assert shown["text/html"] == (
        '<div dir="auto" style="white-space: pre-wrap">&lt;img src=x onerror=alert(1)&gt;&amp;'
        "\ufffd\n# not a heading</div>"
    )


def test_mark_shows_nothing_to_a_learner(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Run by a learner, with the keys within reach even, a cell gives and says nothing."""
    assert [mark("small", item) for item in PARTIAL] == [None] * 5
    assert capsys.readouterr() == ("", "")


def test_mark_gives_a_number_to_nbgrader(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While nbgrader marks, an item gives its points and the reflection none."""
    shown: list[dict[str, str]] = []
    monkeypatch.setattr("copcourse.marking._display", shown.append)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert [mark("small", item) for item in PARTIAL] == [1.0, 0.5, 0.33, 0.5, None]
    assert [data["text/plain"] for data in shown][:2] == [
        "Listen, and say thank you for telling me", "Believe the child",
    ]  # fmt: skip


def test_validate_says_what_is_missing(
    desk: Path, quiz: Quiz, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Validation speaks of unanswered questions and damaged files, and needs no key."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    monkeypatch.delenv("COPCOURSE_QUIZZES")
    write_answers(desk / "answers.json", record(quiz, "", {"steps": {"options": []}}))

    def said(item: str) -> Any:
        assert mark("small", item) is None
        return capsys.readouterr().err

    assert said("steps") == said("who") == "This question is not answered yet.\n"
    (desk / "answers.json").write_text("{")
    assert said("who").startswith("answers.json: the file is cut off or is not a hand-in.")


@pytest.mark.parametrize(
    ("keys", "item", "why"),
    [
        ("", "steps", "COPCOURSE_QUIZZES is not set"),
        ("/nowhere", "steps", "the key of the quiz 'small' is not there"),
        (str(HERE), "no-such-item", "'no-such-item' is no question of the quiz 'small'"),
    ],
)
def test_without_a_true_mark_the_kernel_ends(desk: Path, keys: str, item: str, why: str) -> None:
    """Without key or question there is no number and no failure to mark: the process is gone."""
    call = f"mark('small', {item!r})"
    code = f"from copcourse import mark\ntry:\n    {call}\nfinally:\n    print('still here')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "COPCOURSE_QUIZZES": keys, "NBGRADER_EXECUTION": "autograde"},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert why in done.stderr
    assert done.stderr.endswith("No mark was written.\n")


def test_marking_stays_small() -> None:
    """Marking imports neither widgets nor pandas nor nbgrader."""
    heavy = "{'ipywidgets', 'anywidget', 'pandas', 'nbgrader', 'IPython'}"
    code = f"import sys, copcourse.marking; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
