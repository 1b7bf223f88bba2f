"""A real class, marked by our plug-in and by nbgrader's own running of each notebook."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from nbgrader.validator import Validator
from playwright.sync_api import Browser
from trainer import (
    LEARNERS,
    PARTIAL,
    ROOT,
    SLUG,
    TAMPERINGS,
    canary,
    finish,
    nbgrader,
    record,
    start,
    tables,
)

from copcourse.answers import write_answers
from copcourse.building.pages import notebook_bytes
from copcourse.content import Quiz, quiz_folder
from copcourse.errors import CourseError, KeyMissing
from copcourse.grading.gradebook import open_gradebook
from copcourse.grading.plugin import EveryCellMarked, MarkAnswers, release_of

WAYS = ("plug-in", "stock")
PARTIAL_MARKS = {
    "item-first-words": 1.0,
    "item-two-things": 0.5,
    "item-steps": 0.33,
    "item-who": 0.5,
}


def marks(course: Path, learner: str) -> dict[str, tuple[float | None, bool]]:
    """Automatic score and whether a person must look, by grade id."""
    query = """
        select base_cell.name, grade.auto_score, grade.needs_manual_grade
        from grade join base_cell on base_cell.id = grade.cell_id
        join submitted_notebook on submitted_notebook.id = grade.notebook_id
        join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
        where submitted_assignment.student_id = ?
    """
    with sqlite3.connect(course / "gradebook.db") as connection:
        return {
            name: (score, bool(look)) for name, score, look in connection.execute(query, [learner])
        }


def expected(points: Mapping[str, float]) -> dict[str, tuple[float | None, bool]]:
    """What ``marks`` gives for these points and a reflection that nobody has marked yet."""
    return {
        **{name: (score, False) for name, score in points.items()},
        "reflection-the-case": (None, True),
    }


def test_release_is_what_nbgrader_generates(class_folder: Path) -> None:
    """The notebook that learners get is nbgrader's release but for one newline at the end."""
    course = class_folder / "course"
    released = (course / "release" / SLUG / "quiz.ipynb").read_bytes()
    assert (
        notebook_bytes(release_of(course / "source" / SLUG / "quiz.ipynb"))
        == released.rstrip(b"\n") + b"\n"
    )
    assert (course / "release" / SLUG / "quiz.json").read_bytes() == (
        course / "source" / SLUG / "quiz.json"
    ).read_bytes()
    assert b"RUBRIC-ONE" not in released


def test_modules_hold_the_release() -> None:
    """Each quiz that the course ships is its source's release."""
    sources = sorted((ROOT / "course" / "source").glob("*/quiz.ipynb"))
    assert sources, "no quiz was built"
    for source in sources:
        shipped = ROOT / "modules" / quiz_folder(source.parent.name) / "quiz.ipynb"
        assert shipped.read_bytes() == notebook_bytes(release_of(source)), f"{shipped} is stale"


def test_both_ways_write_the_same_rows(marked: dict[str, Path]) -> None:
    """Plug-in and stock fill all of nbgrader's tables alike, for sound and tampered hand-ins."""
    plugin, stock = (tables(marked[way]) for way in WAYS)
    assert len(stock) >= 14
    assert len(stock["submitted_assignment"]) == len(LEARNERS) + len(TAMPERINGS)
    assert plugin == stock


@pytest.mark.parametrize("way", WAYS)
def test_marks_are_right(marked: dict[str, Path], way: str) -> None:
    """Full, partial, no and wrong answers of all four kinds of item earn what they should."""
    course = marked[way]
    assert marks(course, "full") == expected(dict.fromkeys(PARTIAL_MARKS, 1.0))
    assert marks(course, "partial") == expected(PARTIAL_MARKS)
    assert marks(course, "silent") == expected(dict.fromkeys(PARTIAL_MARKS, 0.0))
    assert marks(course, "Ñandú-李") == expected(dict.fromkeys(PARTIAL_MARKS, 0.0))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_tampering_changes_no_mark(marked: dict[str, Path], way: str, tampering: str) -> None:
    """Whatever else a hand-in brings, its answers earn what they earn."""
    assert marks(marked[way], tampering) == expected(PARTIAL_MARKS)


