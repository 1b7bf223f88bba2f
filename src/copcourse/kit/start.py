"""The start page of a kit: what to do when, and where everything is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from copcourse.blocks import filled_blocks, review_sentence
from copcourse.content import Course, ModuleContent
from copcourse.exporting.addresses import folder_name
from copcourse.handouts.rendering import help_name
from copcourse.serving.page import TEMPLATES
from copcourse.sheets import helpline_entry
from copcourse.texts import to_html, without_citations
from copcourse.words import direction, words

# The digit lets it stand first wherever files are listed by name.
START = "0-START.html"
# Beside the start page only once the zip is unpacked: it takes away what says so.
UNPACKED = "site/static/unpacked.css"
HELP = "site/help.html"
# What a workshop opens, by its word in [kit].
PAGES: Mapping[str, str] = {
    "to_guide": "workshop",
    "to_room": "room",
    "to_text": "module",
    "to_activities": "activities",
}


def start_page(course: Course, modules: Sequence[ModuleContent], code: str) -> str:
    """The start page's HTML, for some modules and a country (ISO code)."""
    lang = course.home.lang
    tables = words(lang)
    blocks = filled_blocks(
        course.blocks, help_url=HELP, review=course.review, report=course.report, lang=lang
    )
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "kit"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    with_phone = [line for line in course.help.of(code) if line.phone]
    lines = [helpline_entry(line, tables) for line in with_phone]
    return environment.get_template("start.html.j2").render(
        t=tables["kit"],
        lang=lang,
        dir=direction(lang),
        course=course.title,
        review=review_sentence(course.review, lang),
        danger=_html(blocks["danger-now"]),
        emergency=[line for line in lines if line["kind"] == "emergency"],
        lines=[line for line in lines if line["kind"] != "emergency"],
        country=course.help.countries.get(code, code),
        known=code in course.help.countries,
        start=START,
        unpacked=UNPACKED,
        help=HELP,
        help_sheet=f"handouts/{help_name(code)}.html",
        modules=[_module(module, at) for at, module in enumerate(modules)],
    )


def _html(markdown: str) -> Markup:
    return Markup(to_html(without_citations(markdown)))


def _module(module: ModuleContent, at: int) -> dict[str, Any]:
    """A module's title and the addresses of its pages, by their word in [kit]."""
    folder = f"site/{folder_name(module.slug)}"
    links = {word: f"{folder}/{page}.html" for word, page in PAGES.items()}
    # The first group of the handouts' index is for every workshop.
    links["to_handouts"] = f"handouts/index.html#group-{at + 2}"
    return {"title": module.text.title, "links": links}
