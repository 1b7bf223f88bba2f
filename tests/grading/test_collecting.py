"""Hand-ins of every sort, sound and not, placed as submissions."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from trainer import PARTIAL, SLUG, full_answers, record

from copcourse.answers import checksum, write_answers
from copcourse.building.pages import notebook_bytes
from copcourse.content import Quiz
from copcourse.errors import KeyMissing
from copcourse.grading.collecting import collect, run_collect
from copcourse.grading.learners import learner_folder
from copcourse.grading.plugin import release_of

Send = Callable[..., Path]


@pytest.fixture
def send(tmp_path: Path, quiz: Quiz) -> Send:
    """Write a hand-in into an inbox, as a learner's browser would name it."""
    (tmp_path / "inbox").mkdir()

    def write(learner: str = "Ana", time: str = "20261120T120000Z", **change: Any) -> Path:
        path = tmp_path / "inbox" / f"{SLUG}_{learner_folder(learner)}_{time}.json"
        answers = change.pop("answers", PARTIAL)
        write_answers(path, {**record(quiz, learner, answers), **change})
        return path

    return write


def placed(course: Path) -> list[str]:
    """Every file under the submissions and attempts."""
    roots = (course / "submitted", course / "attempts")
    return sorted(
        str(path.relative_to(course))
        for root in roots
        for path in root.rglob("*")
        if path.is_file()
    )


def test_a_hand_in_becomes_a_submission(course: Path, send: Send) -> None:
    """Answers, our own notebook and the time of the hand-in are placed, and nothing else."""
    file = send()
    (outcome,) = collect([file], course)
    place = course / "submitted" / "Ana" / SLUG
    assert (outcome.state, outcome.learner, outcome.quiz) == ("accepted", "Ana", SLUG)
    assert sorted(path.name for path in place.iterdir()) == [
        "answers.json",
        "quiz.ipynb",
        "timestamp.txt",
    ]
    assert (place / "answers.json").read_bytes() == file.read_bytes()
    ours = notebook_bytes(release_of(course / "source" / SLUG / "quiz.ipynb"))
    assert (place / "quiz.ipynb").read_bytes() == ours
    assert (place / "timestamp.txt").read_text() == "2026-11-20 12:00:00 UTC\n"
    assert str(outcome).startswith(
        "accepted    small_Ana_20261120T120000Z.json: Ana, small: placed in "
    )


def test_the_newest_attempt_stands(course: Path, send: Send, quiz: Quiz) -> None:
    """A newer attempt replaces an older one, which is kept aside; an older one is only kept."""
    collect([send(time="20261120T120000Z")], course)
    (replaced,) = collect([send(time="20261121T120000Z", answers=full_answers(quiz))], course)
    (older,) = collect([send(time="20261119T120000Z", answers={})], course)
    assert (replaced.state, older.state) == ("replaced", "older kept")
    attempts = [f"attempts/Ana/{SLUG}/{time}" for time in ("20261119T120000Z", "20261120T120000Z")]
    names = ("answers.json", "quiz.ipynb", "timestamp.txt")
    assert placed(course) == [
        f"{folder}/{name}" for folder in (*attempts, f"submitted/Ana/{SLUG}") for name in names
    ]
    stands = json.loads((course / "submitted" / "Ana" / SLUG / "answers.json").read_text())
    assert stands["answers"] == full_answers(quiz)


def test_the_order_of_files_does_not_matter(course: Path, send: Send, quiz: Quiz) -> None:
    """Of attempts collected in one go the newest stands, in whichever order they are read."""
    files = [
        send(time="20261121T120000Z", answers=full_answers(quiz)),
        send(time="20261120T120000Z"),
    ]
    assert [one.state for one in collect(files, course)] == ["accepted", "older kept"]


def test_a_duplicate_changes_nothing(course: Path, send: Send) -> None:
    """The same hand-in under another name is known again, also when it is an older attempt."""
    first, second = send(time="20261120T120000Z"), send(time="20261121T120000Z", answers={})
    collect([first, second], course)
    before = placed(course)
    again = first.rename(first.with_name("download (1).json"))
    assert [one.state for one in collect([again, second], course)] == ["duplicate", "duplicate"]
    assert placed(course) == before


def test_a_renamed_file_counts_from_its_last_answer(course: Path, send: Send) -> None:
    """Without a time in its name, a hand-in is as old as its last answer."""
    file = send().rename(course.parent / "download.json")
    collect([file], course)
    stamp = course / "submitted" / "Ana" / SLUG / "timestamp.txt"
    assert stamp.read_text() == "2026-11-20 10:04:00 UTC\n"


