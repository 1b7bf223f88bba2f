"""``copcourse results``: a class that nbgrader has marked, what is written, what is refused."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from forged_class import ROOT, empty_course, hand_in, quiz_file, real_quiz, some_class
from nbgrader.api import Gradebook
from trainer import PARTIAL, SLUG, full_answers, make_course, nbgrader, record

from copcourse.answers import write_answers
from copcourse.cli import main
from copcourse.content import Quiz
from copcourse.grading.collecting import collect
from copcourse.grading.results.analysing import analyse, read_forms
from copcourse.grading.results.export import harmless, write_tables
from copcourse.grading.results.frames import read_class
from copcourse.grading.results.hiding import for_others
from copcourse.reading import read_quiz

FORMS = ROOT / "tests" / "content" / "forms"
THREATS = "online-threats"


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three hand-ins that nbgrader marked, one of them late, and a fourth that waits."""
    quiz = read_quiz(Path(__file__).with_name(f"{SLUG}.toml"))
    folder = tmp_path_factory.mktemp("marked")
    course = make_course(folder, quiz)
    inbox = folder / "inbox"
    inbox.mkdir()

    def send(number: int, learner: str, answers: dict[str, object]) -> None:
        file = inbox / f"{number}_20261120T12000{number}Z.json"
        write_answers(file, record(quiz, learner, answers))

    assert nbgrader(course, "generate_assignment", SLUG).returncode == 0
    for number, answers in enumerate((full_answers(quiz), PARTIAL, {})):
        send(number, f"learner {number}", answers)
    collect([inbox], course)
    done = nbgrader(course, "autograde", SLUG)
    assert done.returncode == 0, done.stdout
    send(3, "learner 3", full_answers(quiz))
    send(4, "learner 2", full_answers(quiz))
    collect([inbox], course)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        by_hand = gradebook.find_grade("reflection-the-case", "quiz", SLUG, "learner-1")
        by_hand.manual_score, by_hand.needs_manual_grade = 3, False
        mended = gradebook.find_grade("item-steps", "quiz", SLUG, "learner-1")
        mended.manual_score = 1
        notebook = gradebook.find_submission_notebook("quiz", SLUG, "learner-0")
        notebook.late_submission_penalty = 0.5
        gradebook.db.commit()
    return course


def test_what_nbgrader_marked_is_read_as_frames(marked: Path) -> None:
    """Points given by hand, penalties and sureness stand beside the answers that were marked."""
    quiz = read_quiz(marked / "quizzes" / f"{SLUG}.toml")
    frames = read_class(marked, quiz, with_text=True)

    assert frames.learners.fillna(-1).to_dict("list") == {
        "learner": ["learner-0", "learner-1", "learner-2"],
        "points": [4.0, 3.0, 0.0],
        "by_hand": [-1, 3.0, -1],
        "late": [0.5, 0.0, 0.0],
        "score": [3.5, 6.0, 0.0],
    }
    answers = frames.answers.set_index(["learner", "item"])
    assert answers.loc[("learner-1", "steps")].to_dict() == {
        "kind": "order", "state": 1, "points": 1.0, "max": 1.0, "sure": 1,
    }  # fmt: skip
    assert answers.loc["learner-2"]["state"].tolist() == [0, 0, 0, 0]
    chosen = frames.choices[frames.choices["learner"] == "learner-1"]
    pairs = chosen[chosen["item"] == "who"].set_index("option")["right"]
    assert pairs.to_dict() == {"line": True, "hotline": False}
    assert list(frames.texts) == ["learner-1"]
    # One was never marked, one handed in again, one reflection is marked.
    assert (frames.waiting, frames.unreadable, frames.by_hand) == (2, 0, 2)


def test_points_agree_with_nbgraders_own(marked: Path) -> None:
    """Each learner's score is the one that nbgrader shows."""
    quiz = read_quiz(marked / "quizzes" / f"{SLUG}.toml")
    ours = read_class(marked, quiz).learners.set_index("learner")["score"].to_dict()
    with Gradebook(f"sqlite:///{marked / 'gradebook.db'}") as gradebook:
        theirs = {
            one.student.id: one.score - one.late_submission_penalty
            for one in gradebook.assignment_submissions(SLUG)
        }
    assert ours == pytest.approx(theirs)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of 30 with a quiz and both short forms, and a code that is a formula."""
    forms = [FORMS / f"{THREATS}-{form}.toml" for form in ("before", "later")]
    course = empty_course(tmp_path_factory.mktemp("class"), quiz_file(THREATS), *forms)
    answers = some_class(real_quiz(THREATS), 30)
    answers["=cmd|' "] = answers.pop("code-029")
    hand_in(course, real_quiz(THREATS), answers)
    for place, path in enumerate(forms):
        quiz: Quiz = read_quiz(path)
        hand_in(course, quiz, some_class(quiz, 28 - 6 * place, seed=place))
    return course


def run(course: Path, *arguments: str) -> int:
    """The command, as in a shell of any width."""
    return main(["results", *arguments, "--course", str(course)])


def test_the_report_is_safe_and_small_numbers_are_for_the_terminal(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Asked for the trainer's eyes, the terminal shows all, and the file is the same as before."""
    assert run(course) == 0
    safe, page = capsys.readouterr().out, (course / "results" / f"{THREATS}.html").read_text()
    assert run(course, "--for-my-eyes", THREATS) == 0
    mine = capsys.readouterr().out

    assert safe.startswith("Online threats: 30 people\n")
    assert "waits" not in safe
    assert "30 answers wait for a mark by hand" in mine
    assert (course / "results" / f"{THREATS}.html").read_text() == page
    assert "Safe to show." in page
    assert "For your eyes only." not in page
    for told in (safe, page):
        assert "code-0" not in told
        assert "I would listen" not in told
    assert "22 people filled in both short forms." in page
    # Nothing is asked of any host: the only address is the name that SVG goes by.
    assert page.count("://") == page.count("http://www.w3.org/2000/svg") == 3


