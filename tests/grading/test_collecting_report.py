"""What a trainer reads of few files and of many, and the table for a spreadsheet."""

from __future__ import annotations

import csv
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from trainer import PARTIAL, SLUG, full_answers, hand_in

from copcourse.cli import main
from copcourse.content import Quiz
from copcourse.errors import CourseError
from copcourse.grading.collecting import collect, run_collect
from copcourse.grading.collecting.report import safe_cell


@pytest.fixture
def inbox(tmp_path: Path, quiz: Quiz) -> Path:
    """Thirty hand-ins of 24 learners, three that are none, and a photo."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    for number in range(30):
        data = hand_in(quiz, f"learner {number % 24:02}", PARTIAL if number < 24 else {})
        (folder / f"{number:02}_20261120T1200{number:02}Z.json").write_bytes(data)
    for number in range(3):
        (folder / f"bad {number}.json").write_bytes(b"")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    return folder


def test_of_many_files_only_what_is_of_note_is_told(
    course: Path, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A table by state, the refusals in full, and a sum."""
    assert run_collect([inbox], course) == 1
    why = (
        "the file is empty. Ask the learner to open the quiz, press Hand in again and send the "
        "new file."
    )
    assert capsys.readouterr().out.splitlines() == [
        "accepted        24  placed in submitted/",
        "replaced         6  placed in submitted/; the older attempt went to attempts/",
        "refused          3  see below",
        "other file       1  no hand-ins; passed over",
        "Refused: 3",
        *(f"  bad {number}.json: {why}" for number in range(3)),
        "30 of 33 collected.",
    ]


def test_every_line_when_asked(
    course: Path, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --all each of many files has its line."""
    arguments = ["collect", str(inbox), "--course", str(course), "--all"]
    assert main(arguments) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 35
    assert lines[0].startswith(f"accepted    00_20261120T120000Z.json: learner-00, {SLUG}: placed")


def test_one_name_from_two_people_is_told(
    course: Path, quiz: Quiz, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two senders who typed the same code are named: one of them would lose their hand-in."""
    (tmp_path / "inbox").mkdir()
    for number, sender in enumerate(("itoben_71_900", "gomezana_LATE_72_901", "itoben_71_902")):
        answers = full_answers(quiz) if number else {}
        name = f"{sender}_small_x_20261120T12000{number}Z.json"
        (tmp_path / "inbox" / name).write_bytes(hand_in(quiz, "1234", answers))
    assert run_collect([tmp_path / "inbox"], course) == 0
    assert capsys.readouterr().out.splitlines()[3:] == [
        "One name, sent by more than one person (the newest counts; ask them): 1",
        "  1234, small: gomezana (Canvas 72, late); itoben (Canvas 71)",
        "3 of 3 collected.",
    ]


def test_the_report_is_a_table_without_formulas(course: Path, quiz: Quiz, tmp_path: Path) -> None:
    """Each file has its row in UTF-8 with a mark, and no cell begins a formula."""
    (tmp_path / "inbox").mkdir()
    names = ["=HYPERLINK(1)", "+1", "-1", "@x", "a;=1+1", "Zoë 李", "<b>x"]
    for number, name in enumerate(names):
        file = tmp_path / "inbox" / f"={number}_20261120T120000Z.json"
        file.write_bytes(hand_in(quiz, name, PARTIAL))
    report = tmp_path / "report.csv"
    run_collect([tmp_path / "inbox"], course, report=report)
    assert report.read_bytes().startswith(b"\xef\xbb\xbfstate,quiz,learner,typed,sent_by,file,det")
    rows = list(csv.reader(report.read_text("utf-8-sig").splitlines()))
    assert [(row[0], row[2]) for row in rows[1:]] == [
        ("accepted", "HYPERLINK-1"),
        ("accepted", "1"),
        ("refused", ""),
        ("accepted", "x"),
        ("accepted", "a-1-1"),
        ("accepted", "Zoë-李"),
        ("refused", ""),
    ]
    assert {row[5][:2] for row in rows[1:]} == {"'="}
    assert "'-1' would share folder '1' with hand-ins of '+1'" in rows[3][6]
    assert [path.name for path in tmp_path.glob(".report-*")] == []


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1", "'=1"),
        ("  +1", "'  +1"),
        ("@x", "'@x"),
        ("＝1", "'＝1"),
        ("\t-1", "\t'-1"),
        ("a;=1\n@b", "a;'=1\n'@b"),
        ("a-b=c", "a-b=c"),
        ("Ana", "Ana"),
        ("", ""),
    ],
)
def test_a_cell_is_never_a_formula(text: str, cell: str) -> None:
    """Neither at its beginning nor after anything at which a spreadsheet may divide it."""
    assert safe_cell(text) == cell


def test_a_report_that_cannot_be_written(course: Path, inbox: Path, tmp_path: Path) -> None:
    """The hand-ins are collected all the same, and one sentence says what to do."""
    with pytest.raises(CourseError, match=r"the report cannot be written: No such file or dir"):
        run_collect([inbox], course, report=tmp_path / "no" / "report.csv")
    assert len(list((course / "submitted").iterdir())) == 24


def test_names_cannot_steer_a_terminal(course: Path, quiz: Quiz, tmp_path: Path) -> None:
    """Control letters and half characters of a file's name are shown as what they are."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    raw = os.path.join(os.fsencode(folder), "\x1b[2J\u202e".encode() + b"\xff.json")
    with open(raw, "wb") as file:
        file.write(hand_in(quiz, "Ana", PARTIAL))
    (outcome,) = collect([folder], course)
    assert str(outcome).startswith(r"accepted    \x1b[2J\u202e\udcff.json: Ana, small: placed")


def test_a_terminal_without_the_letters(course: Path, quiz: Quiz, tmp_path: Path) -> None:
    """Names in another script are shown as codes where the terminal has no letters for them."""
    (tmp_path / "李.json").write_bytes(hand_in(quiz, "李", PARTIAL))
    done = run_in_a_process(course, tmp_path / "李.json", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(r"accepted    \u674e.json: \u674e, small: placed in ")


def test_a_full_disk(course: Path, quiz: Quiz, tmp_path: Path) -> None:
    """When nothing more can be written, each file says so, what stood stands, and no half is left.

    The operating system itself refuses to write more than a few bytes to any file.
    """
    files = [tmp_path / "a_20261120T120000Z.json", tmp_path / "b_20261121T120000Z.json"]
    files[0].write_bytes(hand_in(quiz, "Ana", PARTIAL))
    files[1].write_bytes(hand_in(quiz, "Ana", full_answers(quiz)))
    collect(files[:1], course)
    before = {path: path.read_bytes() for path in course.rglob("*.json")}
    done = run_in_a_process(course, files[1], limit=2_000)
    assert (done.returncode, done.stderr) == (1, "")
    assert "File too large. Nothing was placed. See that you may read it and write" in done.stdout
    assert {path: path.read_bytes() for path in course.rglob("*.json")} == before
    assert [path.name for path in (course / "submitted").iterdir()] == ["Ana"]
    assert [one.state for one in collect(files[1:], course)] == ["replaced"]


def run_in_a_process(
    course: Path, file: Path, limit: int | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The real command; ``limit`` is how many bytes of a file it may write."""

    def small() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [sys.executable, "-m", "copcourse", "collect", str(file), "--course", str(course)],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment},
        preexec_fn=small,
        capture_output=True,
        text=True,
        timeout=60,
    )