def test_folders_are_searched(course: Path, send: Send, tmp_path: Path) -> None:
    """A folder stands for all that is in it, and hidden files are told and passed over."""
    file = send()
    (tmp_path / "inbox" / "Ana_123").mkdir()
    file.rename(tmp_path / "inbox" / "Ana_123" / file.name)
    (tmp_path / "inbox" / "._mac.json").write_bytes(b"\x00\x05\x16\x07")
    told = [(one.state, one.name) for one in collect([tmp_path / "inbox"], course)]
    assert told == [("other file", "._mac.json"), ("accepted", f"Ana_123/{file.name}")]


def resealed(file: Path, **change: Any) -> None:
    """Change fields of a hand-in and give it a true checksum again."""
    whole = {**json.loads(file.read_text()), **change}
    file.write_text(json.dumps({**whole, "checksum": checksum(whole)}))


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda f: f.write_bytes(b""), "the file is empty"),
    "blank": (lambda f: f.write_bytes(b" \n"), "the file is empty"),
    "truncated": (lambda f: f.write_bytes(f.read_bytes()[:-40]), "cut off or is not a hand-in"),
    "binary": (lambda f: f.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff"), "the file is not text"),
    "huge": (
        lambda f: os.truncate(f, 50_000_000),
        "the file has 50.0 MB, and a hand-in has a few kB",
    ),
    "deep": (lambda f: f.write_bytes(b"[" * 200_000), "cut off or is not a hand-in"),
    "deep object": (
        lambda f: f.write_bytes(b'{"quiz":' * 900 + b"1" + b"}" * 900),
        "not a hand-in of this course",
    ),
    "a list": (lambda f: f.write_text("[1, 2]"), "not a hand-in of this course"),
    "a number": (lambda f: f.write_text("7"), "not a hand-in of this course"),
    "a notebook": (
        lambda f: f.write_text('{"cells": [], "nbformat": 4}'),
        "not a hand-in of this course",
    ),
    "another quiz": (
        lambda f: resealed(f, quiz="gaming"),
        "'gaming', which this course does not have",
    ),
    "a path for a quiz": (
        lambda f: resealed(f, quiz="../quizzes/small"),
        "which this course does not have",
    ),
    "a number for a quiz": (lambda f: resealed(f, quiz=7), "not a hand-in of this course"),
    "another edition": (
        lambda f: resealed(f, edition="0" * 12),
        "answers another edition of the quiz",
    ),
    "another format": (lambda f: resealed(f, format=2), "not a hand-in of this course"),
    "a field too many": (lambda f: resealed(f, score=12), "not a hand-in of this course"),
    "a changed answer": (
        lambda f: f.write_text(f.read_text().replace('"believe"', '"report"')),
        "changed or damaged on its way",
    ),
    "an unknown item": (
        lambda f: resealed(f, answers={"x": {"options": ["a"]}}),
        "'x' is not a question of this quiz",
    ),
    "an unknown option": (
        lambda f: resealed(f, answers={"steps": {"options": ["a", "b", "c"]}}),
        "'steps' names an unknown option 'a'",
    ),
    "an unknown pair": (
        lambda f: resealed(f, answers={"who": {"pairs": {"line": "line"}}}),
        "'who' names an unknown pair 'line'",
    ),
    "a text for an answer": (
        lambda f: resealed(f, answers={"steps": "calm"}),
        "'steps' is not an answer",
    ),
    "a list for a reflection": (
        lambda f: resealed(f, answers={"the-case": []}),
        "'the-case' holds no text",
    ),
    "no learner": (lambda f: resealed(f, learner=""), "no learner's name or code"),
    "dots for a learner": (lambda f: resealed(f, learner="../.."), "holds a path or markup"),
    "half a character": (lambda f: resealed(f, learner="\ud800"), "no learner's name or code"),
    "missing": (lambda f: f.unlink(), "No such file or directory. Nothing was placed."),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_hand_in_is_refused(course: Path, send: Send, fault: str) -> None:
    """It is refused with what is wrong and what to do, nothing is placed, and others go on."""
    bad, good = send("Bad"), send("Good")
    spoil, why = BAD[fault]
    spoil(bad)
    refused, accepted = collect([bad, good], course)
    assert (refused.state, accepted.state) == ("refused", "accepted")
    assert why in refused.detail
    assert refused.detail.endswith(".")
    assert refused.detail.count(". ") >= 1
    assert {path.split("/")[1] for path in placed(course)} == {"Good"}


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("Ana María", "Ana-María"),
        ("Ana Mari\u0301a", "Ana-María"),
        ("أمينة", "أمينة"),
        ("नमस्ते", "नमस्ते"),
        ("con.txt\n", "con-txt"),
        ("*?[a]{slug}$(x)", "a-slug-x"),
        ("x" * 500, "x" * 60),
    ],
)
def test_a_learners_name_is_only_a_folders_name(
    course: Path, send: Send, name: str, folder: str
) -> None:
    """Whatever was typed, the folder is one level of letters and digits under submitted/."""
    (outcome,) = collect([send(name)], course)
    assert (outcome.state, outcome.learner) == ("accepted", folder)
    assert [path.name for path in (course / "submitted").iterdir()] == [folder]
    assert (
        json.loads((course / "submitted" / folder / SLUG / "answers.json").read_text())["learner"]
        == name
    )


