"""Every sentence-bearing text of the course as one flat list, each with its scope and place."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path

from attrs import Factory, frozen

from copcourse.content import Course, ModuleContent, Page, Quiz, Scenario
from copcourse.items import Item
from copcourse.texts import (
    cited,
    directives,
    replace_directives,
    split_parts,
    to_html,
    without_citations,
    without_code,
)

# Who speaks: the course itself; a reason or feedback; a right option or good choice; a wrong one;
# a page for educators, which may be a little harder to read; one in simpler words.
SCOPES = ("narrator", "feedback", "right", "wrong", "workshop", "more", "simpler")


@frozen(kw_only=True)
class Passage:
    """A text with where it stands, who speaks, and what it is excused from."""

    file: Path
    place: str
    scope: str
    text: str
    sources: tuple[str, ...] = ()
    allow: Mapping[str, str] = Factory(dict)

    @cached_property
    def plain(self) -> str:
        """The text as it is read aloud: no marks, no citations, each block ending in a stop."""
        return plain(self.text)


# Texts come again and again: an item's in its own rules and in its module's.
@cache
def plain(markdown: str) -> str:
    """Markdown as plain sentences."""
    if not _MARKED.search(markdown):
        return _stopped(" ".join(markdown.split()))
    text = re.sub(r"<!--.*?-->", "", without_citations(markdown), flags=re.DOTALL)
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    # Soft line breaks are spaces; the ends of blocks are the ends of what is said.
    blocks = re.sub(_BLOCK_END, "\n", to_html(text).replace("\n", " "))
    lines = (
        " ".join(html.unescape(re.sub(r"<[^>]+>", " ", line)).split())
        for line in blocks.split("\n")
    )
    return " ".join(_stopped(line) for line in lines if line)


def _stopped(line: str) -> str:
    return line if not line or line[-1] in _STOPS else f"{line}."


# What Markdown may take for a mark.
_MARKED = re.compile(r"[*_`\[\]#<>&|\\~\n]|^\s*(?:[-+]|\d+[.)])\s")

_BLOCK_END = re.compile(r"</(p|li|h\d|td|th|summary|div|blockquote)>|<(ul|ol)>")
_STOPS = ".!?:;\"'”’"
_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[^\w\s]?\s?[A-Z0-9])|(?<=:)\s+(?=[\"'“‘])")


def sentences(text: str) -> list[str]:
    """A plain text's sentences. A colon before spoken words ends one too."""
    return [one.strip() for one in _END.split(text) if one.strip()]


def word_count(text: str) -> int:
    """Words as a reader counts them."""
    return len(re.findall(r"[\w'’-]*\w", text))


def unfolded(body: str) -> str:
    """A page's text without folds, blocks, lists made by the build and code."""
    return without_code(replace_directives(body, lambda *_: ""))


def folds(body: str) -> Iterator[tuple[str, str]]:
    """The folded texts of a page as (title, text)."""
    return ((title, text) for name, title, text in directives(body) if name == "more")


def page_passages(page: Page, scope: str = "narrator") -> Iterator[Passage]:
    """A page cut at its second-level headings, and each fold by itself."""
    for part, text in split_parts(page.body):
        heading = re.search(r"^##? (.+)$", text, re.MULTILINE)
        place = f'section "{heading[1] if heading else part}"'
        yield Passage(
            file=page.path,
            place=place,
            scope=scope,
            text=unfolded(text),
            sources=tuple(cited(unfolded(text))),
            allow=page.allow,
        )
        for title, fold in folds(text):
            yield Passage(
                file=page.path,
                place=f'{place}, fold "{title}"',
                scope="more" if scope == "narrator" else scope,
                text=fold,
                sources=tuple(cited(fold)),
                allow=page.allow,
            )