def test_nothing_of_a_hand_in_runs(class_folder: Path, marked: dict[str, Path]) -> None:
    """No cell and no module of any hand-in ran, whichever way it was marked."""
    sung = canary(class_folder)
    assert not sung.exists(), sung.read_text()


@pytest.mark.parametrize("way", WAYS)
def test_only_answers_are_kept(marked: dict[str, Path], way: str) -> None:
    """What is marked holds our notebook, the answers and our own files, and nothing else."""
    place = marked[way] / "autograded" / "brings-modules" / SLUG
    assert sorted(path.name for path in place.iterdir()) == [
        "answers.json",
        "quiz.ipynb",
        "quiz.json",
    ]


@pytest.mark.parametrize("way", WAYS)
def test_a_hand_in_without_notebook_is_told_of(marked: dict[str, Path], way: str) -> None:
    """A folder placed by hand without a notebook is named, with what to do."""
    log = (marked[way] / "autograde.log").read_text()
    assert "no-notebook/small has no quiz.ipynb, so nbgrader passes it over. Put the" in log
    assert marks(marked[way], "no-notebook") == {}


def outputs(course: Path, learner: str) -> dict[str, list[dict[str, Any]]]:
    """The data that each cell of ``mark`` shows, by its source."""
    notebook = json.loads((course / "autograded" / learner / SLUG / "quiz.ipynb").read_text())
    return {
        "".join(cell["source"]): [output["data"] for output in cell["outputs"]]
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and "".join(cell["source"]).startswith("mark(")
    }


def test_the_plug_in_writes_what_running_writes(marked: dict[str, Path]) -> None:
    """A marker sees the same answers and points in both, and nothing of them as markup."""
    shown = outputs(marked["plug-in"], "partial")
    assert len(shown) == 5
    assert shown == outputs(marked["stock"], "partial")
    assert "&lt;script&gt;" in str(shown)
    assert "<script>" not in str(
        [data["text/html"] for parts in shown.values() for data in parts if "text/html" in data]
    )


@pytest.fixture(scope="module")
def returned(marked: dict[str, Path]) -> dict[str, Path]:
    """A reflection was marked by hand, all was marked again, and feedback made."""
    again = []
    for way in WAYS:
        with open_gradebook(marked[way]) as gradebook:
            grade = gradebook.find_grade("reflection-the-case", "quiz", SLUG, "partial")
            grade.manual_score, grade.needs_manual_grade = 3.0, False
            comment = gradebook.find_comment("reflection-the-case", "quiz", SLUG, "partial")
            comment.manual_comment = "Warm & clear <3"
            gradebook.db.commit()
        options = ("--force", "--student=partial")
        again.append(start(marked[way], "autograde", SLUG, *options, COPCOURSE_MARKING=way))
    succeed(again)
    course = marked["plug-in"]
    succeed([start(course, "generate_feedback", SLUG), start(course, "export")])
    return marked


def succeed(running: list[subprocess.Popen[str]]) -> None:
    """Every command ends well."""
    for process in running:
        done = finish(process)
        assert done.returncode == 0, done.stdout


def test_a_manual_mark_survives_marking_again(returned: dict[str, Path]) -> None:
    """A person's mark for the reflection stands, and counts, after marking again either way."""
    for way in WAYS:
        with open_gradebook(returned[way]) as gradebook:
            grade = gradebook.find_grade("reflection-the-case", "quiz", SLUG, "partial")
            assert (grade.manual_score, grade.score) == (3.0, 3.0)
            submission = gradebook.find_submission(SLUG, "partial")
            assert (submission.score, submission.max_score) == (pytest.approx(5.33), 8.0)
    assert tables(returned["plug-in"]) == tables(returned["stock"])


def test_feedback_tells_the_learner_and_nobody_else(returned: dict[str, Path]) -> None:
    """Feedback has answers, points and comment; no mark scheme, no script, no other host."""
    folder = returned["plug-in"] / "feedback"
    page = (folder / "partial" / SLUG / "quiz.html").read_text()
    assert "<td>5.33 of 8</td>" in page
    assert "3 of 4 points" in page
    assert "0.33 of 1 point" in page
    assert "Believe the child" in page
    assert "Warm &amp; clear &lt;3" in page
    for page in (path.read_text() for path in folder.glob("*/*/quiz.html")):
        assert page.count("<article") == 4
        for never in ("RUBRIC-ONE", "MARK SCHEME", "<script", "src=", "@import"):
            assert never not in page
    waiting = (folder / "full" / SLUG / "quiz.html").read_text()
    assert "<td>4 of 8</td>" in waiting
    assert "Not marked yet." in waiting


