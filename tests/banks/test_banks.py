"""Questions to GIFT, Moodle XML and QTI and back, judged by readers that others wrote."""

from __future__ import annotations

import sys
import tomllib
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from moodle_xml_parser.parser import parse_string
from onyx2moodle.parser import parse_item

from copcourse.banks import gift, moodle, qti
from copcourse.banks.conversion import TO_FILL, bank_of, quiz_toml
from copcourse.banks.records import TAG, Bank, Entry, Question
from copcourse.cli import main
from copcourse.content import Quiz
from copcourse.reading import read_quiz

# Of the readers' own code, not of what is read.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:pygiftparser")

ROOT = Path(__file__).parents[2]
QUIZZES = sorted((ROOT / "course" / "quizzes").glob("*.toml"))

# Letters of many scripts, signs that mean something to one of the formats, and line's ends.
TEXTS = (
    st.text(
        st.sampled_from("aZ9 é李ع\\:#={}~%[]<>&\"'/->\n$*") | st.characters(codec="utf-8"),
        min_size=1,
        max_size=40,
    )
    .map(lambda text: "".join(sign for sign in text if sign.isprintable() or sign == "\n").strip())
    .filter(lambda text: text and text == text.strip())
)
WORDS = st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=12).map(lambda t: f"q{t}")


@pytest.fixture(params=QUIZZES, ids=lambda path: path.stem)
def quiz(request: pytest.FixtureRequest) -> Quiz:
    """Every quiz of the course."""
    return read_quiz(request.param)


def entries(kind: str) -> st.SearchStrategy[tuple[Entry, ...]]:
    """Options as a quiz may have them."""
    if kind == "order":
        lines = st.lists(
            TEXTS.filter(lambda text: not set(text) & set("{}\n\\")), min_size=3, max_size=5
        )
        return lines.map(lambda texts: tuple(Entry(text=text) for text in texts))
    if kind == "match":
        sides = TEXTS.filter(lambda text: "->" not in text and not text.startswith("["))
        pairs = st.lists(st.tuples(sides, sides), min_size=2, max_size=5)
        return pairs.map(lambda found: tuple(Entry(text=a, pair=b) for a, b in found))

    def shared(texts: list[tuple[str, str]]) -> tuple[Entry, ...]:
        half = len(texts) // 2
        shares = {
            "single": [1.0, *[0.0] * (len(texts) - 1)],
            "several": [round((1 if n < half else -1) / half, 7) for n in range(len(texts))],
        }[kind]
        return tuple(
            Entry(text=text, feedback=feedback, share=share)
            for (text, feedback), share in zip(texts, shares, strict=True)
        )

    return st.lists(st.tuples(TEXTS, TEXTS), min_size=2, max_size=5).map(shared)


@st.composite
def banks(draw: st.DrawFn) -> Bank:
    """Banks of one question of each kind, with texts made to break a format."""
    questions = tuple(
        Question(
            id=f"{draw(WORDS)}-{kind}",
            kind=kind,  # type: ignore[arg-type]  # the names of the kinds
            ask=draw(TEXTS),
            explain=draw(TEXTS),
            points=draw(st.integers(1, 4)),
            entries=draw(entries(kind)),
            tags=(f"source:{draw(WORDS)}", f"option:1:{draw(WORDS)}"),
        )
        for kind in ("single", "several", "order", "match")
    )
    return Bank(title="A quiz", questions=questions, notes=(("pass", "3"),))


@given(banks())
def test_gift_loses_nothing_that_it_can_hold(bank: Bank) -> None:
    """Whatever signs the texts have, a bank comes back from GIFT as it went."""
    text, _ = gift.write(bank)
    assert gift.read(text) == bank


@given(banks())
def test_moodle_xml_loses_nothing_that_it_can_hold(bank: Bank) -> None:
    """Whatever signs the texts have, a bank comes back from Moodle XML as it went."""
    text, _ = moodle.write(bank)
    assert moodle.read(text) == bank


def test_a_whole_quiz_comes_back_but_for_what_was_said(quiz: Quiz, tmp_path: Path) -> None:
    """What a format cannot hold is named, and all else of every real quiz survives."""
    bank = bank_of(quiz)
    for form in (gift, moodle):
        text, lost = form.write(bank)
        path = tmp_path / f"{quiz.slug}.toml"
        path.write_text(quiz_toml(form.read(text)), encoding="utf-8")
        back, there = tomllib.loads(path.read_text()), tomllib.loads(_file(quiz).read_text())
        assert back.get("pass") == there.get("pass")
        assert back["misconceptions"] == there["misconceptions"]
        for mine, item in zip(back["item"], there["item"], strict=True):
            named = {"order", "match"} & {item["kind"]}
            assert _bare(mine, named) == _bare(item, named)
            assert all(any(item["id"] in line for line in lost) for _ in named)
        # Answers that were collected before count on. A form's questions about confidence stay.
        if form is moodle and not quiz.confidence:
            assert read_quiz(path).edition == quiz.edition


