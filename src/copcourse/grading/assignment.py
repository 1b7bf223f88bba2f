"""A quiz as an nbgrader assignment: the source notebook, and the release that nbgrader makes of it.

The cells' text is the same in both: no key stands in either, so the release only takes the mark
scheme of the reflection out and seals the locked cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from copcourse.content import Quiz, Reflection
from copcourse.grading.reflections.aids import Aids, mark_scheme
from copcourse.items import Item
from copcourse.words import words

SETUP = "from copcourse import Module, mark\n\nmodule = Module.here()"


def source_notebook(
    quiz: Quiz, metadata: Mapping[str, Any], aids: Aids | None = None
) -> NotebookNode:
    """The assignment as nbgrader's ``generate_assignment`` wants it.

    Parameters
    ----------
    quiz
        The quiz. Of its key, only the reflection's rubric is written, as nbgrader's mark scheme.
    metadata
        The notebook's whole metadata.
    aids
        What whoever marks the reflection is given besides its rubric, in the same mark scheme.
    """
    said, sheet = words(quiz.lang)["grading"], quiz.sheet()
    cells = [
        _locked("setup", SETUP, tags=["setup"]),
        _locked("quiz", "module.quiz()", copcourse={"slot": f"quiz:{quiz.slug}"}),
    ]
    for number, (item, shown) in enumerate(zip(quiz.items, sheet["items"], strict=True), 1):
        heading = said["question"].format(number=number)
        cells.append(_text(f"## {heading}\n\n{_question(shown)}"))
        cells.append(_grade_cell(quiz.slug, item))
    if reflection := quiz.reflection:
        cells.append(_text(f"## {said['reflection']}\n\n{_case(reflection)}"))
        cells.append(_locked("reflection", f'mark("{quiz.slug}", "{reflection.id}")'))
        cells.append(_task(said["by_hand"], reflection, aids))
    for position, cell in enumerate(cells, 1):
        cell["id"] = f"{quiz.slug[:48]}-{position:02}"
        # The texts of the questions are for nbgrader's pages; the widget shows them to learners.
        if position > 2:
            cell["metadata"]["tags"] = ["nbgrader-only"]
    return new_notebook(cells=cells, metadata=dict(metadata))


def release_notebook(source: NotebookNode) -> NotebookNode:
    """What ``nbgrader generate_assignment`` makes of a source notebook, without its gradebook.

    Raises whatever nbgrader's preprocessors raise for a notebook that they refuse.
    """
    import copy

    from nbgrader.converters import GenerateAssignment
    from nbgrader.preprocessors import SaveCells

    steps = GenerateAssignment.class_traits()["preprocessors"].default()
    notebook = copy.deepcopy(source)
    resources: dict[str, Any] = {"nbgrader": {}}
    for step in steps:
        if step is not SaveCells:
            notebook, resources = step()(notebook, resources)
    return notebook


def _question(shown: Mapping[str, Any]) -> str:
    lines = [shown["ask"].strip(), ""]
    lines += [f"- {_plain(option['text'])}" for option in shown["options"]]
    # Another bullet begins another list: the right sides belong to no option here.
    lines += [f"* → {_plain(pair['text'])}" for pair in shown.get("pairs", ())]
    return "\n".join(lines)


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _text(source: str) -> NotebookNode:
    return new_markdown_cell(source, metadata={"deletable": False, "editable": False})


def _nbgrader(grade_id: str, **more: Any) -> dict[str, Any]:
    kinds = {"grade": False, "locked": True, "solution": False, "task": False}
    return {**kinds, "grade_id": grade_id, "schema_version": 3, **more}


def _locked(grade_id: str, source: str, **metadata: Any) -> NotebookNode:
    return new_code_cell(source, metadata={"nbgrader": _nbgrader(grade_id), **metadata})


def _grade_cell(slug: str, item: Item) -> NotebookNode:
    return new_code_cell(
        f'mark("{slug}", "{item.id}")',
        metadata={"nbgrader": _nbgrader(f"item-{item.id}", grade=True, points=item.points)},
    )


def _case(reflection: Reflection) -> str:
    return f"{reflection.case.strip()}\n\n{reflection.ask.strip()}"


def _task(text: str, reflection: Reflection, aids: Aids | None) -> NotebookNode:
    scheme = mark_scheme(reflection, aids)
    return new_markdown_cell(
        f"{text}\n\n=== BEGIN MARK SCHEME ===\n\n{scheme}\n\n=== END MARK SCHEME ===",
        metadata={
            "nbgrader": _nbgrader(
                f"reflection-{reflection.id}", task=True, points=reflection.points
            )
        },
    )
