"""Where the short forms are found: on the page of whoever leads a session, and nowhere else.

A parent alone at home is not to meet a test before the reading, so no other page leads there.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from copcourse.content import FORMS, Page, quiz_folder
from copcourse.words import words


def with_forms(page: Page, module: str, slugs: Iterable[str]) -> Page:
    """A workshop guide with links to its module's forms at the end, where ``slugs`` has them."""
    said = words(page.lang)["forms"]
    there = {f"{module}-{form}": form for form in FORMS}
    links = [
        f"- [{said[f'{form}_link']}]({quiz_folder(slug).partition('/')[2]}/quiz.ipynb)"
        for slug, form in there.items()
        if slug in set(slugs)
    ]
    if not links:
        return page
    section = "\n\n".join([f"## {said['title']}", said["what"], "\n".join(links), said["how"]])
    return evolve(page, body=f"{page.body.rstrip()}\n\n{section}\n")
