"""``copcourse feedback`` and nbgrader's own commands on one real class."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbgrader.utils import notebook_hash
from sqlalchemy import event
from trainer import PARTIAL, SLUG, full_answers, make_course, nbgrader, record

from copcourse.answers import write_answers
from copcourse.cli import main
from copcourse.content import Quiz
from copcourse.grading.collecting import collect
from copcourse.grading.feedback.given import given_to
from copcourse.grading.gradebook import open_gradebook

CLASS = ("full", "partial", "silent", "Ñandú-李")
SECRET = "c0ffee" * 8


def run(course: Path, *arguments: str) -> int:
    """The command in a course's folder."""
    return main(["feedback", "--course", str(course), *arguments])


def pages(folder: Path) -> dict[str, str]:
    """Every page in a folder of feedback, by learner."""
    found = folder.glob(f"*/{SLUG}/quiz.html")
    return {path.parent.parent.name: path.read_text(encoding="utf-8") for path in found}


@pytest.fixture(scope="module")
def marked_class(tmp_path_factory: pytest.TempPathFactory, quiz: Quiz) -> Path:
    """A class marked by nbgrader: one was marked by hand and late, one came by the exchange."""
    folder = tmp_path_factory.mktemp("told")
    course, inbox = make_course(folder, quiz), folder / "inbox"
    inbox.mkdir()
    sent = {**{one: {} for one in CLASS}, "full": full_answers(quiz), "partial": PARTIAL}
    for number, (learner, answers) in enumerate(sent.items()):
        write_answers(inbox / f"{number}_20261120T120000Z.json", record(quiz, learner, answers))
    assert nbgrader(course, "generate_assignment", SLUG).returncode == 0
    assert {one.state for one in collect([inbox], course)} == {"accepted"}
    (course / "submitted" / "full" / SLUG / "submission_secret.txt").write_text(SECRET)
    done = nbgrader(course, "autograde", SLUG)
    assert done.returncode == 0, done.stdout
    with open_gradebook(course) as gradebook:
        grade = gradebook.find_grade("reflection-the-case", "quiz", SLUG, "partial")
        grade.manual_score, grade.needs_manual_grade = 3.0, False
        comment = gradebook.find_comment("reflection-the-case", "quiz", SLUG, "partial")
        comment.manual_comment = "Warm & clear <3"
        notebook = gradebook.find_submission_notebook("quiz", SLUG, "partial")
        notebook.late_submission_penalty = 1.0
        gradebook.db.commit()
    return course


@pytest.fixture
def course(marked_class: Path, tmp_path: Path) -> Path:
    """A copy of the class to write feedback for."""
    shutil.copytree(marked_class, tmp_path / "course")
    return tmp_path / "course"


