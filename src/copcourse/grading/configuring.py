"""What ``course/nbgrader_config.py`` asks of nbgrader, in one place."""

from __future__ import annotations

import os
import sys
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SAWarning
from traitlets.config import Application

from copcourse.grading.layout import NOTEBOOK
from copcourse.marking import ANSWERS, QUIZZES

MARKING = "COPCOURSE_MARKING"
"""Environment variable: ``stock`` has nbgrader run each notebook; anything else is the plug-in."""

# By name: whoever only reads the configuration is spared seconds of imports.
_OURS = "copcourse.grading.plugin"
_FEEDBACK = "copcourse.grading.feedback.exporter"
_NBGRADER = "nbgrader.preprocessors"
_TEMPLATES = Path(__file__).parent / "templates"
_configured: set[Path] = set()
_told: set[Path] = set()


def configure(c: Any, course: Path) -> None:
    """Set up nbgrader for the course in a folder; harmless when called again, as nbgrader does.

    Ends the program with one line when there are no quiz keys: nbgrader would go on after an error.
    """
    course = course.resolve()
    quizzes = Path(os.environ.setdefault(QUIZZES, str(course / "quizzes")))
    # Formgrader loads the configuration again for each request, and must not end with its server;
    # marking itself needs the key too.
    if course not in _configured and not any(quizzes.glob("*.toml")):
        sys.exit(
            f"copcourse: {quizzes} holds no quiz keys, so nobody can be marked. "
            f"Put the trainer's quiz files there, or set {QUIZZES} to the folder that has them."
        )
    _configured.add(course)
    _put_first_in_path(Path(sys.executable).parent)
    _tell_of_missing_notebooks(course)

    # nbgrader's own queries warn of themselves once a submission; none of it is a trainer's doing.
    warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")

    c.CourseDirectory.root = str(course)
    for reader in (c.OurNotebook, c.OnlyAnswers):
        reader.source = str(course / "source")
    _collecting(c)
    _marking(c)
    _feedback(c)


def _collecting(c: Any) -> None:
    # By name: only zip_collect needs them.
    plugins = "copcourse.grading.collecting.zip_collect"
    c.ZipCollectApp.extractor_plugin = f"{plugins}.HandInExtractor"
    c.ZipCollectApp.collector_plugin = f"{plugins}.HandInCollector"


def _marking(c: Any) -> None:
    stock = os.environ.get(MARKING) == "stock"
    c.Autograde.exporter_class = f"{_OURS}.OurNotebook"
    c.Autograde.autograde_preprocessors = [
        f"{_OURS}.OnlyAnswers",
        f"{_NBGRADER}.Execute" if stock else f"{_OURS}.MarkAnswers",
        f"{_OURS}.EveryCellMarked",
        f"{_NBGRADER}.IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        f"{_NBGRADER}.LimitOutput",
        f"{_NBGRADER}.SaveAutoGrades",
        f"{_NBGRADER}.AssignLatePenalties",
    ]
    if stock:
        c.Autograde.autograde_preprocessors += [f"{_NBGRADER}.CheckCellMetadata"]
    else:
        # The rest of nbgrader's list mends a learner's notebook, and ours needs no mending. It is
        # more than a third of the time of a submission that no kernel runs.
        c.Autograde.sanitize_preprocessors = [f"{_NBGRADER}.ClearOutput"]
    # Nothing importable is left beside the notebook; this holds even if something were.
    c.Execute.extra_arguments = [
        "--InteractiveShellApp.ignore_cwd=True",
        "--HistoryManager.hist_file=:memory:",
    ]


def _feedback(c: Any) -> None:
    # The page is made of the answers and the gradebook, and nothing of the notebook is in it.
    c.GenerateFeedback.exporter_class = f"{_FEEDBACK}.FeedbackExporter"
    c.GenerateFeedback.preprocessors = []
    # An empty mathjax.html.j2 before nbgrader's templates: its pages would ask another host for it.
    c.HTMLExporter.extra_template_basedirs = [str(_TEMPLATES), str(_formgrader_templates())]


def _formgrader_templates() -> Path:
    # Asking nbgrader for its templates would import all of it.
    spec = find_spec("nbgrader")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "server_extensions" / "formgrader" / "templates"


def _put_first_in_path(folder: Path) -> None:
    # nbgrader calls alembic by name, and an environment that is not activated has it nowhere else.
    path = os.environ.get("PATH", "").split(os.pathsep)
    if path[0] != str(folder):
        os.environ["PATH"] = os.pathsep.join([str(folder), *path])


def _tell_of_missing_notebooks(course: Path) -> None:
    # Who passes them over is nbgrader's own command; copcourse mark reads the answers alone.
    app = Application.instance() if Application.initialized() else None
    if not type(app).__module__.startswith("nbgrader."):
        return
    for answers in sorted((course / "submitted").glob(f"*/*/{ANSWERS}")):
        folder = answers.parent
        if folder not in _told and not (folder / f"{NOTEBOOK}.ipynb").exists():
            _told.add(folder)
            print(
                f"copcourse: {folder} has no {NOTEBOOK}.ipynb, so nbgrader passes it over. Put the "
                "hand-in there with copcourse collect, or copy the released notebook into it.",
                file=sys.stderr,
            )
