"""All made files of a course, and whether those on disk are what their sources make."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from copcourse.blocks import filled_blocks
from copcourse.building.forms import with_forms
from copcourse.building.pages import notebook_bytes, page_notebook
from copcourse.building.places import Neighbour, Place, page_metadata
from copcourse.building.room import room_facts, room_page
from copcourse.content import Course, Page, Quiz, quiz_folder
from copcourse.grading.assignment import release_notebook, source_notebook
from copcourse.grading.reflections.aids import read_aids
from copcourse.material import module_citations
from copcourse.pictures.drawing import draw
from copcourse.texts import cited
from copcourse.words import words


def made_files(course: Course, quizzes: Mapping[str, Quiz]) -> dict[Path, bytes]:
    """Every made file under ``modules/`` and ``course/source/``, by its path, with its bytes."""
    trainers = course.root.parent / "course"
    source = trainers / "source"
    aids = read_aids(trainers) if quizzes else None
    made = {course.root / place.path: data for place, data in _pages(course, quizzes)}
    for module in course.modules:
        for picture in module.pictures:
            path = module.folder / "images" / f"{picture.id}.svg"
            made[path] = draw(picture).encode()
    for slug, quiz in quizzes.items():
        folder = quiz_folder(slug)
        title = next(m.text.title for m in course.modules if m.slug == quiz.module)
        place = Place(
            page="quiz",
            path=f"{folder}/quiz.ipynb",
            module=quiz.module,
            previous=Neighbour(title=title, path=f"{quiz.module}/module.ipynb"),
        )
        heading = words(quiz.lang)["frame"]["form" if quiz.form else "quiz"]
        notebook = source_notebook(quiz, page_metadata(place, heading, quiz.lang), aids)
        sheet = sheet_bytes(quiz.sheet())
        made[source / slug / "quiz.ipynb"] = notebook_bytes(notebook)
        made[source / slug / "quiz.json"] = sheet
        made[course.root / folder / "quiz.ipynb"] = notebook_bytes(release_notebook(notebook))
        made[course.root / folder / "quiz.json"] = sheet
    return made


def sheet_bytes(sheet: Mapping[str, Any]) -> bytes:
    """A quiz's sheet as the file that learners get."""
    return (json.dumps(sheet, ensure_ascii=False, indent=1) + "\n").encode()


def _pages(course: Course, quizzes: Mapping[str, Quiz]) -> Iterator[tuple[Place, bytes]]:
    for place, page in [*_way(course, quizzes), *_beside(course)]:
        yield place, notebook_bytes(_notebook(place, page, course))


def made_page(
    course: Course, quizzes: Mapping[str, Quiz], file: Path
) -> tuple[Place, NotebookNode] | None:
    """Where the page of one Markdown file stands, and its notebook; None where it makes none."""
    found = (one for one in (*_way(course, quizzes), *_beside(course)) if one[1].path == file)
    return next(((place, _notebook(place, page, course)) for place, page in found), None)


def _notebook(place: Place, page: Page, course: Course) -> NotebookNode:
    blocks = filled_blocks(
        course.blocks,
        # On a help page itself the way to help is the list further down.
        help_url="#lines" if place.page == "help" else place.to("help.ipynb"),
        review=course.review,
        report=course.report,
        lang=page.lang,
    )
    citations = (
        module_citations(course.root / place.module)
        if place.page == "module" and place.module
        else dict.fromkeys([*cited(page.body), *course.entrance.cited(place.page)])
    )
    more = room_facts(place, course, blocks)
    return page_notebook(page, place, course, blocks, list(citations), more)


def _way(course: Course, quizzes: Mapping[str, Quiz]) -> Iterator[tuple[Place, Page]]:
    """The way through the course: each page knows the one before and the one after it."""
    chain: list[tuple[str, str, str | None, Page]] = [("home", "home.ipynb", None, course.home)]
    simpler: dict[str, str] = {}
    for module in course.modules:
        slug = module.slug
        if module.simpler:
            simpler[f"{slug}/module.ipynb"] = f"{slug}/simpler.ipynb"
        guide = with_forms(module.workshop, module, quizzes)
        chain += [
            ("module", f"{slug}/module.ipynb", slug, module.text),
            ("activities", f"{slug}/activities.ipynb", slug, module.activities),
            ("workshop", f"{slug}/workshop.ipynb", slug, guide),
        ]
    neighbours = [Neighbour(title=page.title, path=path) for _, path, _, page in chain]
    for index, (kind, path, folder, page) in enumerate(chain):
        place = Place(
            page=kind,
            path=path,
            module=folder,
            previous=neighbours[index - 1] if index else None,
            next=neighbours[index + 1] if index + 1 < len(chain) else None,
            usual=path,
            simpler=simpler.get(path),
        )
        yield place, page


def _beside(course: Course) -> Iterator[tuple[Place, Page]]:
    """The pages beside that way: help, about the course, for a room, and in simpler words."""
    simpler = "help-simpler.ipynb" if "help-simpler" in course.pages else None
    for name, page in {"help": course.help_page, **course.pages}.items():
        is_help = name.startswith("help")
        place = Place(
            page="help" if is_help else name,
            path=f"{name}.ipynb",
            usual="help.ipynb" if is_help else None,
            simpler=simpler if is_help else None,
        )
        yield place, page
    for module in course.modules:
        guide = Neighbour(title=module.workshop.title, path=f"{module.slug}/workshop.ipynb")
        for kind in ("room", "guide"):
            path = f"{module.slug}/{kind}.ipynb"
            place = Place(page=kind, path=path, module=module.slug, previous=guide)
            yield place, room_page(module, kind)
        if module.simpler:
            path = f"{module.slug}/simpler.ipynb"
            place = Place(
                page="simpler",
                path=path,
                module=module.slug,
                usual=f"{module.slug}/module.ipynb",
                simpler=path,
            )
            yield place, module.simpler


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
