"""What ``copcourse mark`` says when it cannot go on: one sentence, and nothing half-written."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from trainer import SLUG, copcourse, full_answers, make_course, nbgrader, record

from copcourse.answers import write_answers
from copcourse.cli import main
from copcourse.content import Quiz
from copcourse.grading.bulk.folders import alone

MARKED = "  Marked now: 1. Unchanged since before: 0."


@pytest.fixture(scope="module")
def one_hand_in(tmp_path_factory: pytest.TempPathFactory, quiz: Quiz) -> Path:
    """A course that was generated, with one hand-in."""
    course = make_course(tmp_path_factory.mktemp("one"), quiz)
    done = nbgrader(course, "generate_assignment", SLUG)
    assert done.returncode == 0, done.stdout
    place = course / "submitted" / "ana" / SLUG
    place.mkdir(parents=True)
    write_answers(place / "answers.json", record(quiz, "ana", full_answers(quiz)))
    return course


@pytest.fixture
def ready(one_hand_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the course; what it sets in the environment is forgotten afterwards."""
    course = tmp_path / "course"
    shutil.copytree(one_hand_in, course)
    monkeypatch.setenv("COPCOURSE_QUIZZES", str(course / "quizzes"))
    monkeypatch.setattr("sys.path", list(__import__("sys").path))
    return course


def whole(course: Path) -> tuple[bytes, list[str]]:
    """The gradebook's bytes, and all that lies under the marked folders."""
    files = sorted(str(path) for path in (course / "autograded").rglob("*"))
    return (course / "gradebook.db").read_bytes(), files


