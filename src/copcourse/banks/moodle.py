"""Moodle XML, the fullest of Moodle's formats for questions.

After Moodle 4.5's own importer and exporter (``question/format/xml``), and for ordering questions
that of ``question/type/ordering``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

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

_TYPES: dict[Kind, str] = {
    "single": "multichoice",
    "several": "multichoice",
    "order": "ordering",
    "match": "matching",
    "essay": "essay",
}


def write(bank: Bank) -> tuple[str, Lost]:
    """The bank as a Moodle XML file, and what that cannot hold."""
    bank, lost = short_tags(bank)
    orders = [question for question in bank.questions if question.kind == "order"]
    without(lost, "Moodle counts the order in its own way", orders)
    matches = [question for question in bank.questions if question.kind == "match"]
    without(lost, "Moodle has no feedback for a pair", matches)
    quiz = Element("quiz")
    category = SubElement(quiz, "question", type="category")
    _text(category, "category", f"$course$/top/{bank.title.replace('/', '//')}")
    told = "\n".join(f"{name}: {' '.join(text.split())}" for name, text in bank.notes)
    _text(category, "info", told, format="plain_text")
    for question in bank.questions:
        _write(SubElement(quiz, "question", type=_TYPES[question.kind]), question)
    ElementTree.indent(quiz)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + _string(quiz) + "\n", lost


def read(text: str) -> Bank:
    """A Moodle XML file as a bank. Raises ContentError naming what cannot be read."""
    try:
        quiz = fromstring(text.removeprefix("\ufeff").encode())
    except ElementTree.ParseError as error:
        raise ContentError(
            f"this is not XML: {error}", "Export it from Moodle again, as Moodle XML."
        ) from None
    except DefusedXmlException:
        raise ContentError(
            "the file defines entities of its own", "Export it from Moodle again, as Moodle XML."
        ) from None
    if quiz.tag != "quiz":
        raise ContentError(
            f"the file begins with <{quiz.tag}>, and Moodle XML with <quiz>",
            "Export it from Moodle again, as Moodle XML.",
        )
    title, notes, questions = "", [], []
    numbers = count(1)
    for element in quiz.iter("question"):
        if element.get("type") == "category":
            title = _said(element, "category").split("/top/")[-1].replace("//", "/")
            lines = _said(element, "info").split("\n")
            notes += [(a, b) for a, sign, b in (one.partition(": ") for one in lines) if sign]
        else:
            questions.append(_read(element, next(numbers)))
    return Bank(title=title, questions=tuple(questions), notes=tuple(notes))


def _string(quiz: Element) -> str:
    return ElementTree.tostring(quiz, encoding="unicode")


def _text(parent: Element, tag: str, text: str, **attributes: str) -> Element:
    element = SubElement(parent, tag, attributes)
    SubElement(element, "text").text = _legal(text)
    return element


def _legal(text: str) -> str:
    """XML has no control characters but tab and line's end."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n")


def _write(element: Element, question: Question) -> None:
    plain = {"format": "plain_text"}
    _text(element, "name", question.id)
    _text(element, "questiontext", question.ask, **plain)
    _text(element, "generalfeedback", question.explain, **plain)
    SubElement(element, "defaultgrade").text = str(question.points)
    SubElement(element, "penalty").text = "0"
    SubElement(element, "hidden").text = "0"
    SubElement(element, "idnumber").text = _legal(question.id)
    for tag, value in _options(question):
        SubElement(element, tag).text = value
    if question.kind == "essay":
        _text(element, "graderinfo", "\n".join(question.grading), **plain)
    for number, entry in enumerate(question.entries, 1):
        if question.kind == "match":
            pair = _text(element, "subquestion", entry.text, **plain)
            _text(pair, "answer", entry.pair)
            continue
        share = str(number) if question.kind == "order" else percent(entry.share)
        answer = _text(element, "answer", entry.text, fraction=share, **plain)
        _text(answer, "feedback", entry.feedback, **plain)
    tags = SubElement(element, "tags")
    for tag in question.tags:
        _text(tags, "tag", tag)


def _options(question: Question) -> Iterator[tuple[str, str]]:
    if question.kind in ("single", "several"):
        yield "single", "true" if question.kind == "single" else "false"
        yield "shuffleanswers", "true"
        yield "answernumbering", "none"
    elif question.kind == "match":
        yield "shuffleanswers", "true"
    elif question.kind == "order":
        yield "layouttype", "VERTICAL"
        yield "selecttype", "ALL"
        yield "selectcount", str(len(question.entries))
        yield "gradingtype", "RELATIVE_ALL_PREVIOUS_AND_NEXT"
        yield "showgrading", "SHOW"
        yield "numberingstyle", "123"
    else:
        yield "responseformat", "plain"
        yield "responserequired", "1"
        yield "responsefieldlines", "15"
        yield "attachments", "0"


def _said(element: Element, path: str) -> str:
    """The text of an element's part (``.``: of itself), as a person reads it."""
    part = element.find(path)
    if part is None:
        return ""
    return plain(part.findtext("text") or "", part.get("format", "plain_text"))


def _read(element: Element, number: int) -> Question:
    type_, name = element.get("type", ""), _said(element, "name")
    place = f'question {number} "{name[:60]}"'
    kinds = {type_: kind for kind, type_ in _TYPES.items()}
    if type_ not in kinds:
        raise ContentError(
            f"{type_!r} is a kind of question that the course does not have",
            "The course has one right option, several, an order, pairs, and an essay. Take it out.",
            place=place,
        )
    kind: Kind = kinds[type_]
    if type_ == "multichoice":
        kind = "several" if element.findtext("single", "true") in ("false", "0") else "single"
    try:
        points = float(element.findtext("defaultgrade") or 1)
        entries = tuple(_entries(element, kind))
    except ValueError as error:
        raise ContentError(
            f"a number in it cannot be read: {error}", "Mend it in Moodle.", place=place
        ) from None
    if points != int(points):
        raise ContentError(
            f"it has {points:g} points, and the course counts in whole ones",
            "Give it a whole number of points in Moodle.",
            place=place,
        )
    rubric = _said(element, "graderinfo")
    return Question(
        id=(element.findtext("idnumber") or "").strip() or name or f"question-{number}",
        kind=kind,
        ask=_said(element, "questiontext"),
        explain=_said(element, "generalfeedback"),
        points=int(points),
        entries=entries,
        grading=tuple(rubric.split("\n")) if rubric else (),
        tags=tuple((tag.findtext("text") or "").strip() for tag in element.iter("tag")),
    )


def _entries(element: Element, kind: Kind) -> Iterator[Entry]:
    if kind == "match":
        for pair in element.iter("subquestion"):
            yield Entry(text=_said(pair, "."), pair=_said(pair, "answer"))
        return
    for answer in element.iterfind("answer"):
        share = 0.0 if kind == "order" else round(float(answer.get("fraction", 0)) / 100, 7)
        yield Entry(text=_said(answer, "."), feedback=_said(answer, "feedback"), share=share)
