"""What the widgets get: plain dicts made from records. Pure, and the same for every delivery."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from copcourse.content.stories import Ending
from copcourse.texts import to_html

if TYPE_CHECKING:
    from copcourse.content import Scenario, Scene, Source
    from copcourse.entrance import Placed
    from copcourse.helplines import Help, Helpline
    from copcourse.items import Item

# The interface words of a language, by table.
Tables = Mapping[str, Mapping[str, str]]


def paragraphs(text: str) -> list[str]:
    """A text's paragraphs, each on one line."""
    pieces = (" ".join(piece.split()) for piece in re.split(r"\n\s*\n", text))
    return [piece for piece in pieces if piece]


def source_labels(
    ids: Iterable[str], sources: Mapping[str, Source], tables: Tables
) -> list[dict[str, Any]]:
    """Sources as a widget shows them under a reason."""
    no_year = tables["sources"]["no_year"]
    return [
        {
            "id": one,
            "label": sources[one].label(no_year),
            "url": sources[one].url if sources[one].link else None,
        }
        for one in ids
    ]


def scenario_sheet(
    module: str,
    scenario: Scenario,
    sources: Mapping[str, Source],
    blocks: Mapping[str, str],
    help_url: str,
    tables: Tables,
) -> dict[str, Any]:
    """A story for the scenario player; ``blocks`` are filled Markdown."""

    def block(record: Scene | Ending) -> str | None:
        # A harm ending carries the words for danger whether its author thought of them or not.
        harm = isinstance(record, Ending) and record.outcome == "harm"
        one = record.block or ("danger-now" if harm else None)
        return to_html(blocks[one]) if one else None

    return {
        "module": module,
        "id": scenario.id,
        "title": scenario.title,
        "audience": scenario.audience,
        "minutes": scenario.minutes,
        "about": scenario.about,
        "not_shown": scenario.not_shown,
        "start": scenario.start,
        "help": help_url,
        "scenes": [
            {
                "id": scene.id,
                "title": scene.title,
                "text": paragraphs(scene.text),
                "say_it": list(scene.say_it),
                "sources": source_labels(scene.sources, sources, tables),
                "block": block(scene),
                "choices": [
                    {
                        "id": choice.id,
                        "text": choice.text,
                        "then": choice.then,
                        "why": choice.why,
                        "quality": choice.quality,
                        "trap": choice.trap,
                        "goto": choice.goto,
                        "sources": source_labels(choice.sources, sources, tables),
                    }
                    for choice in scene.choices
                ],
            }
            for scene in scenario.scenes
        ],
        "endings": [
            {
                "id": ending.id,
                "title": ending.title,
                "outcome": ending.outcome,
                "text": paragraphs(ending.text),
                "way_back": ending.way_back,
                "learned": list(ending.learned),
                "sources": source_labels(ending.sources, sources, tables),
                "block": block(ending),
            }
            for ending in scenario.endings
        ],
    }


def practice_sheet(
    module: str,
    when: str,
    items: Iterable[Item],
    sources: Mapping[str, Source],
    tables: Tables,
) -> dict[str, Any]:
    """Formative items with their keys and reasons: practice keeps no secret."""
    return {
        "module": module,
        "id": when,
        "items": [
            {
                **item.sheet(),
                "options": _answered_options(item),
                "explain": item.explain,
                "after": item.after,
                "sources": source_labels(item.sources, sources, tables),
                "key": item.key(),
            }
            for item in items
        ],
    }


def placement_sheet(
    questions: Iterable[Placed],
    titles: Mapping[str, str],
    sources: Mapping[str, Source],
    tables: Tables,
) -> dict[str, Any]:
    """The questions that show where to begin, each with the module for whoever misses it."""
    questions = list(questions)
    items = [one.item for one in questions]
    sheet = practice_sheet("placement", "placement", items, sources, tables)
    for shown, one in zip(sheet["items"], questions, strict=True):
        title = titles.get(one.module, one.module)
        shown["begin"] = {"title": title, "url": f"{one.module}/module.ipynb"}
    return sheet


def _answered_options(item: Item) -> list[dict[str, Any]]:
    options = {option.id: option for option in item.options}
    return [
        {
            **shown,
            "feedback": options[shown["id"]].feedback,
            "correct": options[shown["id"]].correct,
        }
        for shown in item.sheet()["options"]
    ]


def sources_sheet(ids: Iterable[str], sources: Mapping[str, Source]) -> dict[str, Any]:
    """The numbered list of sources of a page."""
    return {
        "sources": [
            {
                "number": number,
                "id": one,
                "title": sources[one].title,
                "publisher": sources[one].publisher,
                "year": sources[one].year,
                "kind": sources[one].kind,
                "url": sources[one].url if sources[one].link else None,
            }
            for number, one in enumerate(ids, 1)
        ]
    }


def dialable(phone: str) -> str:
    """A number as a ``tel:`` address takes it."""
    return re.sub(r"[^\d+*#]", "", phone)


def seen_sentence(line: Helpline, said: Mapping[str, str]) -> str:
    """How sure we are of an entry; ``said`` is the table of words [seen]."""
    if line.confirmed_by and line.confirmed_on:
        day = line.confirmed_on.isoformat()
        return said["confirmed"].format(name=line.confirmed_by, day=day)
    return said["page" if line.seen else "undated"].format(year=line.seen)


def helpline_entry(line: Helpline, tables: Tables) -> dict[str, Any]:
    """One help line as both the widget and the static page show it."""
    return {
        "name": line.name,
        "kind": line.kind,
        "kind_words": tables["kinds"][line.kind],
        "phone": line.phone,
        "tel": dialable(line.phone) if line.phone else None,
        "sms": {"number": line.sms.number, "word": line.sms.word} if line.sms else None,
        "url": line.url,
        "serves": line.serves,
        "languages": line.languages,
        "note": line.note,
        "seen": seen_sentence(line, tables["seen"]),
    }


def helplines_sheet(help_list: Help, danger: str, tables: Tables) -> dict[str, Any]:
    """The help list; ``danger`` is the filled block."""
    return {
        "danger": to_html(danger),
        "countries": [
            {
                "code": code,
                "name": name,
                "lines": [helpline_entry(line, tables) for line in help_list.of(code)],
                "missing": [tables["lacks"][one] for one in help_list.missing(code)],
            }
            for code, name in sorted(help_list.countries.items(), key=lambda pair: pair[1])
        ],
        "worldwide": [helpline_entry(line, tables) for line in help_list.worldwide],
    }
