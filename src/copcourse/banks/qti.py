"""QTI 2.1 of 1EdTech: a package of items and a test, for other learning platforms.

After "IMS Question and Test Interoperability: Implementation Guide", version 2.1. There is no way
back: platforms export QTI in dialects of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from copcourse.banks.records import Bank, Lost, Question, without

_QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
_BASE = {"order": "identifier", "match": "directedPair", "essay": "string"}
_CARDINALITY = {
    "single": "single",
    "several": "multiple",
    "order": "ordered",
    "match": "multiple",
    "essay": "single",
}


def write(bank: Bank) -> tuple[Mapping[str, str], Lost]:
    """The files of a package by their paths, and what QTI cannot hold."""
    lost: Lost = []
    orders = [question for question in bank.questions if question.kind == "order"]
    without(lost, "an order is right or wrong as a whole in QTI", orders)
    matches = [question for question in bank.questions if question.kind == "match"]
    without(lost, "the feedback for a pair is left out", [*matches, *orders])
    lost.append("objectives, sources, misconceptions and sisters have no place in QTI")
    items = {f"item-{n:02}": question for n, question in enumerate(bank.questions, 1)}
    files = {f"{name}.xml": _item(question, name) for name, question in items.items()}
    files["test.xml"] = _test(bank, list(items))
    files["imsmanifest.xml"] = _manifest(list(items))
    return files, lost


def _string(element: Element) -> str:
    ElementTree.indent(element)
    said = ElementTree.tostring(element, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{said}\n'


def _in(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    element = SubElement(parent, tag, attributes)
    if text:
        element.text = "".join(sign for sign in text if sign >= " " or sign in "\t\n")
    return element


def _item(question: Question, name: str) -> str:
    item = Element(
        "assessmentItem",
        xmlns=_QTI,
        identifier=name,
        title=question.id,
        adaptive="false",
        timeDependent="false",
    )
    _response(item, question)
    score = _in(
        item,
        "outcomeDeclaration",
        identifier="SCORE",
        cardinality="single",
        baseType="float",
    )
    _in(_in(score, "defaultValue"), "value", "0")
    choices = question.kind in ("single", "several")
    if choices:
        cardinality = _CARDINALITY[question.kind]
        _outcome(item, "FEEDBACK", cardinality)
    if question.explain:
        _outcome(item, "EXPLAIN", "single")
    _body(item, question)
    processing = _in(item, "responseProcessing")
    if question.kind == "order":
        _right_or_wrong(processing, question.points)
    elif question.kind != "essay":
        score = _in(processing, "setOutcomeValue", identifier="SCORE")
        _in(score, "mapResponse", identifier="RESPONSE")
    if choices:
        told = _in(processing, "setOutcomeValue", identifier="FEEDBACK")
        _in(told, "variable", identifier="RESPONSE")
    if question.explain:
        told = _in(processing, "setOutcomeValue", identifier="EXPLAIN")
        _in(told, "baseValue", "explain", baseType="identifier")
    if choices:
        for number, entry in enumerate(question.entries, 1):
            if entry.feedback:
                _modal(item, "FEEDBACK", f"c{number}", entry.feedback)
    if question.explain:
        _modal(item, "EXPLAIN", "explain", question.explain)
    return _string(item)


def _outcome(item: Element, name: str, cardinality: str) -> None:
    _in(
        item,
        "outcomeDeclaration",
        identifier=name,
        cardinality=cardinality,
        baseType="identifier",
    )


def _modal(item: Element, outcome: str, identifier: str, text: str) -> None:
    shown = {"outcomeIdentifier": outcome, "identifier": identifier, "showHide": "show"}
    _in(_in(item, "modalFeedback", **shown), "p", text)


def _response(item: Element, question: Question) -> None:
    declared = _in(
        item,
        "responseDeclaration",
        identifier="RESPONSE",
        cardinality=_CARDINALITY[question.kind],
        baseType=_BASE.get(question.kind, "identifier"),
    )
    if question.kind == "essay":
        return
    numbered = list(enumerate(question.entries, 1))
    right = _in(declared, "correctResponse")
    if question.kind == "order":
        keys = {f"c{number}": 0.0 for number, _ in numbered}
    elif question.kind == "match":
        keys = {f"c{number} p{number}": 1 / len(numbered) for number, _ in numbered}
    else:
        keys = {f"c{number}": entry.share for number, entry in numbered}
    for key, share in keys.items():
        if share > 0 or question.kind == "order":
            _in(right, "value", key)
    if question.kind == "order":
        return
    bounds = {"lowerBound": "0", "upperBound": str(question.points), "defaultValue": "0"}
    mapping = _in(declared, "mapping", **bounds)
    for key, share in keys.items():
        _in(mapping, "mapEntry", mapKey=key, mappedValue=f"{share * question.points:.7g}")


def _body(item: Element, question: Question) -> None:
    body = _in(item, "itemBody")
    *before, ask = question.ask.split("\n\n")
    for paragraph in before:
        _in(body, "p", paragraph)
    shared = {"responseIdentifier": "RESPONSE"}
    if question.kind == "essay":
        _in(_in(body, "extendedTextInteraction", expectedLines="15", **shared), "prompt", ask)
        if question.grading:
            rubric = _in(body, "rubricBlock", view="scorer")
            lines = _in(rubric, "ul")
            for line in question.grading:
                _in(lines, "li", line)
        return
    if question.kind == "match":
        pairs = str(len(question.entries))
        element = _in(body, "matchInteraction", shuffle="true", maxAssociations=pairs, **shared)
        _in(element, "prompt", ask)
        for sign, side in (("c", "text"), ("p", "pair")):
            these = _in(element, "simpleMatchSet")
            for number, entry in enumerate(question.entries, 1):
                one = {"identifier": f"{sign}{number}", "matchMax": "1"}
                _in(these, "simpleAssociableChoice", getattr(entry, side), **one)
        return
    if question.kind == "order":
        element = _in(body, "orderInteraction", shuffle="true", **shared)
    else:
        most = "1" if question.kind == "single" else "0"
        element = _in(body, "choiceInteraction", shuffle="true", maxChoices=most, **shared)
    _in(element, "prompt", ask)
    for number, entry in enumerate(question.entries, 1):
        _in(element, "simpleChoice", entry.text, identifier=f"c{number}")


def _right_or_wrong(processing: Element, points: int) -> None:
    condition = _in(_in(processing, "responseCondition"), "responseIf")
    match = _in(condition, "match")
    _in(match, "variable", identifier="RESPONSE")
    _in(match, "correct", identifier="RESPONSE")
    score = _in(condition, "setOutcomeValue", identifier="SCORE")
    _in(score, "baseValue", str(points), baseType="float")


def _test(bank: Bank, names: list[str]) -> str:
    test = Element("assessmentTest", xmlns=_QTI, identifier="test", title=bank.title)
    part = _in(
        test,
        "testPart",
        identifier="part",
        navigationMode="nonlinear",
        submissionMode="simultaneous",
    )
    section = _in(part, "assessmentSection", identifier="section", title=bank.title, visible="true")
    for name in names:
        _in(section, "assessmentItemRef", identifier=name, href=f"{name}.xml")
    return _string(test)


def _manifest(names: list[str]) -> str:
    manifest = Element("manifest", xmlns=_CP, identifier="package")
    about = _in(manifest, "metadata")
    _in(about, "schema", "QTIv2.1 Package")
    _in(about, "schemaversion", "1.0.0")
    _in(manifest, "organizations")
    resources = _in(manifest, "resources")
    kinds = {"test": "imsqti_test_xmlv2p1", **dict.fromkeys(names, "imsqti_item_xmlv2p1")}
    for name, kind in kinds.items():
        file = f"{name}.xml"
        resource = _in(resources, "resource", identifier=f"res-{name}", type=kind, href=file)
        _in(resource, "file", href=file)
        if name == "test":
            for one in names:
                _in(resource, "dependency", identifierref=f"res-{one}")
    return _string(manifest)
