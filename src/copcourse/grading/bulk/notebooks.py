"""Autograded notebooks as text: one template a quiz, and the outputs of each hand-in put into it.

The template is the notebook that nbgrader released, with the mark scheme back in place for the one
who marks, just as nbgrader's autograde has it.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from copcourse.content import Quiz
from copcourse.errors import ContentError
from copcourse.grading.layout import NOTEBOOK
from copcourse.grading.showing import Output, cell_outputs, marking_cells
from copcourse.marking import Marked

Json = dict[str, Any]

_SLOT = "outputs of "


class Template:
    """The notebook of a quiz; ``render`` gives it with the outputs of one hand-in."""

    def __init__(self, course: Path, quiz: Quiz) -> None:
        cells = marking_cells(quiz)
        notebook = _marked_copy(course, quiz.slug)
        self._counts: list[tuple[str, int]] = []
        for count, cell in enumerate((c for c in notebook["cells"] if _is_code(c)), 1):
            cell["execution_count"] = count
            cell["outputs"] = []
            asked = cells.get("".join(cell["source"]))
            if asked is not None:
                cell["outputs"] = [f"{_SLOT}{asked}"]
                self._counts.append((asked, count))
        missing = set(cells.values()) - {asked for asked, _ in self._counts}
        if missing:
            raise ContentError(
                f"the notebook has no cell for {min(missing)!r}",
                "Run copcourse build, and nbgrader generate_assignment again.",
                file=course / "source" / quiz.slug / f"{NOTEBOOK}.ipynb",
            )
        slot = re.compile(rf'\[\n +"{_SLOT}[^"\n]*"\n +\]')
        self._between = slot.split(_written(notebook) + "\n")
        # Most answers to a question are the same few, so most outputs were written before.
        self._outputs = lru_cache(maxsize=4096)(_outputs)

    def render(self, marked: Marked) -> bytes:
        """The notebook as nbgrader writes it, byte for byte."""
        parts = [self._between[0]]
        for (asked, count), after in zip(self._counts, self._between[1:], strict=True):
            shown = cell_outputs(marked, asked, count)
            key = tuple((one["output_type"], *one["data"].items()) for one in shown)
            parts += (self._outputs(count, key), after)
        return "".join(parts).encode()


def _outputs(count: int, key: tuple[tuple[Any, ...], ...]) -> str:
    outputs: list[Output] = []
    for sort, *data in key:
        # The format keeps a text as its lines.
        lines = {mime: text.splitlines(keepends=True) for mime, text in data}
        output: Output = {"data": lines, "metadata": {}, "output_type": sort}
        if sort == "execute_result":
            output["execution_count"] = count
        outputs.append(output)
    # As deep as it stands in the notebook.
    return _written(outputs).replace("\n", "\n   ")


def _written(value: Any) -> str:
    # As nbformat writes a notebook.
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": "))


def _is_code(cell: Json) -> bool:
    return bool(cell["cell_type"] == "code")


def _marked_copy(course: Path, slug: str) -> Json:
    path = course / "source" / slug / f"{NOTEBOOK}.ipynb"
    source = _read(path)
    if source is None:
        raise ContentError(
            "the assignment has no source notebook that can be read",
            "Run copcourse build.",
            file=path,
        )
    released = _read(course / "release" / slug / f"{NOTEBOOK}.ipynb")
    if released is None or not _belongs(released, source):
        released = _release(path)
    for cell, written in zip(released["cells"], source["cells"], strict=True):
        cell["source"] = written["source"]
    return released


def _belongs(released: Json, source: Json) -> bool:
    """Whether a released notebook was made of this source, and not of one before it."""
    return _shape(released) == _shape(source)


def _shape(notebook: Json) -> Any:
    cells = notebook.get("cells", ())
    shape = []
    for cell in cells:
        info = cell.get("metadata", {}).get("nbgrader", {})
        kept = {name: info.get(name) for name in ("grade_id", "grade", "task", "points", "locked")}
        # The release has no mark scheme, which stands in the task alone.
        text = None if kept["task"] else "".join(cell["source"])
        shape.append((cell.get("id"), cell["cell_type"], kept, text))
    return shape, notebook.get("metadata")


def _read(path: Path) -> Json | None:
    try:
        read = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return read if isinstance(read, dict) else None


def _release(path: Path) -> Json:
    # Only nbgrader itself knows how to release, and takes seconds to be imported.
    import nbformat

    from copcourse.grading.plugin import release_of

    released: Json = json.loads(nbformat.writes(release_of(path)))
    return released
