"""Sources to notebooks: ``text.md`` to ``module.ipynb``, a quiz to an nbgrader assignment.

The functions that make notebooks are pure; :mod:`copcourse.building.course` writes and compares.
"""

from copcourse.building.course import build, made_files, made_page, stale

__all__ = ["build", "made_files", "made_page", "stale"]