def test_feedback_can_be_read_by_anybody(returned: dict[str, Path], browser: Browser) -> None:
    """axe finds nothing against the feedback page, on a phone's width."""
    page_file = returned["plug-in"] / "feedback" / "partial" / SLUG / "quiz.html"
    # axe is put into the page as a script, which the page's own policy forbids.
    phone = browser.new_context(bypass_csp=True, viewport={"width": 320, "height": 640})
    page = phone.new_page()
    page.goto(page_file.as_uri())
    found = Axe().run(page).response["violations"]
    width = page.evaluate("document.documentElement.scrollWidth")
    phone.close()
    assert [each["id"] for each in found] == []
    assert width <= 320


def test_grades_are_exported(returned: dict[str, Path]) -> None:
    """nbgrader's own export has one line a learner, with the marks."""
    lines = (returned["plug-in"] / "grades.csv").read_text().splitlines()
    assert len(lines) == 1 + len(LEARNERS) + len(TAMPERINGS)
    partial = next(line for line in lines if ",partial," in line)
    assert partial.startswith(f"{SLUG},,2026-11-20 12:00:01,partial,")
    assert partial.endswith(",8.0")


def test_the_configuration_needs_keys(marked: dict[str, Path], tmp_path: Path) -> None:
    """Without keys nbgrader does not start, and says so in one line."""
    refused = nbgrader(marked["stock"], "autograde", SLUG, COPCOURSE_QUIZZES=str(tmp_path))
    assert refused.returncode == 1
    assert refused.stdout.splitlines() == [
        f"copcourse: {tmp_path} holds no quiz keys, so nobody can be marked. Put the trainer's "
        "quiz files there, or set COPCOURSE_QUIZZES to the folder that has them."
    ]


def test_without_keys_nobody_is_written_a_mark(
    class_folder: Path, tmp_path: Path, quiz: Quiz
) -> None:
    """Under another configuration and without keys, stock marking fails and writes no mark."""
    course = tmp_path / "course"
    shutil.copytree(
        class_folder / "course", course, ignore=shutil.ignore_patterns("submitted", "quizzes")
    )
    (course / "nbgrader_config.py").write_text("c = get_config()\n")
    place = course / "submitted" / "ana" / SLUG
    shutil.copytree(course / "release" / SLUG, place)
    write_answers(place / "answers.json", record(quiz, "ana", PARTIAL))
    failed = nbgrader(course, "autograde", SLUG, COPCOURSE_QUIZZES=str(course / "quizzes"))
    assert failed.returncode == 1
    assert "the key of the quiz 'small' is not there" in failed.stdout
    assert {score for score, _ in marks(course, "ana").values()} <= {None}


def test_the_plug_in_needs_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The plug-in raises before any mark is saved when the key went away after the start."""
    monkeypatch.setenv("COPCOURSE_QUIZZES", str(tmp_path))
    resources = {"nbgrader": {"assignment": SLUG}, "metadata": {"path": str(tmp_path)}}
    with pytest.raises(KeyMissing, match="nobody can be marked"):
        MarkAnswers().preprocess(None, resources)


def test_a_cell_without_a_number_is_nobodys_mark(class_folder: Path) -> None:
    """Where a cell gave no number, nothing is saved: nbgrader would give it all points."""
    notebook = release_of(class_folder / "course" / "source" / SLUG / "quiz.ipynb")
    with pytest.raises(CourseError, match="the cell item-first-words gave no number"):
        EveryCellMarked().preprocess(notebook, {})


def test_validate_does_not_claim_success(class_folder: Path, tmp_path: Path, quiz: Quiz) -> None:
    """nbgrader's validation fails an unanswered quiz, in words, and passes an answered one."""
    place = tmp_path / SLUG
    shutil.copytree(class_folder / "course" / "release" / SLUG, place)
    failed = Validator().validate(str(place / "quiz.ipynb"))["failed"]
    assert [cell["raw_error"] for cell in failed] == ["This question is not answered yet.\n"] * 4
    write_answers(place / "answers.json", record(quiz, "", PARTIAL))
    assert Validator().validate(str(place / "quiz.ipynb")) == {}
