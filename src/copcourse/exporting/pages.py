"""A notebook of the course as a page of the site: the same partials as Voilà's pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, select_autoescape
from nbconvert.filters import strip_files_prefix
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from copcourse.exporting.addresses import relink
from copcourse.exporting.slots import make_slot
from copcourse.material import Material
from copcourse.serving.page import TEMPLATES, page_words

SKIPPED = {"nbgrader-only", "notebook-only", "setup"}


def make_environment() -> Environment:
    """The templates of the site, which take the partials of Voilà's."""
    shared = TEMPLATES / "voila" / "templates" / "copcourse"
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(TEMPLATES / "site"), FileSystemLoader(shared)]),
        # Partials escape by hand, for Voilà's environment does not; outlines are our own.
        autoescape=select_autoescape(enabled_extensions=(), default=False),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["markdown2html"] = _markdown
    environment.filters["strip_files_prefix"] = strip_files_prefix
    return environment


def _markdown(source: str) -> str:
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    return str(MarkdownWithMath(renderer=renderer).render(source))


def make_page(
    notebook: NotebookNode,
    address: str,
    *,
    root: Path,
    pages: Mapping[str, str],
    environment: Environment,
) -> str:
    """The HTML of a page.

    ``address`` is the notebook's path under ``root``, ``pages`` gives the site's path for each
    notebook. Raises ContentError where a cell asks for something that is not there.
    """
    facts = notebook.metadata["copcourse"]
    lang = facts.get("lang", "en")
    material = Material((root / address).parent, lang)
    depth = pages[address].count("/")
    text = environment.get_template("page.html.j2").render(
        page=facts,
        words=page_words(lang),
        given={"delivery": "site", "assets": "../" * depth + "static/"},
        cells=[_cell(cell, material, environment) for cell in notebook.cells if _is_shown(cell)],
        heading=any(
            cell.cell_type == "markdown" and cell.source.startswith("# ")
            for cell in notebook.cells
            if _is_shown(cell)
        ),
    )
    return relink(text, address, pages)


def _is_shown(cell: NotebookNode) -> bool:
    return bool(cell.source.strip()) and not SKIPPED & set(cell.metadata.get("tags", []))


def _cell(cell: NotebookNode, material: Material, environment: Environment) -> dict[str, Any]:
    about = cell.metadata.get("copcourse", {})
    if cell.cell_type == "markdown":
        return {"about": about, "cell": cell}
    return {"about": about, "slot": make_slot(cell.source, material, environment)}
