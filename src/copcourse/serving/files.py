"""Which files below the course's folder a visitor may have: its pages and its pictures, no more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"})

# The trainer's side. It lies beside the learners' folder, but somebody may serve the folder above.
_TRAINERS_FOLDER = "course"
_TRAINERS_MARK = "nbgrader_config.py"


def find(root: Path, address: str, suffixes: frozenset[str]) -> Path | None:
    """Return the file that an address names, or None if it is not there or not for visitors.

    ``root`` is an absolute path with its links resolved; ``address`` is relative to it, decoded,
    with forward slashes. Links are not followed at all: one that leads out of the folder would
    hand out what lies there, and the course has none.
    """
    parts = address.split("/")
    if any(not part or part.startswith(".") or "\\" in part or "\0" in part for part in parts):
        return None
    if parts[0].casefold() == _TRAINERS_FOLDER:
        return None
    path = root.joinpath(*parts)
    if path.suffix.lower() not in suffixes:
        return None
    try:
        if not path.is_file() or path.resolve() != path:
            return None
    except (OSError, ValueError):
        return None
    folders = [folder for folder in path.parents if folder.is_relative_to(root)]
    if any((folder / _TRAINERS_MARK).exists() for folder in folders):
        return None
    return path


def read_page(root: Path, address: str) -> NotebookNode | None:
    """Return the notebook of a course page, or None if there is no such page.

    A notebook that the build did not make (a learner's own, say) is no page of the course, and a
    visitor must not be able to run it.
    """
    path = find(root, address, frozenset({".ipynb"}))
    if path is None:
        return None
    try:
        notebook = nbformat.read(path, as_version=4)
    except (OSError, ValueError, nbformat.ValidationError, nbformat.reader.NotJSONError):
        return None
    about = notebook.metadata.get("copcourse")
    return notebook if isinstance(about, dict) and "page" in about else None


def needs_kernel(notebook: NotebookNode) -> bool:
    """Tell whether a page has anything that a kernel must make.

    The template asks the same question of the same tags: see its first lines.
    """
    return any(_makes_something(cell) for cell in notebook.cells)


def _makes_something(cell: Any) -> bool:
    tags = cell.metadata.get("tags", [])
    return (
        cell.cell_type == "code"
        and bool(cell.source.strip())
        and "nbgrader-only" not in tags
        and "setup" not in tags
    )