def scenario_passages(scenario: Scenario, file: Path) -> Iterator[Passage]:
    """Header, scenes, choices and endings."""
    allow = scenario.allow
    for name in ("about", "not_shown"):
        text = getattr(scenario, name)
        yield Passage(file=file, place=name, scope="about", text=text, allow=allow)
    for scene in scenario.scenes:
        place = f'scene "{scene.id}"'
        here = {**allow, **scene.allow}
        yield Passage(
            file=file, place=place, scope="narrator", text=scene.text, sources=scene.sources,
            allow=here,
        )  # fmt: skip
        for text in scene.say_it:
            yield Passage(file=file, place=place, scope="right", text=text, allow=here)
        for choice in scene.choices:
            inside = f'{place}, choice "{choice.id}"'
            side = "wrong" if choice.quality in ("harmful", "mixed") else "right"
            for scope, text in ((side, choice.text), ("then", choice.then), ("why", choice.why)):
                yield Passage(
                    file=file,
                    place=inside if scope == side else f"{inside}, {scope}",
                    scope="feedback" if scope == "why" else scope,
                    text=text,
                    sources=choice.sources,
                    allow={**here, **choice.allow},
                )
    for ending in scenario.endings:
        for text in (ending.text, ending.way_back, *ending.learned):
            yield Passage(
                file=file,
                place=f'ending "{ending.id}"',
                scope="narrator" if text == ending.text else "feedback",
                text=text,
                sources=ending.sources,
                allow={**allow, **ending.allow},
            )


def item_passages(items: tuple[Item, ...], file: Path) -> Iterator[Passage]:
    """Questions, options by right and wrong, feedback, reasons."""
    for item in items:
        place = f'item "{item.id}"'
        yield Passage(
            file=file, place=place, scope="narrator", text=item.ask, sources=item.sources,
            allow=item.allow,
        )  # fmt: skip
        yield Passage(
            file=file, place=f"{place}, explain", scope="feedback", text=item.explain,
            sources=item.sources, allow=item.allow,
        )  # fmt: skip
        for option in item.options:
            inside = f'{place}, option "{option.id}"'
            allow = {**item.allow, **option.allow}
            right = option.correct or item.kind in ("order", "match")
            for scope, text in (
                ("right" if right else "wrong", f"{option.text} {option.pair}".strip()),
                ("feedback", option.feedback),
            ):
                yield Passage(
                    file=file,
                    place=inside if scope != "feedback" else f"{inside}, feedback",
                    scope=scope,
                    text=text,
                    sources=item.sources,
                    allow=allow,
                )


def quiz_passages(quiz: Quiz, file: Path) -> Iterator[Passage]:
    """The items of a quiz, and its reflection or its questions on confidence."""
    yield from item_passages(quiz.items, file)
    for one in quiz.confidence:
        yield Passage(
            file=file, place=f'confidence "{one.id}"', scope="narrator", text=one.ask,
            allow=one.allow,
        )  # fmt: skip
    if not (reflection := quiz.reflection):
        return
    for text in (reflection.case, reflection.ask, *reflection.rubric):
        yield Passage(
            file=file, place=f'reflection "{reflection.id}"', scope="narrator", text=text,
            sources=reflection.sources, allow=reflection.allow,
        )  # fmt: skip


def module_passages(module: ModuleContent) -> Iterator[Passage]:
    """Everything that a module says."""
    yield from page_passages(module.text)
    yield from page_passages(module.activities)
    yield from page_passages(module.workshop, "workshop")
    if module.simpler:
        yield from page_passages(module.simpler, "simpler")
    for picture in module.pictures:
        parts = [text for part in picture.parts for text in (part.title, part.text, *part.lines)]
        yield Passage(
            file=module.folder / "pictures.toml",
            place=f'picture "{picture.id}"',
            scope="narrator",
            text="\n\n".join([picture.title, *(part for part in parts if part)]),
            sources=picture.sources,
        )
    for scenario in module.scenarios:
        yield from scenario_passages(scenario, module.folder / "scenarios" / f"{scenario.id}.toml")
    yield from item_passages(module.practice, module.folder / "practice.toml")


def course_passages(course: Course) -> Iterator[Passage]:
    """Everything that the pages, blocks and modules of a course say."""
    yield from page_passages(course.home)
    yield from page_passages(course.help_page)
    for name, page in course.pages.items():
        yield from page_passages(page, "simpler" if name.endswith("-simpler") else "narrator")
    for name, text in course.blocks.items():
        file = course.root / "blocks" / f"{name}.md"
        yield Passage(file=file, place="", scope="block", text=text)
    for module in course.modules:
        yield from module_passages(module)
