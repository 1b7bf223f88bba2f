"""Plug-ins for ``nbgrader zip_collect``: the same submissions as ``copcourse collect`` makes.

nbgrader unpacks archives to the disk under the names that stand in them, copies what it finds over
the submission that stands, and keeps no older attempt. These read archives as we do. The extractor
puts into ``downloaded/<quiz>/extracted/<learner>/<quiz>/`` only what is to become the submission,
and everything older into ``attempts/``; the collector tells nbgrader whose each folder is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin

from copcourse.errors import CourseError
from copcourse.grading.collecting.collection import Collector
from copcourse.grading.collecting.judging import Judge
from copcourse.grading.collecting.outcome import plain
from copcourse.grading.collecting.shelf import Shelf, quizzes_of


class HandInExtractor(ExtractorPlugin):
    """Finds, judges and lays out the hand-ins of one quiz."""

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Lay out under ``extracted_path`` each learner's newest hand-in, if it is a new one."""
        app: Any = self.parent
        course, slug = Path(app.coursedir.root), app.coursedir.assignment_id
        try:
            judge = Judge(quizzes_of(course), only=slug)
            collector = Collector(judge, Shelf(course, into=Path(extracted_path)))
            for outcome in collector.take_all([Path(archive_path)]):
                say = self.log.warning if outcome.state == "refused" else self.log.info
                say("%s", plain(str(outcome)))
        except CourseError as error:
            app.fail(str(error))


class HandInCollector(FileNameCollectorPlugin):
    """Tells whose each file is that the extractor laid out."""

    def collect(self, submitted_file: str) -> dict[str, str]:
        """Learner and file name, from ``.../<learner>/<quiz>/<file>``."""
        path = Path(submitted_file)
        return {"student_id": path.parts[-3], "file_id": path.name}
