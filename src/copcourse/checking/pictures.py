"""Rules for pictures: each is shown once, fits its space, and says its numbers' source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copcourse.checking.passages import word_count
from copcourse.checking.problems import problem
from copcourse.content import ModuleContent
from copcourse.errors import ContentError
from copcourse.pictures.records import LETTERS, LINES, PARTS, Picture
from copcourse.texts import directives

ALT_WORDS = 8


def check_pictures(module: ModuleContent) -> Iterator[ContentError]:
    """At least one picture, each shown once in the text."""
    file = module.folder / "pictures.toml"
    shown = [one for name, one, _ in directives(module.text.body) if name == "picture"]
    if not module.pictures:
        yield problem("pictures", file, "", "no picture", "Describe one: see CONTRIBUTING.")
    for picture in module.pictures:
        place = f'picture "{picture.id}"'
        if shown.count(picture.id) != 1:
            fault = f"it is shown {shown.count(picture.id)} times in the text"
            remedy = f"Write :::{{picture}} {picture.id} and ::: once."
            yield problem("pictures", file, place, fault, remedy)
        for fault, remedy in _faults(picture):
            yield problem("pictures", file, place, fault, remedy)


def _faults(picture: Picture) -> Iterator[tuple[str, str]]:
    least, most = PARTS[picture.kind]
    if not least <= len(picture.parts) <= most:
        yield f"{len(picture.parts)} parts, and {least} to {most} fit", "Add or join some."
    if word_count(picture.alt) < ALT_WORDS:
        yield "alt says too little", "Say all that the picture says."
    texts = [("title", picture.title)]
    for part in picture.parts:
        texts += [("part title", part.title), ("part text", part.text)]
        texts += [("line", line) for line in part.lines]
    for name, text in texts:
        if len(text) > LETTERS[name]:
            fault = f"{name} {text[:30]!r} has {len(text)} letters, at most {LETTERS[name]}"
            yield fault, "Shorten it."
    if picture.kind == "bars":
        if any(part.value is None for part in picture.parts):
            yield "a bar without a value", "Write value = its number."
        if not picture.sources:
            yield "numbers without a source", "Name their sources."
        if not re.search(r"\b(19|20)\d\d\b", picture.note):
            yield "note has no year", "Say who, where and when."
    least, most = LINES
    if picture.kind == "columns" and any(
        not least <= len(part.lines) <= most for part in picture.parts
    ):
        yield f"a column without its {least} to {most} lines", "Add or join some."
