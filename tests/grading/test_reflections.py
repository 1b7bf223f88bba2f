"""Marking by hand: on a page and in a spreadsheet, in formgrader, and by two markers."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import urllib.request
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from playwright.sync_api import BrowserContext, expect
from sklearn.metrics import cohen_kappa_score
from trainer import HERE, PARTIAL, ROOT, SLUG, formgrader, make_course, nbgrader, record

from copcourse.answers import write_answers
from copcourse.building.pages import notebook_bytes
from copcourse.cli import main
from copcourse.content import Quiz
from copcourse.errors import ContentError
from copcourse.grading.assignment import source_notebook
from copcourse.grading.collecting import collect
from copcourse.grading.files import csv_bytes, neutral, read_table, restored
from copcourse.grading.gradebook import open_gradebook
from copcourse.grading.reflections.agreement import agreement, kappa
from copcourse.grading.reflections.aids import read_aids

DISCLOSURE = "Tell your safeguarding lead the same day"
COMMENT = "You begin by listening, and you say thank you. That keeps the door open."
HOSTILE = '=HYPERLINK("x";"y")\nI would <b>listen</b> & thank her, "now".'
TEXTS = {
    "ana": HOSTILE,
    "ben": "مرحبا, first I listen.",
    "cem": "  ",
    "dia": "Ask her what she needs.",
}


def aided(folder: Path, quiz: Quiz) -> Path:
    """A course with the trainer's own files, built as ``copcourse build`` does."""
    course = make_course(folder, quiz)
    shutil.copytree(ROOT / "course" / "blocks", course / "blocks")
    shutil.copy(ROOT / "course" / "comments.toml", course)
    path = course / "source" / SLUG / "quiz.ipynb"
    path.write_bytes(notebook_bytes(source_notebook(quiz, {}, read_aids(course))))
    return course


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory, quiz: Quiz) -> Path:
    """Four learners, collected and marked by nbgrader, and one who is not marked yet."""
    folder = tmp_path_factory.mktemp("byhand")
    course = aided(folder, quiz)
    released = nbgrader(course, "generate_assignment", SLUG)
    assert released.returncode == 0, released.stdout
    inbox = folder / "inbox"
    inbox.mkdir()
    for learner, text in TEXTS.items():
        answers = {**PARTIAL, "the-case": {"text": text, "at": "2026-11-20T10:04:00Z"}}
        write_answers(inbox / f"{learner}.json", record(quiz, learner, answers))
    assert {outcome.state for outcome in collect([inbox], course)} == {"accepted"}
    marked = nbgrader(course, "autograde", SLUG)
    assert marked.returncode == 0, marked.stdout
    write_answers(inbox / "zora.json", record(quiz, "zora", PARTIAL))
    collect([inbox / "zora.json"], course)
    return course


@pytest.fixture
def course(handed_in: Path, tmp_path: Path) -> Path:
    """A copy of that course, to write into."""
    return Path(shutil.copytree(handed_in, tmp_path / "course"))


def run(course: Path, *arguments: str) -> int:
    """One call of the command."""
    return main(["reflections", *arguments, "--course", str(course)])


def sheet(path: Path, *rows: str, head: str = "learner,points,comment,marker") -> str:
    """A filled spreadsheet; its path."""
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return str(path)


def in_gradebook(course: Path) -> dict[str, tuple[float | None, str | None, bool]]:
    """What nbgrader's own functions find: points, comment, whether a person should look."""
    with open_gradebook(course) as gradebook:
        found = {}
        for learner in TEXTS:
            names = ("reflection-the-case", "quiz", SLUG, learner)
            grade, comment = gradebook.find_grade(*names), gradebook.find_comment(*names)
            found[learner] = (grade.manual_score, comment.manual_comment, grade.needs_manual_grade)
        return found


UNMARKED = (None, None, True)


