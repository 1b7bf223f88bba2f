"""nbgrader plug-ins: our notebook for the hand-in's, and marks without a kernel.

``configuring`` puts them into nbgrader's lists, in the order in which they stand here.
"""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade
from traitlets import Unicode

from copcourse.errors import ContentError, CourseError
from copcourse.grading.assignment import release_notebook
from copcourse.grading.layout import NOTEBOOK, SECRET, TIMESTAMP
from copcourse.grading.showing import cell_outputs, marking_cells
from copcourse.marking import ANSWERS, find_quiz, mark_folder

Resources = dict[str, Any]


class OurNotebook(NotebookExporter):
    """Begins every sanitizing with our release notebook: a hand-in's own is not even read.

    nbgrader restores locked cells by their ids, which cells that a learner added, took away or
    unlocked can get around.
    """

    source = Unicode(help="The course's folder of source assignments.").tag(config=True)

    def from_file(
        self, file_stream: Any, resources: Resources | None = None, **kw: Any
    ) -> tuple[Any, Resources]:
        """Convert our notebook, or, once sanitized, the one that nbgrader wrote."""
        converter: Any = self.parent
        # nbgrader converts a submission twice with one exporter, and says which only here.
        if not converter._sanitizing:
            return super().from_file(file_stream, resources, **kw)
        names = (resources or {})["nbgrader"]
        path = Path(self.source) / names["assignment"] / f"{names['notebook']}.ipynb"
        notebook = release_of(path)
        # nbgrader puts the mark scheme back for the one who marks, and warns that it was not there.
        for cell, written in zip(notebook.cells, nbformat.read(path, 4).cells, strict=True):
            cell.source = written.source
        return self.from_notebook_node(notebook, resources, **kw)  # type: ignore[no-untyped-call]  # nbconvert types only some


def release_of(path: Path) -> NotebookNode:
    """A copy of what nbgrader releases for the source notebook at ``path``.

    Raises ContentError where there is none.
    """
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError:
        raise ContentError(
            "the assignment has no source notebook", "Run copcourse build.", file=path
        ) from None
    return nbformat.reads(_release(path, changed), as_version=4)


@lru_cache(maxsize=32)
def _release(path: Path, changed: int) -> str:
    notebook = release_notebook(nbformat.read(path, as_version=4))
    written: str = nbformat.writes(notebook)
    return written


class OnlyAnswers(NbGraderPreprocessor):
    """Takes all but the answers out of the copy that is marked, so that none of it can be run.

    A kernel that starts beside an ``ipykernel_launcher.py`` or ``copcourse.py`` imports it.
    """

    source = Unicode(help="The course's folder of source assignments.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Leave the answers, nbgrader's time and secret, and what came from the source folder."""
        names = resources["nbgrader"]
        folder = Path(resources["metadata"]["path"])
        if (folder.parent.name, folder.name) != (names["student"], names["assignment"]):
            raise CourseError(
                "the folder is not laid out as course/autograded/<learner>/<quiz>",
                "Leave CourseDirectory.directory_structure as it is.",
                file=folder,
            )
        ours = {path.name for path in (Path(self.source) / names["assignment"]).iterdir()}
        keep = {ANSWERS, TIMESTAMP, SECRET, *ours}
        for path in sorted(folder.iterdir()):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name not in keep or path.is_symlink():
                path.unlink()
            else:
                continue
            self.log.warning("Taken out of the hand-in, unused: %s", path.name)
        return nb, resources


class MarkAnswers(NbGraderPreprocessor):
    """Writes into each cell what running it would have written, without running anything.

    Raises KeyMissing or CourseErrors, and nbgrader then writes no mark.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Mark the ``answers.json`` beside the notebook."""
        slug = resources["nbgrader"]["assignment"]
        marked = mark_folder(find_quiz(slug), Path(resources["metadata"]["path"]))
        if marked.problem:
            self.log.warning("No answer could be read: %s", marked.problem)
        for item_id, why in marked.invalid.items():
            self.log.warning("Invalid answer to %s, which earns 0: it %s", item_id, why)
        asked = marking_cells(marked.quiz)
        for count, cell in enumerate((c for c in nb.cells if c.cell_type == "code"), 1):
            cell.execution_count = count
            item_id = asked.get(cell.source, "")
            if item_id:
                outputs = cell_outputs(marked, item_id, count)
                cell.outputs = [nbformat.from_dict(one) for one in outputs]
        return nb, resources


class EveryCellMarked(NbGraderPreprocessor):
    """Stops before marks are saved when a grade cell did not end in a number.

    nbgrader would give all points to a cell that says nothing and none to one that failed, and
    neither is a learner's doing.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Raise CourseError naming the first such cell."""
        for cell in nb.cells:
            if is_grade(cell) and not any(o.output_type == "execute_result" for o in cell.outputs):
                said = [o.get("evalue") or o.get("text") for o in cell.outputs]
                raise CourseError(
                    f"the cell {cell.metadata.nbgrader.grade_id} gave no number"
                    + "".join(f" ({one.strip()})" for one in said if one),
                    "Nobody was given a mark. Generate the assignment again and see that the "
                    "kernel can import copcourse.",
                    file=f"{NOTEBOOK}.ipynb",
                )
        return nb, resources
