"""GIFT, Moodle's text format for questions: one a paragraph, answers between braces.

After Moodle 4.5's own importer (``question/format/gift``), and for ordering questions that of
``question/type/ordering``. Comment lines carry an id and tags in Moodle's own way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copcourse.banks.records import (
    Bank,
    Entry,
    Kind,
    Lost,
    Question,
    percent,
    plain,
    short_tags,
    without,
)
from copcourse.errors import ContentError

_SPECIAL = re.compile(r"[\\:#={}~]")
_BRACES = re.compile(r"[{}\r\n]")
_ORDER_HEAD = re.compile(r"^>\s*\d*(?:\s+[A-Za-z0-9_]+)*\s*$")
_ID = re.compile(r"\[id:((?:\\.|[^\]\\])*)\]")
_TAG = re.compile(r"\[tag:((?:\\.|[^\]\\])*)\]")
_NOTE = re.compile(r"^// ([\w -]+): (.*)$")
_PLANE = 0xF0000
_CATEGORY = "$CATEGORY: $course$/top/"
_FORMAT = re.compile(r"^\[(html|moodle|plain|markdown)\]")


def write(bank: Bank) -> tuple[str, Lost]:
    """The bank as a GIFT file, and what GIFT cannot hold."""
    bank, lost = short_tags(bank)
    by_kind = {kind: [q for q in bank.questions if q.kind == kind] for kind in ("order", "match")}
    without(lost, "GIFT has no feedback for what is put in order", by_kind["order"])
    without(lost, "Moodle counts the order in its own way", by_kind["order"])
    without(lost, "GIFT has no feedback for a pair", by_kind["match"])
    essays = [question for question in bank.questions if question.grading]
    without(lost, "GIFT has no place for the rubric", essays)
    heavy = [question for question in bank.questions if question.points != 1]
    without(lost, "GIFT has no points", heavy)
    if bank.notes:
        lost.append("Moodle drops comments: the pass mark and the texts of the misconceptions")
    notes = "".join(f"// {name}: {_one_line(text)}\n" for name, text in bank.notes)
    title = bank.title.replace("/", "//")
    questions = (_write(question) for question in bank.questions)
    return "\n".join([f"{notes}{_CATEGORY}{title}\n", *questions]), lost


def read(text: str) -> Bank:
    """A GIFT file as a bank. Raises ContentError naming the question that cannot be read."""
    title, notes = "", []
    questions: list[Question] = []
    for block in _blocks(text):
        lines = block.split("\n")
        found = [note for line in lines if (note := _NOTE.match(line.strip()))]
        notes += [(note[1], note[2]) for note in found]
        comments = [line for line in lines if line.strip().startswith("//")]
        body = "\n".join(line for line in lines if not line.strip().startswith("//")).strip()
        if body.startswith("$CATEGORY:"):
            path, _, body = body.partition("\n")
            title = re.split(r"(?<!/)/(?!/)", path)[-1].replace("//", "/").strip()
        if body.strip():
            questions.append(_read(body.strip(), " ".join(comments), len(questions) + 1))
    return Bank(title=title, questions=tuple(questions), notes=tuple(notes))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _blocks(text: str) -> Iterator[str]:
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    yield from (block for block in re.split(r"\n[ \t]*\n", plain) if block.strip())


def _escape(text: str) -> str:
    """A text on one line, with what means something to GIFT behind backslashes."""
    told = _SPECIAL.sub(lambda found: "\\" + found[0], text.strip()).replace("\n", "\\n")
    # A bracket in front would be taken for the name of a format.
    return f"[plain]{told}" if told.startswith("[") else told


def _hide(text: str) -> str:
    """Put what a backslash protects where no sign of GIFT's is seen in it: a private plane."""
    return re.sub(r"\\(.)", lambda found: chr(_PLANE + ord(found[1])), text)


def _show(text: str, form: str = "plain") -> str:
    """A hidden text as a person reads it; ``form`` is what it is written in if it does not say."""
    text = text.strip()
    if named := _FORMAT.match(text):
        form, text = named[1], text[named.end() :]
    text = text.replace(chr(_PLANE + ord("n")), "\n")
    shown = "".join(
        chr(ord(sign) - _PLANE) if _PLANE < ord(sign) < _PLANE + 0x80 else sign for sign in text
    )
    return plain(shown, form)


def _in_brackets(text: str) -> str:
    return text.replace("\\", "\\\\").replace("]", "\\]")


