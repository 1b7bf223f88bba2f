"""One country's help lines before all others, for whoever opens the kit's help page."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from copcourse.content import Course
from copcourse.errors import ContentError
from copcourse.handouts.writing import country_code
from copcourse.helplines import Help

HELP_PAGES = ("help.html", "help-simpler.html")


def chosen_code(known: Help, country: str) -> str:
    """A country's code in capitals. Raises ContentError, naming those in the help list."""
    try:
        return country_code(country)
    except ContentError as error:
        listed = ", ".join(f"{code} ({name})" for code, name in sorted(known.countries.items()))
        raise ContentError(error.fault, f"{error.remedy} Listed: {listed}.") from None


def country_first(files: Mapping[str, bytes], course: Course, code: str) -> dict[str, bytes]:
    """The site's files, with the country's fold first and open on the help pages.

    A country that is not in the list changes nothing.
    """
    name = course.help.countries.get(code)
    if name is None:
        return dict(files)
    changed = {
        path: _lead(files[path].decode(), name).encode() for path in HELP_PAGES if path in files
    }
    return {**files, **changed}


def _lead(page: str, name: str) -> str:
    summary = re.escape(html.escape(name, quote=False))
    own = re.search(rf"<details>\n<summary>{summary}</summary>.*?</details>\n\n?", page, re.DOTALL)
    if not own:
        return page
    rest = page[: own.start()] + page[own.end() :]
    first = rest.index("<details>", rest.index('id="lines"'))
    opened = own[0].replace("<details>", "<details open>", 1)
    return f"{rest[:first]}{opened}{rest[first:]}"
