"""What the two pages for a room hold: the projector's view, and the educator's window.

Neither needs a kernel: all that they show stands in the notebook's metadata.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from copcourse.building.guide import guide_facts
from copcourse.building.pages import expand
from copcourse.building.places import Place
from copcourse.content import Course, ModuleContent, Page, Scenario
from copcourse.sheets import scenario_sheet
from copcourse.texts import without_citations
from copcourse.words import words


def room_page(module: ModuleContent, kind: str) -> Page:
    """The page of a ``room`` or ``guide`` as it is read without its script."""
    said = words(module.text.lang)["room"]
    title = said[f"{kind}_title"].format(module=module.text.title)
    return Page(
        path=module.workshop.path,
        title=title,
        lang=module.text.lang,
        body=f"# {title}\n\n{said[f'{kind}_about']}\n",
    )


def room_facts(place: Place, course: Course, blocks: Mapping[str, str]) -> dict[str, Any]:
    """What such a page's script gets, under the name of its kind; nothing for other pages."""
    module = next((one for one in course.modules if one.slug == place.module), None)
    if module is None or place.page not in ("room", "guide"):
        return {}
    lang = module.text.lang
    if place.page == "guide":
        guide = evolve(module.workshop, body=without_citations(module.workshop.body))
        text = expand(guide, place, course, blocks, [])
        return {"guide": guide_facts(text, words(lang)["room"]["cut_list"])}
    stories = [_story(one, place, course, blocks, lang) for one in module.scenarios]
    return {"room": {"stories": stories}}


def _story(
    scenario: Scenario, place: Place, course: Course, blocks: Mapping[str, str], lang: str
) -> dict[str, Any]:
    help_page = place.to("help.ipynb")
    slug = place.module or ""
    return scenario_sheet(slug, scenario, course.sources, blocks, help_page, words(lang))