@pytest.fixture(autouse=True)
def _no_other_key(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("COPCOURSE_QUIZZES", raising=False)
    return


def test_nbgrader_makes_the_same_pages_and_releases_them(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both commands write the same bytes, and release_feedback puts every page of either out."""
    assert run(course) == 0
    assert f"{SLUG}: 4 pages in {course / 'feedback'}." in capsys.readouterr().out
    ours = pages(course / "feedback")
    assert set(ours) == set(CLASS)
    released = _release(course, "ours")
    shutil.rmtree(course / "feedback")
    done = nbgrader(course, "generate_feedback", SLUG)
    assert done.returncode == 0, done.stdout
    assert pages(course / "feedback") == ours
    assert released == _release(course, "theirs")
    assert sorted(released.values()) == sorted(ours.values())
    # The learner's own nbgrader looks for the page under this name.
    assert released[notebook_hash(secret=SECRET, notebook_id="quiz")] == ours["full"]


def _release(course: Path, name: str) -> dict[str, str]:
    exchange = course.parent / f"exchange-{name}"
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
    done = nbgrader(course, "release_feedback", SLUG, f"--Exchange.root={exchange}")
    assert done.returncode == 0, done.stdout
    found = (exchange / "copcourse" / "feedback").glob("*.html")
    return {path.stem: path.read_text(encoding="utf-8") for path in found}


def test_each_page_tells_its_learner_and_nobody_else(course: Path) -> None:
    """Points, comment and lateness of the gradebook are on the right page and on no other."""
    assert run(course) == 0
    made = pages(course / "feedback")
    assert "Warm &amp; clear &lt;3" in made["partial"]
    assert "4.33 of 8" in made["partial"]
    assert "I would listen &lt;script&gt;" in made["partial"]
    assert "<bdi>Ñandú-李</bdi>" in made["Ñandú-李"]
    for learner, page in made.items():
        others = {*CLASS, "Warm", "I would listen"} - {learner, "full", "partial", "silent"}
        if learner != "partial":
            assert [one for one in others if one in page] == []
        for never in ("RUBRIC-ONE", "<script", "src=", "@import", "take-the-phone", "Report it"):
            assert learner == "full" or never not in page


def test_making_pages_again_changes_what_changed(course: Path) -> None:
    """A second run writes the new marks over the old pages, and the same secret."""
    assert run(course) == 0
    place = course / "feedback" / "silent" / SLUG
    assert sorted(path.name for path in place.iterdir()) == [
        "quiz.html",
        "submission_secret.txt",
        "timestamp.txt",
    ]
    secret = (place / "submission_secret.txt").read_text()
    with open_gradebook(course) as gradebook:
        gradebook.find_grade("item-steps", "quiz", SLUG, "silent").manual_score = 0.5
        gradebook.db.commit()
    assert run(course, SLUG, "--learner", "silent") == 0
    assert "The person who marked this changed the points" in (place / "quiz.html").read_text()
    assert (place / "submission_secret.txt").read_text() == secret


def test_one_learner_and_another_folder(course: Path, tmp_path: Path) -> None:
    """A name with a space finds its folder, and --out leaves the course as it was."""
    assert run(course, "--learner", "Ñandú 李", "--out", str(tmp_path / "out")) == 0
    assert set(pages(tmp_path / "out")) == {"Ñandú-李"}
    assert not (course / "feedback").exists()


def test_who_is_not_marked_yet_is_counted(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A new hand-in and a newer one are said to wait for marking."""
    shutil.copytree(course / "submitted" / "full", course / "submitted" / "new")
    (course / "submitted" / "silent" / SLUG / "timestamp.txt").write_text("2026-11-21 09:00:00 UTC")
    assert run(course) == 0
    assert "2 hand-ins not marked yet. Run copcourse mark small" in capsys.readouterr().out


def test_a_class_takes_three_queries(course: Path) -> None:
    """The gradebook is asked as often for four learners as for one."""
    counts = []
    with open_gradebook(course) as gradebook:

        def count(*_: Any) -> None:
            counts[-1] += 1

        event.listen(gradebook.db.get_bind(), "before_cursor_execute", count)
        for learners in (CLASS[:1], CLASS):
            counts.append(0)
            assert set(given_to(gradebook, SLUG, learners)) == set(learners)
    assert counts == [3, 3]


def test_faults_are_told_in_one_sentence(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown quiz, nobody marked, a broken gradebook, and a place that takes no page."""

    def said(*arguments: str, code: int = 1) -> str:
        assert run(course, *arguments) == code
        error = capsys.readouterr().err
        assert error.count("\n") == 1
        return error

    assert "there is no quiz 'smal' here. This course has: small." in said("smal")
    assert "no hand-in of 'nobody' is marked yet. Collect" in said("--learner", "nobody")
    (course / "file").write_text("")
    assert "the page cannot be written (Not a directory)" in said("--out", str(course / "file"))
    shutil.copytree(course / "autograded" / "full", course / "autograded" / "stranger")
    assert "Not in the gradebook, so without a page: small: stranger." in said()
    assert set(pages(course / "feedback")) == set(CLASS)
    (course / "gradebook.db").write_bytes(b"no database")
    assert "the gradebook cannot be used" in said()