def _write(question: Question) -> str:
    marks = [f"[id:{_in_brackets(question.id)}]"]
    marks += [f"[tag:{_in_brackets(tag)}]" for tag in question.tags]
    if question.points != 1:
        marks.append(f"[tag:points:{question.points}]")
    # A comment line of its own for each tag: a person can read and edit it.
    comments = "".join(f"// {mark}\n" for mark in marks)
    head = f"::{_escape(question.id)}::[plain]{_escape(question.ask).removeprefix('[plain]')}"
    explain = f"\n####{_escape(question.explain)}" if question.explain else ""
    answers = "\n".join(_answers(question))
    if not answers:
        return f"{comments}{head}{{}}\n"
    return f"{comments}{head}{{{answers}{explain}\n}}\n"


def _answers(question: Question) -> Iterator[str]:
    if question.kind == "order":
        yield f">{len(question.entries)} ALL VERTICAL RELATIVE_ALL_PREVIOUS_AND_NEXT SHOW 123"
        # Moodle's ordering questions know no backslashes, and end at a brace or a line's end.
        yield from (_BRACES.sub(" ", entry.text) for entry in question.entries)
        return
    if question.kind != "essay":
        yield ""
    for entry in question.entries:
        feedback = f"#{_escape(entry.feedback)}" if entry.feedback else ""
        if question.kind == "match":
            yield f"={_escape(entry.text)} -> {_escape(entry.pair)}"
        elif question.kind == "several":
            yield f"~%{percent(entry.share)}%{_escape(entry.text)}{feedback}"
        else:
            sign = "=" if entry.share == 1 else "~"
            yield f"{sign}{_escape(entry.text)}{feedback}"


def _read(body: str, comments: str, number: int) -> Question:
    body, name = _hide(body), ""
    if body.startswith("::"):
        name, _, body = body[2:].partition("::")
    opened, closed = body.find("{"), body.rfind("}")
    place = f'question {number} "{_show(name)}"'
    if opened < 0 or closed < opened:
        raise ContentError(
            "it has no answers between { and }",
            "Write them, put a backslash before braces that are text, or take the question out.",
            place=place,
        )
    inner, _, explain = body[opened + 1 : closed].partition("####")
    ask = body[:opened].strip()
    # What does not name its format has the question's.
    named = _FORMAT.match(ask)
    form = named[1] if named else "plain"
    kind, entries = _entries(inner.strip(), place, form)
    tags = [re.sub(r"\\(.)", r"\1", tag) for tag in _TAG.findall(comments)]
    points = [tag for tag in tags if re.fullmatch(r"points:\d+", tag)]
    found = _ID.search(comments)
    return Question(
        id=re.sub(r"\\(.)", r"\1", found[1]) if found else _show(name) or f"question-{number}",
        kind=kind,
        ask=_show(ask),
        explain=_show(explain, form),
        points=int(points[0].partition(":")[2]) if points else 1,
        entries=tuple(entries),
        tags=tuple(tag for tag in tags if tag not in points),
    )


def _entries(inner: str, place: str, form: str) -> tuple[Kind, list[Entry]]:
    if not inner:
        return "essay", []
    head, *lines = inner.split("\n")
    if _ORDER_HEAD.match(head):
        return "order", [Entry(text=_show(line)) for line in lines if line.strip()]
    pieces = [piece for piece in re.split("(?=[=~])", inner) if piece.strip()]
    if not all(piece[0] in "=~" for piece in pieces):
        raise ContentError(
            "it is a kind of question that the course does not have",
            "The course has one right option, several, an order, pairs, and an essay.",
            place=place,
        )
    if all(piece[0] == "=" and "->" in piece for piece in pieces):
        sides = [piece[1:].split("->", 1) for piece in pieces]
        return "match", [Entry(text=_show(a, form), pair=_show(b)) for a, b in sides]
    if not any(piece[0] == "~" for piece in pieces):
        raise ContentError(
            "its answer is typed by the learner, and the course has no such question",
            "Give it wrong options too, or take it out.",
            place=place,
        )
    several = not any(piece[0] == "=" for piece in pieces)
    return ("several" if several else "single"), [_choice(piece, form) for piece in pieces]


def _choice(piece: str, form: str) -> Entry:
    share, text = (1.0 if piece[0] == "=" else 0.0), piece[1:].strip()
    if weight := re.match(r"%(-?\d+(?:\.\d+)?)%", text):
        share, text = round(float(weight[1]) / 100, 7), text[weight.end() :]
    text, _, feedback = text.partition("#")
    return Entry(text=_show(text, form), feedback=_show(feedback, form), share=share)
