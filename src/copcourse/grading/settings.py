"""nbgrader's own settings of a course, found and read as nbgrader does.

nbgrader itself is not imported: that takes seconds, and reading its settings needs none of it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from copcourse.errors import ContentError
from copcourse.grading.layout import CONFIG
from copcourse.locating import course_root
from copcourse.marking import QUIZZES

if TYPE_CHECKING:
    from traitlets.config import Config


@frozen(kw_only=True)
class Settings:
    """Where a course lies, its gradebook's SQLAlchemy address, and all else that is configured."""

    course: Path
    address: str
    course_id: str
    config: Config

    @property
    def quizzes(self) -> Path:
        """The folder of the trainer's quiz files, which hold the keys."""
        return Path(os.environ.get(QUIZZES) or self.course / "quizzes")

    def of(self, section: str, name: str, default: Any) -> Any:
        """One setting of one of nbgrader's classes."""
        return self.config[section].get(name, default)


def course_folder(option: Path | None) -> Path:
    """The nbgrader course that is meant: the one named, else the current folder if it is one.

    Otherwise the ``course/`` beside the modules.
    """
    if option is not None:
        return option
    here = Path.cwd()
    return here if (here / CONFIG).is_file() else course_root().parent / "course"


def read_settings(course: Path) -> Settings:
    """The settings of a course: Jupyter's configuration folders first, then the course's own file.

    Raises ContentError where a configuration fails. What the file sets in the environment is then
    set here too, as it is for nbgrader. A folder without one is a course by nbgrader's defaults.
    """
    from jupyter_core.application import JupyterApp
    from traitlets.config import Application

    course = course.resolve()
    # nbgrader lets a configuration import what lies beside it.
    if str(course) not in sys.path:
        sys.path.insert(0, str(course))
    app = JupyterApp(config_file_name="nbgrader_config", raise_config_file_errors=True)
    try:
        app.load_config_file()
        Application.load_config_file(app, CONFIG, str(course))
        root = Path(app.config.CourseDirectory.get("root", course))
        if root.resolve() != course:
            Application.load_config_file(app, CONFIG, str(root))
    except Exception as error:  # the file is a program, and anything can go wrong in it
        raise ContentError(
            f"the configuration fails: {type(error).__name__}: {error}",
            "Mend it, then run this again. Nothing was changed.",
            file=course / CONFIG,
        ) from error
    settings = app.config.CourseDirectory
    return Settings(
        course=root,
        address=settings.get("db_url") or f"sqlite:///{root / 'gradebook.db'}",
        course_id=settings.get("course_id", ""),
        config=app.config,
    )
