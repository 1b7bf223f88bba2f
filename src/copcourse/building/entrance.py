"""The ways into the course as Markdown: worries, paths, and the map to the guidelines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from copcourse.building.places import Place
from copcourse.content import MINUTES, Course, ModuleContent
from copcourse.entrance import Point, Theme, Worry
from copcourse.texts import fold
from copcourse.words import words


def worry_list(course: Course, place: Place, lang: str) -> str:
    """Every worry folded: its words are in sight, its answer is one press away."""
    return "\n\n".join(_worry(one, course, place, lang) for one in course.entrance.worries)


def _worry(worry: Worry, course: Course, place: Place, lang: str) -> str:
    said = words(lang)["worry"]
    cites = f" [@{'; @'.join(worry.sources)}]" if worry.sources else ""
    quotes = (said["quote"].format(text=one) for one in worry.say)
    block = f":::{{block}} {worry.block}\n:::" if worry.block else ""
    # Danger now comes before everything; a long block comes after the answer.
    first = worry.block in ("danger-now", "not-safe-at-home")
    parts = [
        block if first else "",
        f"**{said['say']}**\n\n{_list(quotes)}",
        f"**{said['do']}**\n\n{_list(worry.do)}",
        f"**{said['leave']}**\n\n{_list(worry.leave)}",
        f"**{said['help']}** {worry.help}{cites}",
        f"[{said['go_on']}]({place.to('help.ipynb')}) · "
        + section_link(f"{worry.module}#{worry.section}", course, place),
        "" if first else block,
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
    """What a page needs to give a reader an order of modules, and to see what is done."""
    entrance = course.entrance
    return {
        "course": course.title,
        "certificate": "certificate.ipynb" if "certificate" in course.pages else None,
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
    said: Mapping[str, str], rows: Iterable[Theme | Point], course: Course, place: Place
) -> str:
    lines = [f"| {said['what']} | {said['where']} | {said['read']} |", "|---|---|---|"]
    for row in rows:
        number = f"{row.number}. " if isinstance(row, Point) else ""
        where = "<br>".join(_by_page(row.sections, course, place))
        cites = f" [@{'; @'.join(row.sources)}]"
        lines.append(f"| {number}{row.text} | {where} | {row.read}{cites} |")
    return "\n".join(lines)


def _by_page(sections: Iterable[str], course: Course, place: Place) -> Iterator[str]:
    """Links to sections, one line a page: its title, then its sections."""
    found = [_target(one, course, place) for one in sections]
    for title, those in groupby(found, lambda one: one[0]):
        links = [(heading, address) for _, heading, address in those]
        named = ", ".join(f"[{heading}]({address})" for heading, address in links if heading)
        yield f"{title}: {named}" if named else f"[{title}]({links[0][1]})"


def section_link(target: str, course: Course, place: Place) -> str:
    """A link to a section, named after its page and its heading: ``gaming#section-2``."""
    title, heading, address = _target(target, course, place)
    return f"[{title}: {heading}]({address})" if heading else f"[{title}]({address})"


def _target(target: str, course: Course, place: Place) -> tuple[str, str, str]:
    """A page's title, the heading of one of its sections if one is named, and its address."""
    name, _, part = target.partition("#")
    module = next((one for one in course.modules if one.slug == name), None)
    pages = {"home": course.home, "help": course.help_page, **course.pages}
    page = module.text if module else pages[name]
    address = place.to(f"{name}/module.ipynb" if module else f"{name}.ipynb")
    return page.title, page.headings.get(part, ""), f"{address}#{part}" if part else address
