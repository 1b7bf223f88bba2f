"""A trainer's list of learners: read as spreadsheets save it, matched, and put into nbgrader."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from trainer import PARTIAL, SLUG, full_answers, hand_in

from copcourse.content import Quiz
from copcourse.errors import CourseError
from copcourse.grading.collecting import run_collect
from copcourse.grading.collecting.roster import Person, read_roster

HEADER = "id,first_name,last_name,email"
ANA = Person(
    id="k7", first_name="Ana María", last_name="Gómez", email="ana@example.org", folder="k7"
)
ITO = Person(id="s 12", first_name="Ben", last_name="Ito", folder="s-12")


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """Three learners, one of whom will hand in nothing."""
    path = tmp_path / "roster.csv"
    path.write_text(
        f"{HEADER}\nk7,Ana María,Gómez,ana@example.org\ns 12,Ben,Ito,\nx9,=1+1,<b>Wu</b>,\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="session")
def empty_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook of nbgrader's own making with one student, who is on the roster too."""
    folder = tmp_path_factory.mktemp("book")
    path = os.environ["PATH"]
    # nbgrader calls alembic by name.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), path])
    try:
        with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", "copcourse") as gradebook:
            gradebook.add_student("k7", email="old@example.org", last_name="G.")
    finally:
        os.environ["PATH"] = path
    return folder / "gradebook.db"


@pytest.fixture
def book(course: Path, empty_book: Path) -> Path:
    """The course's gradebook."""
    return Path(shutil.copy(empty_book, course))


def students(book: Path) -> dict[str, tuple[str | None, ...]]:
    """Id to names and address, as formgrader reads them."""
    with Gradebook(f"sqlite:///{book}") as gradebook:
        return {one.id: (one.first_name, one.last_name, one.email) for one in gradebook.students}


def inbox_of(tmp_path: Path, quiz: Quiz, *learners: str) -> Path:
    """A folder of hand-ins."""
    (tmp_path / "inbox").mkdir()
    for number, learner in enumerate(learners):
        name = f"{number}_20261120T12000{number}Z.json"
        (tmp_path / "inbox" / name).write_bytes(hand_in(quiz, learner, PARTIAL))
    return tmp_path / "inbox"


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER}\nk7,Ana María,Gómez,ana@example.org\ns 12,Ben,Ito,\n",
        f"\ufeff{HEADER}\r\nk7,Ana María,Gómez,ana@example.org\r\ns 12,Ben,Ito,\r\n",
        "id;first_name;last_name;email\r\nk7;Ana María;Gómez;ana@example.org\r\ns 12;Ben;Ito;\r\n",
        "sep=;\r\nid;first_name;last_name;email\r\nk7;Ana María;Gómez;ana@example.org\n"
        "s 12;Ben;Ito;\n",
        "Email, ID ,Last_Name,first_name,group\nana@example.org,k7,Gómez,Ana  María,3\n"
        ",s 12,Ito,Ben,\n,,,,\n\n",
        f'{HEADER}\n"k7","Ana\nMaría","Gómez",ana@example.org\ns 12,Ben,Ito\n',
        f"{HEADER},,\nk7,Ana María,Gómez,ana@example.org,,\ns 12,Ben,Ito,,,\n",
    ],
)
def test_a_roster_is_read_as_spreadsheets_save_it(tmp_path: Path, text: str) -> None:
    """With or without a mark, commas or semicolons, other columns, empty rows and row ends."""
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode())
    assert read_roster(path).people == (ANA, ITO)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            f"{HEADER}\na,A,B,\nb,,,\nA,C,D,\n".encode(),
            "row 4: the id 'A' stands in row 2 already. Give each learner an id of their own",
        ),
        (
            f"{HEADER}\na b,A,B,\na-b,C,D,\n".encode(),
            "row 3: the id 'a-b' stands in row 2 already. Give each",
        ),
        (
            b"id,first_name,last_name\na,A,B\n",
            f"row 1: the first row has no column 'email'. Let it be {HEADER}; only the id must",
        ),
        (b"", "row 1: the first row has no column 'id'. Let it be"),
        (b"a,Ana,Gomez,\n", "row 1: the first row has no column 'id'. Let it be"),
        (
            f"{HEADER}\na,Gomez, Ana,B,x@example.org\n".encode(),
            "row 2: it has 5 columns, and the first row has 4. Put a name that has a comma",
        ),
        (f"{HEADER}\n,Ana,Gomez,\n".encode(), "row 2: the id '' is no id. Write a name or code"),
        (f"{HEADER}\n../x,A,B,\n".encode(), "row 2: the id '../x' is no id. Write a name or"),
        (
            f"{HEADER}\nb,B,B,\na,{'x' * 129},B,\n".encode(),
            "row 3: the first_name is longer than 128 characters. Shorten it.",
        ),
        (
            f"{HEADER}\na,A,B,\nb,Gómez,C,\n".encode("cp1252"),
            "row 3: the letters are not in UTF-8. In Excel, save it as 'CSV UTF-8",
        ),
        (
            f'{HEADER}\na,A,B,\nb,"Ben,C,\n'.encode(),
            "row 3: this row cannot be read (unexpected end of data). See that each quotation",
        ),
        (f"{HEADER}\na,A,B,\n".encode("utf-16"), "row 1: the letters are not in UTF-8."),
        (b"x" * 10_000_001, "this is too large for a roster. Name the right file."),
    ],
)
def test_a_roster_with_a_fault_changes_nothing(
    course: Path, book: Path, quiz: Quiz, tmp_path: Path, data: bytes, said: str
) -> None:
    """One sentence with file, row and remedy; no hand-in is placed and no student is added."""
    path, before = tmp_path / "roster.csv", students(book)
    path.write_bytes(data)
    with pytest.raises(CourseError) as caught:
        run_collect([inbox_of(tmp_path, quiz, "a")], course, roster=path)
    assert str(caught.value).startswith(f"{path}: {said}")
    assert students(book) == before
    assert not (course / "submitted").exists()


