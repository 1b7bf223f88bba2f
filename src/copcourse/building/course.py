"""All made files of a course, and whether those on disk are what their sources make."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from copcourse.blocks import filled_blocks
from copcourse.building.pages import (
    Neighbour,
    Place,
    notebook_bytes,
    page_metadata,
    page_notebook,
)
from copcourse.content import Course, Page, Quiz
from copcourse.grading.assignment import release_notebook, source_notebook
from copcourse.module import module_citations
from copcourse.texts import cited
from copcourse.words import words


def made_files(course: Course, quizzes: Mapping[str, Quiz]) -> dict[Path, bytes]:
    """Every made file under ``modules/`` and ``course/source/``, by its path, with its bytes."""
    source = course.root.parent / "course" / "source"
    made = {course.root / place.path: data for place, data in _pages(course)}
    for slug, quiz in quizzes.items():
        title = next(m.text.title for m in course.modules if m.slug == slug)
        place = Place(
            page="quiz",
            path=f"{slug}/quiz.ipynb",
            module=slug,
            previous=Neighbour(title=title, path=f"{slug}/module.ipynb"),
        )
        notebook = source_notebook(
            quiz, page_metadata(place, words(quiz.lang)["frame"]["quiz"], quiz.lang)
        )
        sheet = sheet_bytes(quiz.sheet())
        made[source / slug / "quiz.ipynb"] = notebook_bytes(notebook)
        made[source / slug / "quiz.json"] = sheet
        made[course.root / slug / "quiz.ipynb"] = notebook_bytes(release_notebook(notebook))
        made[course.root / slug / "quiz.json"] = sheet
    return made


def sheet_bytes(sheet: Mapping[str, Any]) -> bytes:
    """A quiz's sheet as the file that learners get."""
    return (json.dumps(sheet, ensure_ascii=False, indent=1) + "\n").encode()


def _pages(course: Course) -> Iterator[tuple[Place, bytes]]:
    chain: list[tuple[str, str, str | None, Page]] = [("home", "home.ipynb", None, course.home)]
    for module in course.modules:
        chain += [
            ("module", f"{module.slug}/module.ipynb", module.slug, module.text),
            ("activities", f"{module.slug}/activities.ipynb", module.slug, module.activities),
            ("workshop", f"{module.slug}/workshop.ipynb", module.slug, module.workshop),
        ]
    neighbours = [Neighbour(title=page.title, path=path) for _, path, _, page in chain]
    places = [
        (
            Place(
                page=kind,
                path=path,
                module=slug,
                previous=neighbours[index - 1] if index else None,
                next=neighbours[index + 1] if index + 1 < len(chain) else None,
            ),
            page,
        )
        for index, (kind, path, slug, page) in enumerate(chain)
    ]
    # Help stands beside the way through the course, not on it.
    places.append((Place(page="help", path="help.ipynb"), course.help_page))
    for place, page in places:
        blocks = filled_blocks(
            course.blocks,
            # On the help page itself the way to help is the list further down.
            help_url="#lines" if place.page == "help" else place.to("help.ipynb"),
            review=course.review,
            report=course.report,
        )
        whole = place.page == "module" and place.module
        citations = (
            module_citations(course.root / place.module)
            if whole and place.module
            else cited(page.body)
        )
        yield place, notebook_bytes(page_notebook(page, place, course, blocks, citations))


def build(course: Course, quizzes: Mapping[str, Quiz]) -> list[Path]:
    """Write every made file that is not there or not right; the paths that were written."""
    written = []
    for path, data in made_files(course, quizzes).items():
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            written.append(path)
    return written


def stale(course: Course, quizzes: Mapping[str, Quiz]) -> list[Path]:
    """The made files that are not what their sources make."""
    return [
        path
        for path, data in made_files(course, quizzes).items()
        if not path.is_file() or path.read_bytes() != data
    ]
