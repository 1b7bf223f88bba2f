"""Where the short forms are found: on the page of whoever leads a session, and nowhere else.

A parent alone at home is not to meet a test before the reading, so no other page leads there.
"""

from __future__ import annotations

from collections.abc import Collection

from attrs import evolve

from copcourse.content import FORMS, ModuleContent, Page
from copcourse.words import words


def with_forms(guide: Page, module: ModuleContent, slugs: Collection[str]) -> Page:
    """A workshop guide with links to its module's forms at its end, where there are any.

    ``slugs`` are the quizzes whose keys are here. Where the keys lie elsewhere, a form is made
    already.
    """
    said = words(guide.lang)["forms"]
    links = [
        f"- [{said[f'{form}_link']}]({form}/quiz.ipynb)"
        for form in FORMS
        if f"{module.slug}-{form}" in slugs or (module.folder / form / "quiz.json").is_file()
    ]
    if not links:
        return guide
    section = "\n\n".join([f"## {said['title']}", said["what"], "\n".join(links), said["how"]])
    return evolve(guide, body=f"{guide.body.rstrip()}\n\n{section}\n")
