"""Deleting what is old, and nothing else."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from classbook import Learner, fill, hand_in
from trainer import SLUG, make_course

from copcourse.cli import main
from copcourse.content import Quiz
from copcourse.grading.gradebook import open_gradebook
from copcourse.grading.keeping.places import WHOLE_CLASS

NOW = datetime.now(UTC).replace(microsecond=0)
LONG_AGO, LATELY = NOW - timedelta(days=200), NOW - timedelta(days=2)
SECRET = "something-that-must-be-gone"


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory, quiz: Quiz) -> Path:
    """Ana handed in long ago, Ben lately, and Cem long ago and again lately."""
    course = make_course(tmp_path_factory.mktemp("year"), quiz)
    learners = [
        Learner(id="ana", points=3, comment=f"{SECRET} " * 400, when=LONG_AGO, email="ana@x.org"),
        Learner(id="ben", points=2, comment="Ben's comment", when=LATELY),
        Learner(id="cem", points=1, comment="Cem's comment", when=LATELY),
    ]
    fill(course, [Learner(**_naive(one)) for one in learners])
    hand_in(course, quiz, "ana", LONG_AGO, SECRET)
    hand_in(course, quiz, "ben", LATELY, "new")
    hand_in(course, quiz, "cem", LATELY, "new")
    hand_in(course, quiz, "cem", LONG_AGO, SECRET, "attempts")
    hand_in(course, quiz, "ana", LONG_AGO - timedelta(days=1), SECRET, "attempts")
    for learner in ("ana", "ben"):
        page = course / "feedback" / learner / SLUG / "quiz.html"
        page.parent.mkdir(parents=True)
        page.write_text(SECRET if learner == "ana" else "new")
    for name in WHOLE_CLASS:
        (course / name).mkdir()
        (course / name / f"{SLUG}.html").write_text(SECRET)
    return course


def _naive(one: Learner) -> dict[str, object]:
    # nbgrader keeps UTC without a time zone.
    fields = {name: getattr(one, name) for name in ("id", "points", "comment", "email")}
    return {**fields, "when": one.when.replace(tzinfo=None)}


@pytest.fixture
def course(year: Path, tmp_path: Path) -> Path:
    """A copy of that course, to delete in."""
    return Path(shutil.copytree(year, tmp_path / "course"))


def forget(course: Path, *more: str) -> int:
    """One call of the command, of all that is older than 90 days."""
    return main(["forget", "--older-than", "90d", "--course", str(course), *more])


def files(course: Path) -> set[str]:
    """Every file of the course, by its path in it."""
    return {str(path.relative_to(course)) for path in course.rglob("*") if not path.is_dir()}


def holding(folder: Path) -> list[Path]:
    """The files in which the secret still stands, byte for byte."""
    return [p for p in folder.rglob("*") if p.is_file() and SECRET.encode() in p.read_bytes()]


def book(course: Path) -> dict[str, tuple[float | None, str | None]]:
    """Marks and comments that are left, by learner."""
    with open_gradebook(course) as gradebook:
        left = {}
        for submission in gradebook.assignment_submissions(SLUG):
            names = ("reflection-the-case", "quiz", SLUG, submission.student_id)
            left[submission.student_id] = (
                gradebook.find_grade(*names).manual_score,
                gradebook.find_comment(*names).manual_comment,
            )
        return left


def test_old_hand_ins_and_words_go_and_marks_stay(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every byte that was written is gone, from the database's file too; the rest is as it was."""
    assert SECRET.encode() in (course / "gradebook.db").read_bytes()
    before = files(course)
    assert forget(course, "--yes") == 0
    said = capsys.readouterr().out
    assert (
        f"  ana, {SLUG}, {LONG_AGO:%Y-%m-%d}: submitted, autograded, feedback, attempt, comment"
        in said
    )
    assert f"  cem, {SLUG}, {LONG_AGO:%Y-%m-%d}: attempt\n" in said
    assert "Kept: the marks and names in the gradebook" in said
    assert "Not reached by this, delete it yourself: e-mails" in said
    assert holding(course) == []
    gone = before - files(course)
    assert gone == {
        *(f"{folder}/ana/{SLUG}/{name}" for folder in ("submitted", "autograded")
          for name in ("answers.json", "timestamp.txt")),
        f"feedback/ana/{SLUG}/quiz.html",
        *(f"attempts/{who}/{SLUG}/{when:%Y%m%dT%H%M%SZ}/{name}"
          for who, when in (("ana", LONG_AGO - timedelta(days=1)), ("cem", LONG_AGO))
          for name in ("answers.json", "timestamp.txt")),
        *(f"{folder}/{SLUG}.html" for folder in WHOLE_CLASS),
    }  # fmt: skip
    assert not (course / "submitted" / "ana").exists()
    assert book(course) == {
        "ana": (3.0, None),
        "ben": (2.0, "Ben's comment"),
        "cem": (1.0, "Cem's comment"),
    }
    assert forget(course, "--yes") == 0
    assert "there is nothing to delete" in capsys.readouterr().out


