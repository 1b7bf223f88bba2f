"""A Markdown page as a notebook that JupyterLab, Voilà and the site all show."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any

import jupytext
import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from copcourse.building.entrance import (
    guideline_tables,
    module_list,
    path_list,
    start_facts,
    worry_list,
)
from copcourse.building.helplines import helpline_list
from copcourse.building.places import Place, page_metadata
from copcourse.content import Course, Page
from copcourse.errors import ContentError
from copcourse.pictures.records import Picture
from copcourse.texts import (
    fold,
    number_citations,
    replace_directives,
    source_list,
    split_parts,
)
from copcourse.words import words

SETUP = "from copcourse import Module\n\nmodule = Module.here()\nmodule.toolbar()"


def page_notebook(
    page: Page,
    place: Place,
    course: Course,
    blocks: Mapping[str, str],
    citations: list[str],
    more: Mapping[str, Any] | None = None,
) -> NotebookNode:
    """The notebook of a page. ``citations`` numbers its sources, ``blocks`` are filled.

    ``more`` joins what the templates know of the page.
    """
    body = expand(page, place, course, blocks, citations)
    cells: list[NotebookNode] = []
    for cell in jupytext.reads(body.lstrip(), fmt="md:myst").cells:
        if cell.cell_type == "code":
            source = cell.source.strip()
            cells.append(new_code_cell(source, metadata={"copcourse": {"slot": slot(source)}}))
            continue
        for part, text in split_parts(cell.source):
            metadata = {"copcourse": {"part": part}} if part else {}
            cells.append(new_markdown_cell(text, metadata=metadata))
    if any(cell.cell_type == "code" for cell in cells):
        run_all = f"*{words(page.lang)['frame']['run_all']}*"
        cells.insert(0, new_markdown_cell(run_all, metadata={"tags": ["notebook-only"]}))
        cells.insert(1, new_code_cell(SETUP, metadata={"tags": ["setup"]}))
    name = PurePosixPath(place.path).with_suffix("").as_posix().replace("/", "-")
    for number, cell in enumerate(cells, 1):
        cell["id"] = f"{name}-{number}"
    facts = page_metadata(place, page.title, page.lang)
    if place.page in ("home", "certificate"):
        facts["copcourse"]["start"] = start_facts(course)
    facts["copcourse"].update(more or {})
    return new_notebook(cells=cells, metadata=facts)


def slot(source: str) -> str:
    """What a widget cell shows: ``module.scenario("a")`` is ``scenario:a``."""
    match = re.fullmatch(r"module\.(\w+)\((?:\"([^\"]*)\")?\)", source)
    if not match:
        fault = f"the code cell {source!r} is not one line such as module.sources()"
        raise ContentError(fault, "Write one call of module in a cell.")
    return f"{match[1]}:{match[2]}" if match[2] else match[1]


def expand(
    page: Page, place: Place, course: Course, blocks: Mapping[str, str], citations: list[str]
) -> str:
    """The page's text as plain Markdown: directives replaced, citations numbered."""
    pictures = {one.id: one for m in course.modules if m.slug == place.module for one in m.pictures}
    # What needs no argument, and what it puts in its place.
    lists: dict[str, Callable[[], str]] = {
        "helplines": lambda: helpline_list(course, page.lang),
        "modules": lambda: module_list(course, page.lang),
        "worries": lambda: worry_list(course, place, page.lang),
        "guidelines": lambda: guideline_tables(course, place, page.lang),
    }

    def replace(name: str, argument: str, body: str) -> str:
        if name == "more":
            return fold(argument, body)
        if name == "story":
            return f"### {argument}\n\n{body.strip()}"
        if name == "block" and argument in blocks:
            return safety_block(argument, blocks[argument])
        if name == "picture" and argument in pictures:
            return picture_link(pictures[argument])
        if name == "path" and argument in course.entrance.paths:
            return path_list(argument, course)
        if name in lists and not argument:
            return lists[name]()
        fault = f"unknown directive {name!r} with {argument!r}"
        known = ", ".join(["more", "story", "picture", "path", *lists])
        remedy = f"Use {known}, or block with one of {', '.join(sorted(blocks))}."
        raise ContentError(fault, remedy, file=page.path)

    unknown = [one for one in citations if one not in course.sources]
    if unknown:
        remedy = "Mend the id, or add the source to sources.toml."
        raise ContentError(f"unknown source {unknown[0]!r}", remedy, file=page.path)
    numbers = {one: number for number, one in enumerate(citations, 1)}
    text = with_switch(page.body, place, page.lang)
    # Twice, because a worry's answer may hold a safety block.
    text = replace_directives(replace_directives(text, replace), replace)
    said = words(page.lang)
    text = number_citations(text, numbers, course.sources, said["sources"]["no_year"])
    if citations and "module.sources()" not in text:
        title = said["frame"]["sources"].format(n=len(citations))
        listed = fold(title, source_list(citations, course.sources, said))
        text += f"\n\n## {said['frame']['sources_title']}\n\n{listed}\n"
    return text


def with_switch(body: str, place: Place, lang: str) -> str:
    """The text with the ways to its other forms under its first heading: simpler, for a room."""
    said = words(lang)["frame"]
    label = said["switch"]
    ways: tuple[tuple[str, str], ...] = ()
    if place.page == "workshop":
        # Where an educator begins: for a room, and not on the pages that parents open.
        label = said["for_room"]
        ways = tuple((f"{place.module}/{one}.ipynb", said[one]) for one in ("room", "guide"))
    elif place.usual and place.simpler:
        ways = ((place.usual, said["usual"]), (place.simpler, said["simpler"]))
    if not ways:
        return body
    links = []
    for path, name in ways:
        here = ' aria-current="page"' if path == place.path else ""
        links.append(f'<a href="{place.to(path)}"{here}>{html.escape(name)}</a>')
    label = html.escape(label, quote=True)
    switch = f'<nav class="cop-switch" aria-label="{label}">{"".join(links)}</nav>'
    return re.sub(r"(?m)^# .+$", lambda match: f"{match[0]}\n\n{switch}", body, count=1)


def picture_link(picture: Picture) -> str:
    """A picture in Markdown, with the words for whoever does not see it."""
    alt = picture.alt.replace("[", "(").replace("]", ")")
    return f"![{alt}](images/{picture.id}.svg)"


def safety_block(name: str, markdown: str) -> str:
    """A safety block, marked so that the stylesheet can make it stand out."""
    return f'<div class="cop-block cop-block-{name}" role="note">\n\n{markdown}\n\n</div>'


def notebook_bytes(notebook: NotebookNode) -> bytes:
    """A notebook as the file that is committed: no outputs, one newline at the end."""
    return (nbformat.writes(notebook).rstrip("\n") + "\n").encode()
