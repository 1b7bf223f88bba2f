"""The help list as Markdown: it needs neither kernel nor script."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Any

from copcourse.content import Course
from copcourse.helplines import Helpline
from copcourse.sheets import helpline_entry
from copcourse.texts import fold
from copcourse.words import words


def helpline_list(course: Course, lang: str) -> str:
    """The help list folded by country, and last what serves anywhere.

    ``help.js`` makes a chooser of it, which shows one fold at a time.
    """
    tables = words(lang)
    said = tables["helplines"]
    folds = []
    for code, name in sorted(course.help.countries.items(), key=lambda pair: pair[1]):
        entries = _entries(course.help.of(code), tables)
        if missing := [tables["lacks"][one] for one in course.help.missing(code)]:
            lacks = tables["frame"]["help_missing"].format(
                missing=", ".join(missing), not_here=said["not_here"]
            )
            entries += f"\n\n{lacks}"
        folds.append(fold(name, entries))
    anywhere = _entries(course.help.worldwide, tables)
    folds.append(fold(said["not_here"], f"{said['emergency_where_you_are']}\n\n{anywhere}"))
    return "\n\n".join(folds)


def _entries(lines: Iterable[Helpline], tables: Mapping[str, Mapping[str, str]]) -> str:
    # Whatever the order of the list, the number for danger comes first.
    first = sorted(lines, key=lambda line: line.kind != "emergency")
    return "\n".join(_entry(helpline_entry(line, tables), tables["helplines"]) for line in first)


def _entry(line: Mapping[str, Any], said: Mapping[str, str]) -> str:
    about = [f"{line['serves']}."]
    if line["languages"]:
        about.append(f"{said['languages'].format(languages=line['languages'])}.")
    if line["note"]:
        about.append(line["note"])
    return (
        f"- **{line['name']}** ({line['kind_words']})<br>{' '.join(about)}<br>"
        f"{' '.join(_ways(line, said))}<br><small>{line['seen']}</small>"
    )


def _ways(line: Mapping[str, Any], said: Mapping[str, str]) -> list[str]:
    ways = []
    if line["phone"]:
        ways.append(f"[{said['call'].format(phone=line['phone'])}](tel:{line['tel']})")
    if sms := line["sms"]:
        text = said["text_word" if sms["word"] else "text"].format(**sms)
        ways.append(f"[{text}](sms:{sms['number']})")
    if line["url"]:
        # Many links of a page say the same; who hears them one by one must know whose they are.
        name = html.escape(said["web_of"].format(name=line["name"]), quote=True)
        address = html.escape(line["url"], quote=True)
        ways.append(
            f'<a href="{address}" rel="noreferrer noopener" aria-label="{name}">'
            f"{html.escape(said['web'])}</a>"
        )
    return ways