def test_marks_and_names_go_when_asked(course: Path) -> None:
    """With --marks the learner is nowhere in the gradebook's file, and others keep theirs."""
    assert forget(course, "--yes", "--marks") == 0
    assert book(course) == {"ben": (2.0, "Ben's comment"), "cem": (1.0, "Cem's comment")}
    assert b"ana@x.org" not in (course / "gradebook.db").read_bytes()
    with open_gradebook(course) as gradebook:
        assert [student.id for student in gradebook.students] == ["ben", "cem"]


@pytest.mark.parametrize(("more", "code"), [(["--dry-run"], 0), ([], 2)])
def test_nothing_goes_unasked(
    course: Path, capsys: pytest.CaptureFixture[str], more: list[str], code: int
) -> None:
    """A dry run, or a call without a terminal and without --yes, deletes nothing."""
    before, rows = files(course), book(course)
    assert forget(course, *more) == code
    assert "ana, small" in capsys.readouterr().out
    assert (files(course), book(course)) == (before, rows)


def test_a_person_is_asked(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal anything but yes leaves all as it was."""
    before = files(course)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: "no")
    assert forget(course) == 0
    assert files(course) == before
    monkeypatch.setattr("builtins.input", lambda _: "yes")
    assert forget(course) == 0
    assert holding(course) == []


def test_links_are_not_followed(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What lies behind a link stays, at every depth, and is named as not touched."""
    outside = tmp_path / "outside"
    shutil.copytree(course / "submitted" / "ana" / SLUG, outside / SLUG)
    shutil.rmtree(course / "feedback")
    (course / "feedback").symlink_to(outside, target_is_directory=True)
    (course / "submitted" / "dia").symlink_to(outside, target_is_directory=True)
    (course / "autograded" / "ana" / SLUG / "more").symlink_to(outside, target_is_directory=True)
    (course / "results" / "link.html").symlink_to(outside / SLUG / "answers.json")
    copy = course / "gradebook.db.2026-01-01"
    shutil.copy(course / "gradebook.db", copy)
    assert forget(course, "--yes") == 0
    said = capsys.readouterr().out
    for link in ("feedback", "submitted/dia", "results/link.html"):
        assert f"Not touched: {course / link} (a link, not followed)." in said
    assert f"Not touched: {copy} (a copy of the gradebook)." in said
    assert sorted(path.name for path in (outside / SLUG).iterdir()) == [
        "answers.json",
        "timestamp.txt",
    ]
    assert not (course / "autograded" / "ana").exists()


def test_marks_that_are_only_in_a_spreadsheet_are_kept(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sheet with marks that were not read yet stops everything."""
    sheet = course / "reflections" / f"{SLUG}.csv"
    sheet.write_text("learner,points,comment,marker\nana,4,,\n")
    before = files(course)
    assert forget(course, "--yes") == 1
    assert f"{sheet}: 1 rows hold marks that are not in the gradebook." in capsys.readouterr().err
    assert files(course) == before
    sheet.write_text("learner,points,comment,marker\nben,2,Ben's comment,\n")
    assert forget(course, "--yes") == 0
    assert not sheet.exists()


def test_without_a_gradebook_and_with_leftovers(
    year: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was never marked is deleted as well, and what a killed program left behind."""
    course = tmp_path / "course"
    shutil.copytree(year / "submitted", course / "submitted")
    left = course / "submitted" / ".placing-x"
    left.mkdir()
    (left / "answers.json").write_text(SECRET)
    os.utime(left, (LONG_AGO.timestamp(), LONG_AGO.timestamp()))
    assert forget(course, "--yes") == 0
    assert holding(course) == []
    assert sorted(path.name for path in (course / "submitted").iterdir()) == ["ben", "cem"]


def test_an_age_is_days_weeks_or_years(capsys: pytest.CaptureFixture[str]) -> None:
    """Anything else is a wrong call."""
    with pytest.raises(SystemExit) as stopped:
        main(["forget", "--older-than", "3 months"])
    assert stopped.value.code == 2
    assert "write days, weeks or years as 90d, 12w or 1y" in capsys.readouterr().err
