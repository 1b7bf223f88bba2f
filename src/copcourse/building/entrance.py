"""The ways into the course as Markdown: worries, paths, and the map to the guidelines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from copcourse.building.places import Place
from copcourse.content import Course, ModuleContent
from copcourse.entrance import Point, Theme, Worry
from copcourse.texts import fold
from copcourse.words import words

# What the core of a module takes; `copcourse check` holds each module to it.
MINUTES = 25


def worry_list(course: Course, place: Place, lang: str) -> str:
    """Every worry folded: its words are in sight, its answer is one press away."""
    return "\n\n".join(_worry(one, course, place, lang) for one in course.entrance.worries)


def _worry(worry: Worry, course: Course, place: Place, lang: str) -> str:
    said = words(lang)["worry"]
    cites = f" [@{'; @'.join(worry.sources)}]" if worry.sources else ""
    quotes = (said["quote"].format(text=one) for one in worry.say)
    parts = [
        f":::{{block}} {worry.block}\n:::" if worry.block else "",
        f"**{said['say']}**\n\n{_list(quotes)}",
        f"**{said['do']}**\n\n{_list(worry.do)}",
        f"**{said['leave']}**\n\n{_list(worry.leave)}",
        f"**{said['help']}** {worry.help}{cites}",
        f"[{said['go_on']}]({place.to('help.ipynb')}) · "
        + section_link(f"{worry.module}#{worry.section}", course, place),
    ]
    return fold(worry.words, "\n\n".join(part for part in parts if part), f"worry-{worry.id}")


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def path_list(name: str, course: Course) -> str:
    """The modules in the order of a path."""
    titles = {module.slug: module.text.title for module in course.modules}
    return "\n".join(
        f"{number}. [{titles[slug]}]({slug}/module.ipynb)"
        for number, slug in enumerate(course.entrance.paths.get(name, ()), 1)
        if slug in titles
    )


def module_list(course: Course, lang: str) -> str:
    """The modules as a list, in the course's order, with minutes."""
    return "\n".join(f"- {module_line(module, lang)}" for module in course.modules)


def module_line(module: ModuleContent, lang: str) -> str:
    """A module as a link, with its minutes and what it is about."""
    link = f"[{module.text.title}]({module.slug}/module.ipynb)"
    minutes = words(lang)["frame"]["module_minutes"].format(n=MINUTES)
    return f"{link}, {minutes}. {module.text.description}"


def start_facts(course: Course) -> dict[str, Any]:
    """What the home page needs to give a reader an order of modules, and to see what is done."""
    entrance = course.entrance
    return {
        "paths": {
            name: list(slugs) for name, slugs in sorted(entrance.paths.items(), reverse=True)
        },
        "ages": list(entrance.ages),
        "modules": [
            {
                "slug": module.slug,
                "title": module.text.title,
                "url": f"{module.slug}/module.ipynb",
                "about": module.text.description,
                "minutes": MINUTES,
                "reason": entrance.ways[module.slug].reason,
                "ages": list(entrance.ways[module.slug].ages),
                "items": [
                    item.id for item in module.practice if (item.when or "").startswith("section-")
                ],
            }
            for module in course.modules
            if module.slug in entrance.ways
        ],
    }


def guideline_tables(course: Course, place: Place, lang: str) -> str:
    """The map to the guidelines: a table of themes, and one of the thirteen points."""
    said = words(lang)["guidelines"]
    guidelines = course.entrance.guidelines
    return "\n\n".join(
        [
            f"### {said['themes']}",
            _table(said, guidelines.themes, course, place),
            f"### {said['points']}",
            _table(said, guidelines.points, course, place),
        ]
    )


def _table(
    said: dict[str, str], rows: Iterable[Theme | Point], course: Course, place: Place
) -> str:
    lines = [f"| {said['what']} | {said['where']} | {said['read']} |", "|---|---|---|"]
    for row in rows:
        number = f"{row.number}. " if isinstance(row, Point) else ""
        where = "<br>".join(section_link(one, course, place) for one in row.sections)
        cites = f" [@{'; @'.join(row.sources)}]"
        lines.append(f"| {number}{row.text} | {where} | {row.read}{cites} |")
    return "\n".join(lines)


def section_link(target: str, course: Course, place: Place) -> str:
    """A link to a section, named after its page and its heading: ``gaming#section-2``."""
    name, _, part = target.partition("#")
    module = next((one for one in course.modules if one.slug == name), None)
    if module:
        path, page = f"{name}/module.ipynb", module.text
    else:
        path = f"{name}.ipynb"
        pages = {"home": course.home, "help": course.help_page, **course.pages}
        page = pages[name]
    heading = page.headings.get(part, "")
    title = f"{page.title}: {heading}" if heading else page.title
    return f"[{title}]({place.to(path)}{f'#{part}' if part else ''})"
