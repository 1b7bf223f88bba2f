"""Grade files for Moodle and Canvas, read as their importers read them."""

from __future__ import annotations

import csv
import io
import re
import shutil
from pathlib import Path

import pytest
from classbook import Learner, fill
from trainer import SLUG, make_course

from copcourse.cli import main
from copcourse.content import Quiz
from copcourse.grading.gradebook import open_gradebook

CLASS = (
    Learner(
        id="ana-x-org", points=4, comment="=cmd|' /C calc'!A0", first="=Ana", email="ana@x.org"
    ),
    Learner(id="007", points=0.5, comment='Good, "very"\nOn.', last="Øre", email="o@x.org"),
    Learner(id="Ñandú-李", points=3, email="n@x.org"),
    Learner(id="open", email="open@x.org"),
)
ROSTER = "id,first_name,last_name,email\nana@x.org,Ana,Li,ana@x.org\n007,Bo,Øre,o@x.org\n"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, quiz: Quiz) -> Path:
    """A course with three whole marks and one that a person has still to give."""
    course = make_course(tmp_path_factory.mktemp("school"), quiz)
    fill(course, CLASS)
    return course


@pytest.fixture
def school(filled: Path, tmp_path: Path) -> Path:
    """A copy of that course, to write into."""
    return Path(shutil.copytree(filled, tmp_path / "course"))


def grades(course: Path, lms: str, *more: str) -> int:
    """One call of the command."""
    return main(["grades", SLUG, "--for", lms, "--course", str(course), *more])