def _file(quiz: Quiz) -> Path:
    return ROOT / "course" / "quizzes" / f"{quiz.slug}.toml"


def _bare(item: dict[str, Any], without_feedback: set[str]) -> dict[str, Any]:
    """An item without what its kind cannot carry, and without what is at its usual value."""
    options = [
        {key: value for key, value in option.items() if key != "feedback" or not without_feedback}
        for option in item["option"]
    ]
    rest = {k: v.strip() if isinstance(v, str) else v for k, v in item.items() if k != "allow"}
    return {**rest, "points": item.get("points", 1), "option": options}


def test_another_reader_finds_the_same_choices_in_moodle_xml(quiz: Quiz) -> None:
    """A parser that others wrote reads texts, feedback and shares as they were meant."""
    bank = bank_of(quiz)
    found = parse_string(moodle.write(bank)[0])["multichoice"]
    choices = [q for q in bank.questions if q.kind in ("single", "several")]
    assert [(one.name, one.text_pre_parse, one.single) for one in found] == [
        (q.id, q.ask, q.kind == "single") for q in choices
    ]
    for one, question in zip(found, choices, strict=True):
        assert one.general_feedback == question.explain
        for option, entry in zip(one.options, question.entries, strict=True):
            assert (option.answer, option.feedback) == (entry.text, entry.feedback)
            assert float(option.score_fraction) == pytest.approx(entry.share * 100, abs=1)


def test_another_reader_finds_the_same_questions_in_gift(quiz: Quiz) -> None:
    """A parser that others wrote reads names, answers, shares and pairs as they were meant."""
    bank = bank_of(quiz)
    # That parser knows no ordering questions: Moodle's own plug-in brings them.
    known = evolve(bank, questions=tuple(q for q in bank.questions if q.kind != "order"))
    found = _gift_parser().parseFile(StringIO(gift.write(known)[0]))
    found = [one for one in found if one.title]
    assert [one.title for one in found] == [question.id for question in known.questions]
    for one, question in zip(found, known.questions, strict=True):
        assert one.valid
        assert _plain(one.text) == question.ask
        if question.kind == "match":
            pairs = [(_plain(a.question), _plain(a.answer)) for a in one.answers.answers]
            assert pairs == [(entry.text, entry.pair) for entry in question.entries]
        elif question.kind != "essay":
            told = [(_plain(a.answer), _plain(a.feedback), a.fraction) for a in one.answers.answers]
            assert told == [
                (e.text, e.feedback, pytest.approx(e.share * 100, abs=1e-4))
                for e in question.entries
            ]


def _gift_parser() -> Any:
    # It asks setuptools for the place of its translations, and setuptools took that away.
    resources = ModuleType("pkg_resources")
    resources.resource_filename = lambda *_: ""  # type: ignore[attr-defined]  # a module for one use
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "pkg_resources", resources)
        from pygiftparser import parser
    return parser


def _plain(text: str) -> str:
    for sign in "\\:#={}~":
        text = text.replace(f"\\{sign}", sign)
    return text.replace("\\n", "\n").strip()


def test_another_reader_finds_the_same_questions_in_qti(quiz: Quiz, tmp_path: Path) -> None:
    """A reader of QTI 2.1 that others wrote finds the same options, keys and shares."""
    bank = bank_of(quiz)
    files, _ = qti.write(bank)
    for number, question in enumerate(bank.questions, 1):
        path = tmp_path / f"item-{number:02}.xml"
        path.write_text(files[path.name], encoding="utf-8")
        item = parse_item(path)
        assert item.title == question.id
        declared = item.response_decls["RESPONSE"]
        if question.kind == "essay":
            assert item.interactions[0].kind == "extendedText"
        elif question.kind == "match":
            sides = item.interactions[0]
            assert [one.html for one in sides.match_sources] == [
                _html(entry.text) for entry in question.entries
            ]
            left, right = (
                {one.identifier: one.html for one in side}
                for side in (sides.match_sources, sides.match_targets)
            )
            pairs = [value.split() for value in declared.correct_values]
            assert [(left[a], right[b]) for a, b in pairs] == [
                (_html(entry.text), _html(entry.pair)) for entry in question.entries
            ]
        elif question.kind != "order":
            texts = {one.identifier: one.html for one in item.interactions[0].choices}
            assert list(texts.values()) == [_html(entry.text) for entry in question.entries]
            assert {texts[key]: share for key, share in declared.mapping.items()} == {
                _html(entry.text): pytest.approx(entry.share * question.points, abs=1e-6)
                for entry in question.entries
            }


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_a_tag_that_moodle_would_cut_off_is_left_out_and_named() -> None:
    """No tag of more letters than Moodle keeps is written, and each is said."""
    long = "source:" + "x" * TAG
    question = Question(id="q", kind="essay", ask="Why?", tags=(long, "critical"))
    for form in (gift, moodle):
        text, lost = form.write(Bank(title="T", questions=(question,)))
        assert form.read(text).questions[0].tags == ("critical",)
        assert [line for line in lost if long in line]