def refused(course: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line that is said where nothing may be changed."""
    before = whole(course)
    assert main(["mark", "--course", str(course), *arguments]) == 1
    said = capsys.readouterr()
    assert whole(course) == before
    assert said.out == ""
    (line,) = said.err.splitlines()
    return line


def configure(course: Path, line: str) -> None:
    """Add a line to the course's configuration."""
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(f"{line}\n")


def test_a_second_marking_is_told_to_wait(ready: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """While one marking runs in a course another says so at once, and then it can run."""
    with alone(ready):
        assert refused(ready, capsys) == (
            f"{ready}: another copcourse mark is at work in this course. "
            "Wait until it is done, then run this again. Nothing was changed."
        )
    assert main(["mark", "--course", str(ready)]) == 0
    assert MARKED in capsys.readouterr().out


@pytest.mark.parametrize("how", ["immediate", "exclusive"])
def test_a_gradebook_in_use(
    ready: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """While nbgrader, formgrader or anything else writes to it, the trainer is told to wait."""
    from copcourse.grading import gradebook

    monkeypatch.setattr(gradebook.open_engine.__wrapped__, "__defaults__", (0.1,))
    other = sqlite3.connect(ready / "gradebook.db")
    other.execute(f"begin {how}")
    assert refused(ready, capsys).startswith(
        f"{ready}/gradebook.db: another program is writing to the gradebook. Wait until it is "
        "done, or close it (nbgrader, formgrader, a database browser), then run this again."
    )
    other.rollback()
    assert main(["mark", "--course", str(ready)]) == 0


def test_a_read_only_gradebook(ready: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says that it cannot be written to; the folders stay as they are, too."""
    address = f"sqlite:///file:{ready}/gradebook.db?mode=ro&uri=true"
    configure(ready, f"c.CourseDirectory.db_url = {address!r}")
    assert "the gradebook cannot be written to. Give yourself the right" in refused(ready, capsys)


def test_a_full_disk_for_the_gradebook(ready: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the gradebook finds no room, no mark and no folder is left."""

    def no_room(connection: Any, _: Any) -> None:
        connection.execute("pragma max_page_count = 1")

    with sqlite3.connect(ready / "gradebook.db") as filler:
        # Pages that are free already need no room.
        filler.execute("vacuum")
    event.listen(Engine, "connect", no_room)
    try:
        said = []
        for number in range(200):
            place = ready / "submitted" / f"learner-{number}"
            shutil.copytree(ready / "submitted" / "ana", place)
        said.append(refused(ready, capsys))
    finally:
        event.remove(Engine, "connect", no_room)
    assert "no room left on the disk of the gradebook. Make room, then run this again." in said[0]
    assert said[0].endswith("Nobody was marked.")


def test_a_full_disk_for_the_folders(
    ready: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the folders find no room, no row is left, and the next run marks all."""
    import os

    written = os.write

    def no_room(handle: int, data: bytes) -> int:
        if b'"cells"' in bytes(data[:100]):
            raise OSError(28, "No space left on device")
        return written(handle, data)

    monkeypatch.setattr(os, "write", no_room)
    assert "the marks cannot be written: No space left on device. Make room" in refused(
        ready, capsys
    )
    monkeypatch.undo()
    assert main(["mark", "--course", str(ready)]) == 0
    assert MARKED in capsys.readouterr().out


def test_without_keys_nobody_gets_a_mark(
    ready: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing key is named; a quiz that the course does not have likewise."""
    key = ready / "quizzes" / f"{SLUG}.toml"
    key.rename(ready / "quizzes" / "other.toml")
    assert refused(ready, capsys, SLUG) == (
        f"{key}: nobody can be marked: the key of the quiz 'small' is not there. "
        "Put it there, or set COPCOURSE_QUIZZES to the folder that has it."
    )
    assert "'small' is not there" in refused(ready, capsys)
    assert refused(ready, capsys, "nosuch") == (
        f"{ready}: there is no quiz 'nosuch' in this course. It has: other."
    )
    (ready / "quizzes" / "other.toml").unlink()
    done = copcourse(ready, "mark")
    assert (done.returncode, done.stdout.count("\n")) == (1, 1)
    assert "holds no quiz keys, so nobody can be marked" in done.stdout


def test_a_quiz_that_was_changed_is_not_marked(
    ready: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Marks for other questions than those that learners got are refused."""
    key = ready / "quizzes" / f"{SLUG}.toml"
    key.write_text(key.read_text().replace("points = 4", "points = 5"))
    assert (
        "small: the quiz was changed after nbgrader generated the assignment (reflection-the-case)."
        in refused(ready, capsys)
    )


def test_what_was_never_generated_is_generated(
    one_hand_in: Path, tmp_path: Path, quiz: Quiz
) -> None:
    """A trainer with hand-ins and nothing else gets marks; a course that is not built says so."""
    course = make_course(tmp_path, quiz)
    shutil.copytree(one_hand_in / "submitted", course / "submitted")
    done = copcourse(course, "mark")
    assert done.stdout.splitlines()[:3] == [
        "small: nbgrader does not know it yet; it is generated now.",
        "small: 1 hand-in.",
        MARKED,
    ]
    (course / "gradebook.db").unlink()
    shutil.rmtree(course / "source" / SLUG)
    done = copcourse(course, "mark", SLUG)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].endswith(
        "quiz.ipynb: the quiz was not built yet. Run copcourse build, then this again."
    )


def test_nothing_to_mark(ready: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a hand-in the trainer is told how to get them there."""
    shutil.rmtree(ready / "submitted")
    assert refused(ready, capsys) == (
        f"{ready}/submitted: there are no hand-ins for any of its quizzes. "
        "Put them there with copcourse collect."
    )


def test_a_late_penalty_that_fails(ready: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A plug-in that is not there, or fails, stops the marking in a sentence."""
    with sqlite3.connect(ready / "gradebook.db") as connection:
        connection.execute("update assignment set duedate = '2026-11-20 12:00:00.000000'")
    (ready / "submitted" / "ana" / SLUG / "timestamp.txt").write_text("2026-11-21 12:00:00 UTC\n")
    configure(ready, 'c.AssignLatePenalties.plugin_class = "nosuch.Late"')
    assert "the plug-in for late penalties fails: " in refused(ready, capsys)