def test_a_roster_that_is_not_there(course: Path, book: Path, tmp_path: Path) -> None:
    """It is told like any other fault."""
    with pytest.raises(CourseError, match=r"nobody\.csv: the roster cannot be read: No such file"):
        run_collect([], course, roster=tmp_path / "nobody.csv")


def test_without_a_gradebook_nothing_is_placed(
    course: Path, quiz: Quiz, roster: Path, tmp_path: Path
) -> None:
    """A roster needs the gradebook, and the sentence says how to make one."""
    with pytest.raises(CourseError, match=r"no gradebook yet\. Run nbgrader generate_assignment"):
        run_collect([inbox_of(tmp_path, quiz, "k7")], course, roster=roster)
    assert not (course / "submitted").exists()


def test_students_are_in_the_gradebook_with_their_names(
    course: Path, book: Path, quiz: Quiz, roster: Path, tmp_path: Path
) -> None:
    """New ones are added, known ones renamed, and an empty cell takes nothing away."""
    inbox = inbox_of(tmp_path, quiz, "k7")
    for _ in range(2):
        run_collect([inbox], course, roster=roster)
        assert students(book) == {
            "k7": ("Ana María", "Gómez", "ana@example.org"),
            "s-12": ("Ben", "Ito", None),
            "x9": ("=1+1", "<b>Wu</b>", None),
        }
    roster.write_text(f"{HEADER}\nk7,,,\n")
    run_collect([inbox], course, roster=roster)
    assert students(book)["k7"] == ("Ana María", "Gómez", "ana@example.org")


def test_who_did_not_match_is_listed_both_ways(
    course: Path,
    book: Path,
    quiz: Quiz,
    roster: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """By id in any case, else by a name that one person has; the rest is listed and kept."""
    inbox = inbox_of(tmp_path, quiz, "K7", "Gomez, Ana Maria", "Zoë", "K 7")
    assert run_collect([inbox], course, roster=roster) == 0
    said = capsys.readouterr().out.splitlines()
    states = [line.split("  ")[0] for line in said[:4]]
    assert states == ["accepted", "duplicate", "accepted", "accepted"]
    assert said[4:] == [
        "Found on the roster by their name: 2",
        "  K7 is k7",
        "  Gomez, Ana Maria is k7",
        "Handed in, and not on the roster (give them this id there, and collect again): 2",
        f"  Zoë, {SLUG} (2_20261120T120002Z.json)",
        f"  K-7, {SLUG} (3_20261120T120003Z.json)",
        f"On the roster, and nothing handed in for {SLUG}: 2",
        "  s 12  Ben Ito",
        "  x9  =1+1 <b>Wu</b>",
        "4 of 4 collected.",
    ]
    assert sorted(path.name for path in (course / "submitted").iterdir()) == ["K-7", "Zoë", "k7"]


def test_a_platforms_name_finds_the_person(
    course: Path, book: Path, quiz: Quiz, roster: Path, tmp_path: Path
) -> None:
    """What is not an id is looked up by the sender's name; an id that is one is believed."""
    for number, (sender, typed) in enumerate(
        {"Ana María Gómez_5": "mum", "Ito Ben_6": "x9", "Cai Wu_7": "cai"}.items()
    ):
        folder = tmp_path / "inbox" / f"{sender}_assignsubmission_file"
        folder.mkdir(parents=True)
        (folder / f"{number}.json").write_bytes(hand_in(quiz, typed, full_answers(quiz)))
    run_collect([tmp_path / "inbox"], course, roster=roster)
    assert sorted(path.name for path in (course / "submitted").iterdir()) == ["cai", "k7", "x9"]


def test_two_people_of_one_name_are_not_told_apart(
    course: Path, book: Path, quiz: Quiz, tmp_path: Path
) -> None:
    """A name that two people have finds neither; their ids do."""
    path = tmp_path / "roster.csv"
    path.write_text(f"{HEADER}\na,Ana,Wu,\nb,Ana,Wu,\n", encoding="utf-8")
    run_collect([inbox_of(tmp_path, quiz, "Ana Wu", "b")], course, roster=path)
    assert sorted(path.name for path in (course / "submitted").iterdir()) == ["Ana-Wu", "b"]
