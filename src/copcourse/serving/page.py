"""What every page shows besides its notebook: words, the page's script, and short pages."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from copcourse.texts import fill, to_html, without_citations
from copcourse.widgets.loader import bundle, style
from copcourse.words import languages, words

TEMPLATES = Path(str(files("copcourse") / "templates"))
_TEMPLATE = TEMPLATES / "voila" / "templates" / "copcourse"

# The scripts of a page by its kind; "page" is for all others.
SCRIPTS = {
    "page": ("page", "reading"),
    "home": ("page", "reading", "start"),
    "help": ("page", "reading", "help"),
    "module": ("page", "reading", "section"),
    "place": ("page", "reading", "place"),
    "certificate": ("page", "reading", "certificate"),
}

# Those of the educator's pages, which no other page loads.
ROOM_SCRIPTS = ("room", "guide")

# The tables of words that those scripts take.
PAGE_TABLES = ("page", "reading", "place", "start", "certificate", "helplines")


def page_words(lang: str = "en") -> dict[str, Any]:
    """Return the words around the reading; tables in them are what the page's scripts need."""
    tables = words(lang)
    story = {**tables["shared"], **tables["scenario"]}
    return {
        **tables["frame"],
        **{name: tables[name] for name in (*PAGE_TABLES, "room")},
        "story": story,
        "story_room": {**story, **tables["room"]},
    }


def page_resources(delivery: str = "voila", *, lab: bool = False) -> dict[str, Any]:
    """Return what the template and its partials need besides the notebook.

    Voilà takes it as ``VoilaConfiguration.resources``. ``delivery`` is ``voila`` or ``site``;
    ``lab`` says that JupyterLab is there too, one click away from the home page.
    """
    return {
        "copcourse": {
            "words": {lang: page_words(lang) for lang in languages()},
            "page_js": {
                **{kind: bundle(names) for kind, names in SCRIPTS.items()},
                **{kind: bundle(("page", "reading", kind)) for kind in ROOM_SCRIPTS},
            },
            "page_css": {kind: style(kind) for kind in ROOM_SCRIPTS},
            "delivery": delivery,
            "lab": lab,
        }
    }


def short_page(kind: str, *, home: str, help_page: str, extra: str = "") -> str:
    """Return a page without a notebook; ``kind`` is ``full``, ``missing`` or ``broken``."""
    said = page_words()
    environment = Environment(loader=FileSystemLoader(_TEMPLATE), autoescape=False)
    return environment.get_template("short.html.j2").render(
        kind=kind,
        words=said,
        given=page_resources()["copcourse"],
        page={"page": kind, "home": home, "help": help_page, "lang": "en", "dir": "ltr"},
        title=said[f"{kind}_title"],
        text=said[f"{kind}_text"],
        extra=extra,
    )


def danger_block(root: Path, help_page: str) -> str:
    """Return the course's words for somebody in danger now, as HTML; empty if it has none."""
    path = root / "blocks" / "danger-now.md"
    if not path.is_file():
        return ""
    text = fill(path.read_text("utf-8"), {"help": help_page})
    # A citation's number belongs to a page with sources, and this page has none.
    body = to_html(without_citations(text))
    return f'<div class="cop-block cop-block-danger-now" role="note">\n{body}\n</div>'
