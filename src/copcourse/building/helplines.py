"""The help list as Markdown: it needs neither kernel nor script."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

from copcourse.content import Course
from copcourse.sheets import helpline_entry
from copcourse.texts import fold
from copcourse.words import words

Said = Mapping[str, str]


def helpline_list(course: Course, lang: str) -> str:
    """The help list folded by country, and last what serves anywhere."""
    tables = words(lang)
    said = tables["helplines"]
    folds = []
    for code, name in sorted(course.help.countries.items(), key=lambda pair: pair[1]):
        entries = [_entry(helpline_entry(line, tables), said) for line in course.help.of(code)]
        if missing := [tables["lacks"][one] for one in course.help.missing(code)]:
            entries.append("\n" + said["missing"].format(missing=", ".join(missing)))
        folds.append(fold(name, "\n".join(entries)))
    anywhere = [_entry(helpline_entry(line, tables), said) for line in course.help.worldwide]
    none_here = f"{said['emergency_where_you_are']}\n\n" + "\n".join(anywhere)
    return "\n\n".join([*folds, fold(said["not_here"], none_here)])


def _entry(line: Mapping[str, Any], said: Said) -> str:
    about = [f"{line['serves']}."]
    if line["languages"]:
        about.append(f"{said['languages'].format(languages=line['languages'])}.")
    if line["note"]:
        about.append(line["note"])
    return (
        f"- **{line['name']}** ({line['kind_words']}): {' · '.join(_ways(line, said))}<br>"
        f"{' '.join(about)} <small>{line['seen']}</small>"
    )


def _ways(line: Mapping[str, Any], said: Said) -> list[str]:
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