FOREIGN = """\
// somebody else's bank
$CATEGORY: tom/dick/harry

::Q1:: What do you say first? {
=Thank you # yes
~Why did you do that? # no
}

[html]<p>Which two help?</p><p>Choose.</p>{~%50%A &amp; B ~%50%C ~%-100%D}

Put in order {>2 ALL VERTICAL RELATIVE SHOW none
first
second
third}
"""


def test_a_bank_from_elsewhere_says_what_is_to_fill(tmp_path: Path) -> None:
    """Questions without our tags come in, with ids of their own and marked places."""
    bank = gift.read(FOREIGN)
    assert [(q.id, q.kind, q.ask) for q in bank.questions] == [
        ("Q1", "single", "What do you say first?"),
        ("question-2", "several", "Which two help?\nChoose."),
        ("question-3", "order", "Put in order"),
    ]
    assert [entry.text for entry in bank.questions[1].entries] == ["A & B", "C", "D"]
    table = tomllib.loads(quiz_toml(bank))
    assert table["item"][0]["option"][1]["misconception"] == TO_FILL
    assert table["item"][0]["sources"] == [TO_FILL]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("::a:: No braces", "no answers between"),
        ("::a:: Typed {=one =two}", "typed by the learner"),
        ("::a:: Number {#4}", "a kind of question that the course does not have"),
        ("::a:: True? {T}", "a kind of question that the course does not have"),
        ("<quiz><question type='x'/></quiz>", "'x' is a kind of question"),
        ("<quiz", "this is not XML"),
        ("<other/>", "the file begins with <other>"),
        (
            '<!DOCTYPE q [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><quiz>&c;</quiz>',
            "defines entities of its own",
        ),
        (
            "<quiz><question type='essay'><name><text>n</text></name>"
            "<defaultgrade>half</defaultgrade></question></quiz>",
            "a number in it cannot be read",
        ),
        (
            "<quiz><question type='essay'><name><text>n</text></name>"
            "<defaultgrade>1.5</defaultgrade></question></quiz>",
            "it has 1.5 points",
        ),
        ("", "there is no question in it"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(
    text: str, fault: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each fault names the file and what to do, and nothing is written."""
    file, out = tmp_path / "from-elsewhere", tmp_path / "quiz.toml"
    file.write_text(text, encoding="utf-8")
    assert main(["import-quiz", str(file), "--out", str(out)]) == 1
    said = capsys.readouterr().err
    assert fault in said
    assert str(file) in said
    assert "Traceback" not in said
    assert not out.exists()


def test_the_commands_write_and_read_a_quiz(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A trainer sends a quiz out, is told what does not travel, and gets it back."""
    monkeypatch.delenv("COPCOURSE_QUIZZES", raising=False)
    out, back = tmp_path / "gaming.xml", tmp_path / "back.toml"
    assert main(["export-quiz", "gaming", "--to", "moodle-xml", "--out", str(out)]) == 0
    told = capsys.readouterr()
    assert "It holds the key: it is not for learners." in told.out
    assert 'question "darios-saturday": Moodle counts the order in its own way' in told.err
    assert main(["import-quiz", str(out), "--out", str(back)]) == 0
    assert len(read_quiz(back).items) == 12
    assert main(["import-quiz", str(out), "--out", str(back)]) == 1
    assert "the file is there already" in capsys.readouterr().err
    assert main(["export-quiz", "no-such", "--to", "qti"]) == 1
    assert "there is no quiz 'no-such'. There are:" in capsys.readouterr().err
    nowhere = str(tmp_path / "no-folder" / "x.zip")
    assert main(["export-quiz", "gaming", "--to", "qti", "--out", nowhere]) == 1
    assert "it cannot be written" in capsys.readouterr().err
