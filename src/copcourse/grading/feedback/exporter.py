"""``nbgrader generate_feedback`` through our page, so that there is one page and not two."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from nbgrader.api import Gradebook
from traitlets import default

from copcourse.errors import CourseError
from copcourse.grading.feedback.background import quiz_files, read_background
from copcourse.grading.feedback.given import given_to
from copcourse.grading.feedback.records import Background
from copcourse.grading.feedback.writing import learner_page, release_files


class FeedbackExporter(Exporter):
    """What ``copcourse feedback`` writes, for the learner whose notebook nbgrader names.

    The notebook is not read: what was answered stands beside it, and the marks in the gradebook.
    """

    output_mimetype = "text/html"

    @default("file_extension")
    def _html(self) -> str:
        return ".html"

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """The page, and the files that nbgrader would miss when it releases the page."""
        resources = resources or {}
        names, folder = resources["nbgrader"], Path(filename).resolve().parent
        converter: Any = self.parent
        course = Path(converter.coursedir.root)
        learner, slug = names["student"], names["assignment"]
        with Gradebook(names["db_url"]) as gradebook:
            given = given_to(gradebook, slug, [learner]).get(learner)
        if given is None:
            raise CourseError(
                f"{learner} is not in the gradebook", "Mark the hand-in again.", file=folder
            )
        files = release_files(course, learner, slug, given)
        # nbgrader has copied what was there, and may not write over its copies.
        missing = {name: data for name, data in files.items() if not (folder / name).exists()}
        resources["outputs"] = missing
        resources["output_extension"] = self.file_extension
        return learner_page(course, _background(course, slug), learner, given), resources


def _background(course: Path, slug: str) -> Background:
    file = quiz_files(course).get(slug)
    return _read(course, slug, file.stat().st_mtime_ns if file else 0)


@lru_cache(maxsize=32)
def _read(course: Path, slug: str, changed: int) -> Background:
    return read_background(course, slug)
