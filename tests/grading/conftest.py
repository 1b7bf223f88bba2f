"""One real class: released and collected once, then marked both ways in two courses."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from trainer import (
    HERE,
    PARTIAL,
    SLUG,
    TAMPERINGS,
    canary,
    finish,
    full_answers,
    make_course,
    nbgrader,
    record,
    start,
)

from copcourse.answers import write_answers
from copcourse.building.pages import notebook_bytes
from copcourse.content import Quiz
from copcourse.grading.assignment import release_notebook, source_notebook
from copcourse.grading.collecting import collect
from copcourse.marking import QUIZZES
from copcourse.reading import read_quiz


@pytest.fixture(autouse=True)
def one_course() -> Iterator[None]:
    """No test hears of another's course: nbgrader's configuration sets this for its process."""
    os.environ.pop(QUIZZES, None)
    yield
    os.environ.pop(QUIZZES, None)


@pytest.fixture(scope="session")
def quiz() -> Quiz:
    """Four items, one of each kind, and a reflection."""
    return read_quiz(HERE / f"{SLUG}.toml")


@pytest.fixture
def course(tmp_path: Path, quiz: Quiz) -> Path:
    """A course to collect into; nothing was released yet."""
    return make_course(tmp_path, quiz)


@pytest.fixture(scope="session")
def class_folder(tmp_path_factory: pytest.TempPathFactory, quiz: Quiz) -> Path:
    """A course that was released and has a class's submissions, none of them marked."""
    folder = tmp_path_factory.mktemp("class")
    course = make_course(folder, quiz)
    released = nbgrader(course, "generate_assignment", SLUG)
    assert released.returncode == 0, released.stdout
    inbox = folder / "inbox"
    inbox.mkdir()
    sent = {
        "full": full_answers(quiz),
        "partial": PARTIAL,
        "silent": {},
        "Ñandú 李": {"first-words": {"options": ["phone"], "sure": 3}},
    }
    for number, (learner, answers) in enumerate(sent.items()):
        write_answers(
            inbox / f"{number}_20261120T12000{number}Z.json", record(quiz, learner, answers)
        )
    assert {outcome.state for outcome in collect([inbox], course)} == {"accepted"}
    for learner, tamper in TAMPERINGS.items():
        place = course / "submitted" / learner / SLUG
        place.mkdir(parents=True)
        write_answers(place / "answers.json", record(quiz, "", PARTIAL))
        notebook = release_notebook(source_notebook(quiz, {}))
        tamper(notebook, place, canary(folder))
        if not (place / "quiz.ipynb").exists():
            (place / "quiz.ipynb").write_bytes(notebook_bytes(notebook))
    no_notebook = course / "submitted" / "no-notebook" / SLUG
    no_notebook.mkdir(parents=True)
    write_answers(no_notebook / "answers.json", record(quiz, "", full_answers(quiz)))
    return folder


@pytest.fixture(scope="session")
def marked(class_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The class marked by the plug-in and by nbgrader's own running, each in its own course."""
    ways = {}
    for way in ("plug-in", "stock"):
        folder = tmp_path_factory.mktemp(way)
        shutil.copytree(class_folder, folder, dirs_exist_ok=True)
        ways[way] = folder / "course"
    running = {way: start(ways[way], "autograde", SLUG, COPCOURSE_MARKING=way) for way in ways}
    for way, process in running.items():
        done = finish(process)
        assert done.returncode == 0, done.stdout
        (ways[way] / "autograde.log").write_text(done.stdout)
    return ways