def written(course: Path, lms: str) -> list[list[str]]:
    """The rows of the file that was written."""
    text = (course / "grades" / f"{SLUG}-{lms}.csv").read_text("utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


def moodle_import(rows: list[list[str]], user: str) -> dict[str, tuple[float, str]]:
    """What Moodle makes of a file: grade/import/csv's load_data, mapped by a person.

    Values are trimmed, an unknown or empty user or a mark that is no number ends the import.
    """
    head, *lines = rows
    who, mark, said = (head.index(name) for name in (user, "Small quiz", "Feedback"))
    assert all(len(line) == len(head) > 1 and line[who].strip() for line in lines)
    return {line[who].strip(): (float(line[mark]), line[said].strip()) for line in lines}


def canvas_import(rows: list[list[str]]) -> tuple[str, float, dict[tuple[str, str, str], float]]:
    """What Canvas makes of a file: assignment, points possible, and marks by its three ids."""
    head, *lines = rows
    assert "Student" in head[0]
    assert "ID" in head[1]
    assert re.search(r"SIS\s+User\s+ID", head[2])
    assert re.search(r"SIS\s+Login\s+ID", head[3])
    assert "Section" in head[4]
    assert len(head) == 6
    possible = [line for line in lines if "Points Possible" in line[0]]
    people = [line for line in lines if line not in possible]
    marks = {(line[1], line[2], line[3]): float(line[5]) for line in people}
    return head[5], float(possible[0][5]), marks


def test_moodle_takes_the_file(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ids are exact, formulas are text, and who waits for a mark is left out and named."""
    assert grades(school, "moodle") == 0
    rows = written(school, "moodle")
    assert rows[0] == [
        "First name", "Last name", "ID number", "Email address", "Small quiz", "Feedback"
    ]  # fmt: skip
    assert rows[2][0] == "'=Ana"
    assert moodle_import(rows, "ID number") == {
        "007": (3.0, 'Good, "very"\nOn.'),
        "ana-x-org": (6.5, "'=cmd|' /C calc'!A0"),
        "Ñandú-李": (5.5, ""),
    }
    assert set(moodle_import(rows, "Email address")) == {"o@x.org", "ana@x.org", "n@x.org"}
    said = capsys.readouterr().out
    assert "3 marks, out of 8 points." in said
    assert 'Map from the column "ID number"' in said
    assert "Left out, as a person has still to mark them: open." in said


def test_canvas_takes_the_file(school: Path) -> None:
    """Five columns of who, one of marks, and the row of points possible."""
    assert grades(school, "canvas") == 0
    assert canvas_import(written(school, "canvas")) == (
        "Small quiz",
        8.0,
        {
            ("", "007", "o@x.org"): 3.0,
            ("", "ana-x-org", "ana@x.org"): 6.5,
            ("", "Ñandú-李", "n@x.org"): 5.5,
        },
    )


def test_a_roster_of_ours(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Codes are matched by id as it was typed; who is not on the roster is named and left out."""
    roster = school / "roster.csv"
    roster.write_text(ROSTER, encoding="utf-8-sig")
    assert grades(school, "moodle", "--roster", str(roster)) == 1
    assert moodle_import(written(school, "moodle"), "ID number") == {
        "007": (3.0, 'Good, "very"\nOn.'),
        "ana@x.org": (6.5, "'=cmd|' /C calc'!A0"),
    }
    assert "Left out, as they are not on the roster: Ñandú-李." in capsys.readouterr().err


def test_what_canvas_exports_is_a_roster(school: Path) -> None:
    """Its numbers and sections stay as they are, and the marks go to the assignment it has."""
    roster = school / "canvas.csv"
    roster.write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section,Small quiz (4711),Final Score\n"
        "    Points Possible,,,,,8,(read only)\n"
        '"Li, Ana",101,S1,ana@x.org,Monday,,\n'
        '"Øre, Bo",102,007,bo,Monday,,\n'
        '"Li, Nan",103,S3,Ñandú 李,Friday,,\n',
        encoding="utf-8",
    )
    assert grades(school, "canvas", "--roster", str(roster)) == 0
    rows = written(school, "canvas")
    assert canvas_import(rows) == (
        "Small quiz (4711)",
        8.0,
        {
            ("101", "S1", "ana@x.org"): 6.5,
            ("102", "007", "bo"): 3.0,
            ("103", "S3", "Ñandú 李"): 5.5,
        },
    )
    assert rows[2][0] == "Øre, Bo"
    assert rows[2][4] == "Monday"


def test_what_moodle_exports_is_a_roster(school: Path) -> None:
    """Its e-mail addresses are used where it has no id numbers."""
    roster = school / "moodle.csv"
    roster.write_text(
        "First name;Last name;ID number;Email address\n"
        "Ana;Li;;ana@x.org\nBo;Øre;;o@x.org\n007;;;Seven@x.org\nÑandú;李;;n@x.org\n",
        encoding="utf-8",
    )
    assert grades(school, "moodle", "--roster", str(roster)) == 0
    assert moodle_import(written(school, "moodle"), "Email address") == {
        "Seven@x.org": (3.0, 'Good, "very"\nOn.'),
        "ana@x.org": (6.5, "'=cmd|' /C calc'!A0"),
        "n@x.org": (5.5, ""),
    }


@pytest.mark.parametrize(
    ("roster", "fault"),
    [
        ("id,email\nana-x-org,ana@x.org\n007,-o@x.org\n", "the id '-o@x.org' of '007' begins as"),
        ("id,email\n007,a@x.org\n007,b@x.org\n", "'007' fits 2 people. Give each of them an id"),
        ("id,username\n007,Ñandú-李\n", "'007' and 'Ñandú-李' are one person on the roster"),
        ("name,mark\na,1\n", "no column here tells who is who"),
        ("id,email\n007,\nana-x-org,a@x.org\n,Ñandú-李\n", "some learners have only an id"),
    ],
)
def test_a_roster_that_cannot_be_used(
    school: Path, capsys: pytest.CaptureFixture[str], roster: str, fault: str
) -> None:
    """Each fault has its sentence, and no file is written."""
    (school / "r.csv").write_text(roster, encoding="utf-8")
    assert grades(school, "moodle", "--roster", str(school / "r.csv")) == 1
    assert fault in capsys.readouterr().err
    assert not (school / "grades").exists()


def test_late_penalties_and_unknown_quizzes(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A penalty comes off, down to nothing; a quiz that nobody has is said."""
    with open_gradebook(school) as book:
        book.find_submission_notebook("quiz", SLUG, "007").late_submission_penalty = 9.0
        book.find_submission_notebook("quiz", SLUG, "ana-x-org").late_submission_penalty = 0.25
        book.db.commit()
    assert grades(school, "canvas") == 0
    assert [row[5] for row in written(school, "canvas")[2:]] == ["0", "6.25", "5.5"]
    assert main(["grades", "other", "--for", "canvas", "--course", str(school)]) == 1
    assert "the gradebook has no quiz 'other'. It has: small." in capsys.readouterr().err