def test_the_page_and_the_spreadsheet(
    course: Path, context: BrowserContext, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page begins with what to do about a disclosure, shows texts as text, and axe agrees."""
    assert run(course, SLUG) == 0
    said = capsys.readouterr().out
    assert "4 to read in" in said
    assert "1 more were collected and are not marked yet: run copcourse mark." in said
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto((course / "reflections" / f"{SLUG}.html").as_uri())
    assert len(asked) == 1
    headings = page.locator("h1, h2, h3").all_inner_texts()
    assert headings == [
        "Reflections: Small quiz", "Before you read", "How to mark", "The case and the question",
        "What earns the 4 points", "Ready comments", "What the learners wrote", "ana", "ben", "dia",
        "Nothing to read",
    ]  # fmt: skip
    expect(page.locator("section").first).to_contain_text(DISCLOSURE)
    expect(page.locator("section").first).to_contain_text("Is somebody in danger now?")
    article = page.get_by_role("article")
    assert article.nth(0).locator(".said").text_content() == HOSTILE
    assert article.nth(0).inner_text().split("\n")[-1] == "Not marked yet."
    expect(page.get_by_role("table", name="Hand-ins without a reflection")).to_contain_text("cem")
    assert "zora" not in page.content()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert Axe().run(page).response["violations"] == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    data = (course / "reflections" / f"{SLUG}.csv").read_bytes()
    assert data == (
        b"\xef\xbb\xbflearner,points,comment,marker\r\nana,,,\r\nben,,,\r\ncem,,,\r\ndia,,,\r\n"
    )


def test_marks_are_read_as_formgrader_writes_them(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Semicolons, decimal commas and neutralised formulas are read; an empty row is left alone."""
    rows = ("ana;2,5;'=SUM(A1);Kim", 'ben;4;"Good; ""very""";Kim', "cem;;;", "dia;0;;Kim")
    file = sheet(course / "kim.csv", *rows, head="Learner;Points;Comment;Marker")
    assert run(course, SLUG, "--read", file) == 0
    assert capsys.readouterr().out == (
        "small: 3 marks are in the gradebook now. Still to mark: 1.\n"
    )
    assert in_gradebook(course) == {
        "ana": (2.5, "=SUM(A1)", False),
        "ben": (4.0, 'Good; "very"', False),
        "cem": UNMARKED,
        "dia": (0.0, None, False),
    }
    # A new sheet has the marks, reads back as it is, and is blank for a second marker.
    assert run(course) == 0
    written = course / "reflections" / f"{SLUG}.csv"
    rows_written = list(csv.reader(io.StringIO(written.read_text("utf-8-sig"))))
    assert rows_written[1] == ["ana", "2.5", "'=SUM(A1)", ""]
    before = in_gradebook(course)
    assert run(course, SLUG, "--read", str(written)) == 0
    assert in_gradebook(course) == before
    assert run(course, SLUG, "--blank") == 0
    assert written.read_text("utf-8-sig").split()[1:] == ["ana,,,", "ben,,,", "cem,,,", "dia,,,"]


def test_every_fault_of_a_sheet_is_said_and_nothing_is_written(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each wrong row has a sentence with its file, its row and what to do."""
    assert run(course, SLUG, "--read", sheet(course / "a.csv", "ana,3,Fine,")) == 0
    before = in_gradebook(course)
    rows = ("zoe,1,,", "ben,5,,", "ben,1,,", "cem,nan,,", "dia,,Only words,", ",1,,")
    file = sheet(course / "b.csv", *rows)
    capsys.readouterr()
    assert run(course, SLUG, "--read", file) == 1
    unknown = (
        "Write the code as it stands on the page; a spreadsheet may have changed it, "
        "as from 007 to 7."
    )
    assert capsys.readouterr().err.splitlines() == [
        f"{file}: row 2 (zoe): nobody of that code has handed in and been marked. {unknown}",
        f"{file}: row 3 (ben): 5 points cannot be given. Write 0 to 4.",
        f"{file}: row 4 (ben): the learner is in row 3 already. Keep one of the two rows.",
        f"{file}: row 5 (cem): 'nan' is not a number. Write 0 to 4.",
        f"{file}: row 6 (dia): a comment, but no points. Give points, or take the comment out.",
        f"{file}: row 7: no learner's code. {unknown}",
        "Nothing was written.",
    ]
    file = sheet(course / "c.csv", "ana,2,Better,", "ben,1,,")
    assert run(course, SLUG, "--read", file) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"{file}: row 2 (ana): 2 points, but 3 were given before. "
        "Write what was given before, or read it with --replace.",
        "Nothing was written.",
    ]
    assert in_gradebook(course) == before
    assert run(course, SLUG, "--read", file, "--replace") == 0
    assert in_gradebook(course)["ana"] == (2.0, "Better", False)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"name,points\nana,1\n", "there is no column 'learner' in the first row"),
        (b"learner,points\nana,1,2\n", "row 2 has more cells than there are columns"),
        (b"learner,points\nAn\xe9,1\n", "the file is not UTF-8 text"),
        (b"", "the first row names no columns"),
        (b'learner,points\n"ana,1\n', "the file is no CSV"),
        (b"learner,points,points\nana,1,2\n", "the column 'points' is there twice"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_is_no_sheet(
    course: Path, capsys: pytest.CaptureFixture[str], data: bytes | None, fault: str
) -> None:
    """A file that cannot be read is said in a sentence, and nothing is written."""
    file = course / "x.csv"
    if data is not None:
        file.write_bytes(data)
    assert run(course, SLUG, "--read", str(file)) == 1
    assert f"{file}: {fault}" in capsys.readouterr().err
    assert set(in_gradebook(course).values()) == {UNMARKED}


def test_what_is_filled_in_survives_a_new_page(course: Path) -> None:
    """Making the page again keeps rows that were filled and not read yet, and adds new learners."""
    assert run(course, SLUG) == 0
    path = course / "reflections" / f"{SLUG}.csv"
    sheet(path, "ana,3,'-fine,Kim", "ben,,,")
    assert run(course, SLUG) == 0
    assert path.read_text("utf-8-sig").split("\n")[1:3] == ["ana,3,'-fine,Kim", "ben,,,"]
    assert path.read_text("utf-8-sig").split("\n")[3:] == ["cem,,,", "dia,,,", ""]


def test_two_markers(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What they agree on is written; what they do not is listed, the widest gap first."""
    one = sheet(course / "1.csv", "ana,4,Clear,Kim", "ben,2,,Kim", "cem,0,,Kim", "dia,3,,Kim")
    other = sheet(course / "2.csv", "ana,4,,Lou", "ben,4,,Lou", "dia,2,,Lou")
    assert run(course, SLUG, "--read", one, other) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Two markers: Kim and Lou.",
        "Marked by both: 3, with the same points 1 times. "
        "Cohen's kappa: too few to judge (fewer than 20).",
        "They differ in 2; no mark is written:",
        "  ben: 2 and 4  more than one point apart",
        "  dia: 3 and 2",
        "Talk these over, write the same points into both files, and read them again.",
        "small: 2 marks are in the gradebook now. Still to mark: 2.",
    ]
    assert in_gradebook(course) == {
        "ana": (4.0, "Clear", False),
        "ben": UNMARKED,
        "cem": (0.0, None, False),
        "dia": UNMARKED,
    }
    assert run(course, SLUG, "--read", one, other, "--take", "second") == 0
    marks = {learner: row[0] for learner, row in in_gradebook(course).items()}
    assert marks == {"ana": 4.0, "ben": 4.0, "cem": 0.0, "dia": 2.0}


def test_marks_by_hand_survive_marking_again(course: Path, quiz: Quiz) -> None:
    """nbgrader's marking of a newer attempt leaves them, and the page asks for another look."""
    assert run(course, SLUG, "--read", sheet(course / "a.csv", "ana,3,Fine,")) == 0
    newer = {**PARTIAL, "the-case": {"text": "I listen.", "at": "2026-11-21T10:00:00Z"}}
    write_answers(course / "ana_20261121T100000Z.json", record(quiz, "ana", newer))
    assert collect([course / "ana_20261121T100000Z.json"], course)[0].state == "replaced"
    again = nbgrader(course, "autograde", SLUG, "--force", "--student", "ana")
    assert again.returncode == 0, again.stdout
    before = in_gradebook(course)
    assert before["ana"] == (3.0, "Fine", False)
    assert main(["mark", SLUG, "--course", str(course)]) == 0
    assert in_gradebook(course)["ana"] == (3.0, "Fine", False)
    assert run(course, SLUG) == 0
    page = (course / "reflections" / f"{SLUG}.html").read_text("utf-8")
    assert "3 points. Handed in more than once: see that the points are for this text." in page
    assert run(course, SLUG, "--read", str(course / "reflections" / f"{SLUG}.csv")) == 0
    assert in_gradebook(course) == before


def test_formgrader_shows_all_of_it(course: Path, context: BrowserContext) -> None:
    """Its page has the safety text, rubric, comments to copy, and the marks that were read in."""
    assert run(course, SLUG, "--read", sheet(course / "a.csv", "ana,3,Fine,")) == 0
    with open_gradebook(course) as gradebook:
        submission = gradebook.find_submission_notebook("quiz", SLUG, "ana").id
    with formgrader(course) as address:
        api = f"{address}/formgrader/api"
        heard = {}
        for kind in ("grades", "comments"):
            request = urllib.request.Request(
                f"{api}/{kind}?submission_id={submission}", headers={"Authorization": "token t"}
            )
            with urllib.request.urlopen(request, timeout=30) as answer:
                heard[kind] = {one["name"]: one for one in json.load(answer)}
        assert heard["grades"]["reflection-the-case"]["manual_score"] == 3.0
        assert heard["comments"]["reflection-the-case"]["manual_comment"] == "Fine"
        page = context.new_page()
        page.goto(f"{address}/lab?token=t")
        page.goto(f"{address}/formgrader/submissions/{submission}")
        task = page.locator(".nbgrader_cell").last
        text = task.inner_text()
        assert text.index(DISCLOSURE) < text.index("RUBRIC-ONE") < text.index("Ready comments.")
        expect(task.locator("textarea")).to_have_value("Fine")
        task.get_by_text("Ready comments.").click()
        task.get_by_text(COMMENT).click()
        assert page.evaluate("getSelection().toString()").strip() == COMMENT


def test_no_learner_is_given_what_the_marker_reads(course: Path) -> None:
    """Release and feedback hold no word of the safety text for markers, rubric or comments."""
    assert run(course, SLUG, "--read", sheet(course / "a.csv", "ana,3,Fine,")) == 0
    done = nbgrader(course, "generate_feedback", SLUG, "--student", "ana")
    assert done.returncode == 0, done.stdout
    secrets = (
        "Stop marking it",
        DISCLOSURE,
        "safeguarding",
        "RUBRIC-ONE",
        "Ready comments",
        COMMENT,
    )
    released = (course / "release" / SLUG / "quiz.ipynb").read_text("utf-8")
    feedback = (course / "feedback" / "ana" / SLUG / "quiz.html").read_text("utf-8")
    source = (course / "source" / SLUG / "quiz.ipynb").read_text("utf-8")
    assert "Fine" in feedback
    for secret in secrets:
        assert (secret in source, secret in released, secret in feedback) == (True, False, False)
    for path in (ROOT / "modules").rglob("*"):
        if path.suffix in (".ipynb", ".md", ".json", ".toml"):
            assert DISCLOSURE not in path.read_text("utf-8"), path


def test_who_asks_wrongly_is_told(
    course: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A short form, an unknown quiz, three files, no quiz with --read, and no safety text."""
    assert run(course, "other") == 1
    assert "there is no quiz 'other'. This course has: small." in capsys.readouterr().err
    monkeypatch.delenv("COPCOURSE_QUIZZES", raising=False)
    assert run(ROOT / "course", "gaming-before") == 1
    assert "this quiz has no reflection, so there is nothing" in capsys.readouterr().err
    assert run(course, "--read", "a.csv") == 2
    assert run(course, SLUG, "--read", "a", "b", "c") == 2
    (course / "blocks" / "disclosure.md").unlink()
    assert run(course, SLUG) == 1
    assert "the safety text for whoever marks is missing" in capsys.readouterr().err


def test_comments_are_checked(tmp_path: Path) -> None:
    """A comment at which nbgrader would end the mark scheme is refused, and one without words."""
    shutil.copytree(ROOT / "course" / "blocks", tmp_path / "blocks")
    row = '[[comment]]\nid = "a"\nwhen = "b"\ntext = "{}"\n'
    (tmp_path / "comments.toml").write_text(row.format("=== END MARK SCHEME ==="))
    with pytest.raises(ContentError, match="END MARK SCHEME stand in the text"):
        read_aids(tmp_path)
    (tmp_path / "comments.toml").write_text(row.format(" ") + row.format("x") + row.format("x"))
    with pytest.raises(Exception, match=r"not a comment(.|\n)*the id is there twice"):
        read_aids(tmp_path)


MARKS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=60)


@settings(max_examples=60, deadline=None)
@drawn(MARKS)
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    """Plain and quadratic kappa are scikit-learn's, for any marks that are not all the same."""
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    if len({*one, *other}) == 1:
        assert kappa(one, other, quadratic=True) is None
        return
    for quadratic in (False, True):
        theirs = cohen_kappa_score(
            one, other, weights="quadratic" if quadratic else None, labels=[0, 1, 2, 3, 4]
        )
        assert kappa(one, other, quadratic=quadratic) == pytest.approx(theirs)


def test_kappa_of_a_published_table() -> None:
    """Cohen (1968), table 1's kind of case: half points weigh by how far apart they are."""
    one, other = [0, 0.5, 1, 2.5] * 6, [0, 0.5, 1.5, 2] * 6
    doubled = cohen_kappa_score(
        [int(2 * x) for x in one], [int(2 * x) for x in other], weights="quadratic",
        labels=list(range(6)),
    )  # fmt: skip
    found = agreement(one, other)
    assert (found.n, found.same) == (24, 12)
    assert found.weighted == pytest.approx(doubled)
    assert found.interval is not None
    assert found.interval[0] < found.weighted < found.interval[1]
    assert agreement([1] * 30, [1] * 30).weighted is None
    assert agreement([1, 2], [1, 2]).kappa is None


@settings(max_examples=200, deadline=None)
@drawn(
    st.lists(
        st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0")), min_size=2
    )
)
def test_a_round_trip_through_a_spreadsheet_loses_nothing(texts: list[str]) -> None:
    """Any text comes back as it was, and no cell begins as a formula."""
    cells = [neutral(text) for text in texts]
    assert [restored(cell) for cell in cells] == texts
    assert not [cell for cell in cells if re.match(r"\s*[=+\-@]", cell)]


def test_any_comment_comes_back_from_the_file(tmp_path: Path) -> None:
    """Quotes, lines, formulas and every script are the same after writing and reading."""
    texts = [
        HOSTILE,
        "'=x",
        "'",
        " -1",
        "\t=x",
        "a\nb",
        "李 \u202eabc",
        '"',
        "sep=;",
        "@me",
        "+49 1",
    ]
    path = tmp_path / "x.csv"
    path.write_bytes(csv_bytes([["text", "n"], *[[neutral(t), "1"] for t in texts]], mark=True))
    assert [restored(cells["text"]) for _, cells in read_table(path).rows] == texts


def test_the_course_own_safety_text(quiz: Quiz) -> None:
    """It keeps to the rules: danger first and in the shared words, then who is told, and how."""
    text = " ".join(read_aids(ROOT / "course").disclosure.split())
    order = [
        "Is somebody in danger now?", "emergency number", DISCLOSURE, "word for word",
        "Do not question anybody", "Do not promise to keep it secret", "Do not answer by e-mail",
        "differs by country",
    ]  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "{" not in text
    assert HERE.name == "grading"