@pytest.mark.parametrize(
    "name", ["../../x", "/etc/passwd", "C:\\con", "x\0y", "..", "<b onload=alert(1)>Ana</b>"]
)
def test_a_name_with_a_path_or_markup_is_refused(course: Path, send: Send, name: str) -> None:
    """Such a name is told as one fault with its remedy, and nothing is placed."""
    (outcome,) = collect([send(name)], course)
    assert outcome.state == "refused"
    assert "holds a path or markup. Ask the learner" in outcome.detail
    assert placed(course) == []


@pytest.mark.parametrize("other", ["ana", "Ana!", "(Ana)"])
def test_two_names_are_never_merged(course: Path, send: Send, other: str) -> None:
    """A different name that would share a folder is refused, however new it is."""
    collect([send("Ana")], course)
    (refused,) = collect([send(other, time="20261125T120000Z")], course)
    assert refused.state == "refused"
    assert f"{other!r} would share folder 'Ana' with hand-ins of 'Ana'" in refused.detail
    assert len(placed(course)) == 3


def test_a_submission_from_the_exchange_is_left_alone(course: Path, send: Send, quiz: Quiz) -> None:
    """A folder that nbgrader's own collect filled is nobody's to replace."""
    place = course / "submitted" / "Ana" / SLUG
    place.mkdir(parents=True)
    write_answers(place / "answers.json", record(quiz, "", {}))
    (refused,) = collect([send("Ana")], course)
    assert "with hand-ins collected in another way" in refused.detail
    assert len(placed(course)) == 1


def test_nothing_is_half_written(
    course: Path, send: Send, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk gives out, what stood stands, nothing is left over, and the reason is said."""
    collect([send()], course)
    before = placed(course)
    write_text = Path.write_text

    def full_disk(self: Path, *arguments: Any, **more: Any) -> int:
        if self.name == "timestamp.txt":
            raise OSError(28, "No space left on device", str(self))
        return write_text(self, *arguments, **more)

    monkeypatch.setattr(Path, "write_text", full_disk)
    (refused,) = collect([send(time="20261121T120000Z", answers={})], course)
    assert refused.state == "refused"
    assert "No space left on device. Nothing was placed." in refused.detail
    assert placed(course) == before
    assert [path.name for path in (course / "submitted").iterdir()] == ["Ana"]


def test_a_failed_replacement_puts_the_old_one_back(
    course: Path, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the new folder cannot take its place, the old one returns to it."""
    collect([send()], course)
    before = placed(course)
    rename = Path.rename

    def stubborn(self: Path, target: Path) -> Path:
        if self.name.startswith(".placing-"):
            raise PermissionError(13, "Permission denied", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", stubborn)
    (refused,) = collect([send(time="20261121T120000Z", answers={})], course)
    assert (refused.state, placed(course)) == ("refused", before)


def test_a_folder_that_cannot_be_written_to(course: Path, send: Send) -> None:
    """Where submissions cannot be made, each file is refused with the place and what to do."""
    (course / "submitted").write_text("a file where the folder should be")
    (refused,) = collect([send()], course)
    assert refused.state == "refused"
    assert "submitted" in refused.detail
    assert "write to the course's folder" in refused.detail


def test_without_keys_nothing_is_collected(course: Path, send: Send) -> None:
    """No quiz files, no check, so one clear error and nothing placed."""
    (course / "quizzes" / f"{SLUG}.toml").unlink()
    with pytest.raises(KeyMissing, match="there are no quiz files here"):
        collect([send()], course)
    assert placed(course) == []


def test_the_command_counts_and_says(
    course: Path, send: Send, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line a file, a sum, and exit code 1 when any was refused."""
    good, bad = send("Good"), send("Bad")
    assert run_collect([good], course) == 0
    bad.write_bytes(b"")
    assert run_collect([good, bad], course) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["accepted", "1", "duplicate", "refused", "1"]
    assert lines[-1] == "1 of 2 collected."
