"""Rules for the short forms of a module: two that are parallel, so that they can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from copcourse.checking.problems import problem
from copcourse.checking.questions import (
    balanced,
    check_items,
    check_known_objectives,
    check_quiz_options,
)
from copcourse.content import FORMS, ModuleContent, Quiz
from copcourse.errors import ContentError
from copcourse.items import Item

FORM_ITEMS = 4
CONFIDENCE = 2

# The forms of one module, by what they are: ``before``, ``later``; each with its file.
Forms = Mapping[str, tuple[Path, Quiz]]


def check_forms(forms: Forms, quiz: Quiz | None, module: ModuleContent) -> Iterator[ContentError]:
    """Four items and two questions on confidence each, parallel, and met nowhere else."""
    for file, form in forms.values():
        yield from check_items(form.items, file)
        yield from check_known_objectives(form.items, module, file)
        yield from check_quiz_options(form, file)
        yield from _shape(form, file)
    for missing in [name for name in FORMS if name not in forms]:
        file, form = next(iter(forms.values()))
        fault = f"there is no {module.slug}-{missing}.toml beside it"
        yield problem("forms", file, "", fault, "Write it, or take this one out.")
        return
    (file, before), (later_file, later) = (forms[name] for name in FORMS)
    yield from _sisters(before, later, file)
    yield from _sisters(later, before, later_file)
    if [(one.id, one.ask) for one in before.confidence] != [
        (one.id, one.ask) for one in later.confidence
    ]:
        fault = f"the questions on confidence are not those of {file.name}"
        yield problem("confidence", later_file, "", fault, "Use the same ids and the same words.")
    # One form alone is too short to be in balance.
    yield from balanced((*before.items, *later.items), file)
    yield from _repeated(forms, quiz, module)


def _shape(form: Quiz, file: Path) -> Iterator[ContentError]:
    if len(form.items) != FORM_ITEMS:
        fault = f"{len(form.items)} items, and {FORM_ITEMS} are asked for"
        yield problem("form-size", file, "", fault, "Add or take away some.")
    if len(form.confidence) != CONFIDENCE:
        fault = f"{len(form.confidence)} questions on confidence, and {CONFIDENCE} are asked for"
        yield problem("form-size", file, "", fault, "Add or take away some.")
    for item in form.items:
        place = f'item "{item.id}"'
        if item.kind != "single" or item.points != 1:
            fault = f"kind {item.kind!r} with {item.points} points"
            remedy = 'Write kind = "single" and points = 1: the forms are compared item by item.'
            yield problem("form-item", file, place, fault, remedy)
        if item.critical:
            fault = "a critical item, and a form has no pass mark"
            yield problem("form-item", file, place, fault, "Take critical out.")
    # Both kinds of questions share the names of a hand-in's answers.
    for one in sorted({c.id for c in form.confidence} & {item.id for item in form.items}):
        yield problem("ids", file, f'confidence "{one}"', "an item has this id",
                     "Give each its own.")  # fmt: skip
    if len({c.id for c in form.confidence}) < len(form.confidence):
        yield problem("ids", file, "confidence", "an id stands twice", "Give each its own.")


def _sisters(form: Quiz, other: Quiz, file: Path) -> Iterator[ContentError]:
    """Each item names one of the other form that names it back, on the same thing."""
    for item in form.items:
        place = f'item "{item.id}"'
        sister = other.item(item.sister or "")
        if sister is None or sister.sister != item.id:
            fault = f"its sister {item.sister!r} is not in {other.slug} or does not name it back"
            yield problem("sister", file, place, fault, "Write sister = ... in both forms.")
            continue
        if sister.objective != item.objective:
            fault = f"its sister {sister.id!r} has the objective {sister.objective!r}"
            yield problem("sister", file, place, fault, "Give both the same objective.")
        if sister.id == item.id:
            yield problem("ids", file, place, "its sister has the same id", "Give each its own.")
        own, others = _beliefs(item), _beliefs(sister)
        if own != others and not {"sister-beliefs"} & {*item.allow, *sister.allow}:
            fault = f"its sister {sister.id!r} meets other beliefs ({', '.join(sorted(others))})"
            remedy = "Let both offer the same misconceptions, or allow sister-beliefs and say why."
            yield problem("sister-beliefs", file, place, fault, remedy)


def _beliefs(item: Item) -> set[str]:
    return {option.misconception for option in item.options if option.misconception}


def _repeated(forms: Forms, quiz: Quiz | None, module: ModuleContent) -> Iterator[ContentError]:
    """Whoever has met a question or an answer before does not show what they know by it."""
    met: dict[str, str] = {}
    for item in module.practice:
        met |= dict.fromkeys(_texts(item).values(), "practice.toml")
    for item in quiz.items if quiz else ():
        met |= dict.fromkeys(_texts(item).values(), "the quiz")
    for name in FORMS:
        file, form = forms[name]
        own: dict[str, str] = {}
        for item in form.items:
            for place, text in _texts(item).items():
                if text in met:
                    fault = f"the same words as in {met[text]}"
                    yield problem("repeated", file, place, fault, "Write it in other words.")
                own[text] = file.name
        met |= own


def _texts(item: Item) -> dict[str, str]:
    """What is read of an item before it is answered, by its place."""
    place = f'item "{item.id}"'
    texts = {f'{place}, option "{option.id}"': option.text for option in item.options}
    texts[place] = item.ask
    return {where: " ".join(text.split()).casefold() for where, text in texts.items()}
