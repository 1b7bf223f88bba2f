"""``copcourse mark`` killed at any moment: what is there is true, and running it again finishes."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from trainer import PARTIAL, SLUG, clean_environment, full_answers, make_course, record, tables
from trainer import nbgrader as run_nbgrader

from copcourse.answers import write_answers
from copcourse.content import Quiz
from copcourse.marking import mark_folder

HAND_INS = 160
KILLS = 8
# Small batches, so that a short run has many moments to be killed in.
MARK = (
    "import copcourse.grading.bulk.marking as marking; marking.BATCH = 10;"
    "from copcourse.cli import main; raise SystemExit(main(['mark']))"
)


def start(course: Path) -> subprocess.Popen[bytes]:
    """Start marking in a course."""
    return subprocess.Popen(
        [sys.executable, "-c", MARK],
        cwd=course,
        env=clean_environment(course),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def finish(course: Path) -> str:
    """Mark to the end."""
    said, _ = (process := start(course)).communicate(timeout=60)
    assert process.returncode == 0, said
    return said.decode()


def place(course: Path, quiz: Quiz, number: int, answers: dict[str, object], day: int) -> None:
    """Put a hand-in where it is marked."""
    folder = course / "submitted" / f"learner-{number:03}" / SLUG
    folder.mkdir(parents=True, exist_ok=True)
    write_answers(folder / "answers.json", record(quiz, str(number), answers))
    (folder / "timestamp.txt").write_text(f"2026-11-{day} 12:00:00 UTC\n")


def folders(course: Path) -> dict[str, dict[str, bytes]]:
    """The marked folders that anybody can see, and what is in them."""
    return {
        place.parent.name: {path.name: path.read_bytes() for path in place.iterdir()}
        for place in (course / "autograded").glob(f"[!.]*/{SLUG}")
    }


def assert_true(course: Path, quiz: Quiz) -> None:
    """The gradebook is sound, and each folder is whole and has the marks that stand in it."""
    with sqlite3.connect(course / "gradebook.db") as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        rows = connection.execute(
            """
            select student_id, base_cell.name, auto_score, timestamp
            from submitted_assignment
            join submitted_notebook on submitted_notebook.assignment_id = submitted_assignment.id
            join grade on grade.notebook_id = submitted_notebook.id
            join base_cell on base_cell.id = grade.cell_id
            """
        ).fetchall()
    points: dict[str, dict[str, float | None]] = {}
    for learner, cell, score, _ in rows:
        points.setdefault(learner, {})[cell] = score
    times = {learner: when[:19] for learner, _, _, when in rows}
    for learner, files in folders(course).items():
        assert sorted(files) == ["answers.json", "quiz.ipynb", "quiz.json", "timestamp.txt"]
        marked = mark_folder(quiz, course / "autograded" / learner / SLUG)
        expected = {f"item-{item}": mark.points for item, mark in marked.marks.items()}
        assert points[learner] == {**expected, "reflection-the-case": None}
        assert files["timestamp.txt"].decode().startswith(times[learner])


def written_aside(course: Path) -> int | None:
    """Which folder new work is in, if there is one: also an ended run may have left it."""
    try:
        return (course / "autograded" / ".marking").stat().st_ctime_ns
    except FileNotFoundError:
        return None


@pytest.fixture
def course(tmp_path: Path, quiz: Quiz) -> Path:
    """A class, half of it marked before; of those every second has handed in once more."""
    course = make_course(tmp_path, quiz)
    done = run_nbgrader(course, "generate_assignment", SLUG)
    assert done.returncode == 0, done.stdout
    for number in range(0, HAND_INS, 2):
        place(course, quiz, number, dict(PARTIAL), 20)
    finish(course)
    for number in range(HAND_INS):
        if number % 2 or number % 4:
            place(course, quiz, number, full_answers(quiz), 21)
    return course


def test_killed_at_any_moment(course: Path, tmp_path: Path, quiz: Quiz) -> None:
    """After each of several kills all is true; a last run ends where an undisturbed one does."""
    undisturbed = tmp_path / "undisturbed" / "course"
    shutil.copytree(course, undisturbed)
    finish(undisturbed)

    moments = random.Random()
    amid = 0
    for _ in range(KILLS):
        left = written_aside(course)
        process = start(course)
        # From the moment on that it has begun to write.
        while process.poll() is None and written_aside(course) in (None, left):
            time.sleep(0.0005)
        time.sleep(moments.uniform(0, 0.08))
        process.kill()
        process.communicate()
        amid += process.returncode == -signal.SIGKILL and written_aside(course) is not None
        assert_true(course, quiz)
    assert amid, "no run was killed amid its work"

    finish(course)
    assert tables(course) == tables(undisturbed)
    assert folders(course) == folders(undisturbed)
    assert len(folders(course)) == HAND_INS
    assert not (course / "autograded" / ".marking").exists()
    assert f"Marked now: 0. Unchanged since before: {HAND_INS}." in finish(course)