def test_exports_hold_what_may_be_shown_and_nothing_else(course: Path) -> None:
    """CSV, XLSX and Parquet hold the same figures; hidden ones are empty, with the reason."""
    assert run(course, "--export", "csv", "xlsx", "parquet") == 0
    folder = course / "results"
    shown = for_others(analyse(THREATS, read_forms(course, THREATS)))

    expected = [option.count for item in shown.items for option in item.options]
    read = pd.read_csv(folder / f"{THREATS}-options.csv")
    assert [None if pd.isna(one) else one for one in read["people"]] == expected
    sheet = openpyxl.load_workbook(folder / f"{THREATS}.xlsx")["options"]
    column = next(place for place, one in enumerate(sheet[1]) if one.value == "people")
    assert [row[column].value for row in sheet.iter_rows(min_row=2)] == expected
    parquet = pd.read_parquet(folder / f"{THREATS}-options.parquet")
    assert [None if pd.isna(one) else one for one in parquet["people"]] == expected
    assert None in expected
    items = pd.read_csv(folder / f"{THREATS}-items.csv", keep_default_na=False)
    assert set(items["discrimination_missing"]) <= {"", "hidden"}
    assert not list(folder.glob("*delete-by*"))
    everything = b"".join(path.read_bytes() for path in folder.glob(f"{THREATS}-*.csv"))
    assert b"code-0" not in everything


def test_rows_of_learners_only_when_asked_for(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They say by when to delete them, hold free text only with --with-text, and run nothing."""
    for path in (course / "results").glob("*delete-by*"):
        path.unlink()
    assert run(course, "--export", "csv", "xlsx", "--with-learners") == 0
    names = sorted(path.name for path in (course / "results").glob("*delete-by*.csv"))
    assert [name.split("-delete-by-")[1][11:] for name in names] == [
        "answers_before.csv", "answers_later.csv", "answers_quiz.csv", "confidence_before.csv",
        "confidence_later.csv", "learners_before.csv", "learners_later.csv", "learners_quiz.csv",
    ]  # fmt: skip
    assert date.fromisoformat(names[0].split("-delete-by-")[1][:10]) > date.today()
    assert "share them with nobody" in capsys.readouterr().out

    assert run(course, "--export", "csv", "xlsx", "--with-text") == 0
    (texts,) = (course / "results").glob("*delete-by*-texts_quiz.csv")
    with texts.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["learner"] for row in rows} >= {"'=cmd|' ", "code-000"}
    assert all(row["text"].startswith("'=1+1 I would listen.") for row in rows)
    (book,) = (course / "results").glob("*delete-by*.xlsx")
    sheet = openpyxl.load_workbook(book)["texts_quiz"]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} == {"s"}
    assert sheet["B2"].value.startswith("=1+1")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1",
        "－1",
        "＋1",
        "＠x",
        "  =1",
        "\u200b=1",
    ],
)
def test_no_text_is_a_formula(text: str, tmp_path: Path) -> None:
    """Whatever a spreadsheet may take for a formula is text, and everything else is untouched."""
    assert harmless(text) == f"'{text}"
    assert [harmless(one) for one in ("a=1", "", "Ñandú", -1, None, 2.5)] == [
        "a=1", "", "Ñandú", -1, None, 2.5,
    ]  # fmt: skip
    table = pd.DataFrame({"text": [text], "number": [-1.5]})
    (book,) = write_tables(tmp_path, "x", {"t": table}, "xlsx")
    row = openpyxl.load_workbook(book)["t"][2]
    assert (row[0].data_type, row[1].value) == ("s", -1.5)


def test_what_is_refused_is_one_sentence(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown quiz, a class without hand-ins, learners' rows without a file, no gradebook."""
    empty = empty_course(tmp_path / "empty", quiz_file("gaming"))
    bare = empty_course(tmp_path / "bare", quiz_file(THREATS))
    shutil.copytree(course / "autograded", bare / "autograded")
    shutil.rmtree(tmp_path / "empty" / "course" / "results", ignore_errors=True)
    said = []
    for where, arguments in (
        (course, ["nothing"]),
        (empty, []),
        (course, ["--with-text"]),
        (bare, []),
    ):
        assert run(where, *arguments) == 1
        said.append(capsys.readouterr().err.replace(str(tmp_path), ""))
    assert said == [
        "there is no quiz 'nothing'. Name some of online-threats.\n",
        "/empty/course: no hand-in of any quiz is here. Collect them with copcourse collect, mark "
        "them, then ask again.\n",
        "learners' rows go into exported files only. Add --export with csv, xlsx or parquet.\n",
        "/bare/course/gradebook.db: there is no gradebook yet. Run nbgrader generate_assignment in "
        "the course's folder first.\n",
    ]
    assert not (empty / "results").exists()
    assert not (bare / "results").exists()


def test_a_folder_that_cannot_be_written_to_keeps_the_old_report(
    course: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is one sentence; what was there stays, and nothing is half-written."""
    assert run(course) == 0
    before = sorted((path.name, path.stat().st_mtime_ns) for path in (course / "results").iterdir())

    def full(path: Path, *_: object, **__: object) -> None:
        path.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    assert run(course) == 1
    assert "the file cannot be written: No space left on device. See" in capsys.readouterr().err
    after = sorted((path.name, path.stat().st_mtime_ns) for path in (course / "results").iterdir())
    assert after == before
