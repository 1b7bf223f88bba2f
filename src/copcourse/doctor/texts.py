"""Whether the course itself is in order."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from copcourse.content import Course, Quiz
from copcourse.doctor.finding import Finding
from copcourse.errors import CourseError, CourseErrors
from copcourse.reading import quizzes_folder, read_course, read_quizzes

_AUTHORS = ("textstat", "jupytext", "nbgrader")


def read_here(root: Path) -> tuple[Course | None, list[Finding]]:
    """The course, or why it cannot be read."""
    try:
        course = read_course(root)
    except CourseErrors as errors:
        return None, [_to_mend(errors.errors)]
    except CourseError as error:
        return None, [_to_mend([error])]
    return course, [Finding("ready", f"The course is here, with {len(course.modules)} modules.")]


def texts_findings(course: Course) -> list[Finding]:
    """The check of every text, and whether what is made from the texts is of today."""
    root = course.root
    if not quizzes_folder(root).is_dir():
        text = "This is the course as it was released, which is checked before it is given out."
        return [Finding("ready", text)]
    if missing := [name for name in _AUTHORS if find_spec(name) is None]:
        text = f"The texts were not checked: {', '.join(missing)} is not installed."
        return [Finding("look", text, "If you change texts: pip install 'copcourse[author]'.")]
    from copcourse.checking import check_course

    problems = check_course(root)[1]
    if problems:
        return [_to_mend(problems)]
    checked = Finding("ready", "copcourse check finds nothing in the texts, stories and questions.")
    return [checked, _fresh(course, read_quizzes(root))]


def _fresh(course: Course, quizzes: Mapping[str, Quiz]) -> Finding:
    from copcourse.building import stale

    old = stale(course, quizzes)
    if not old:
        return Finding("ready", "The pages are what the texts make.")
    names = f"{old[0]}" if len(old) == 1 else f"{old[0]} and {len(old) - 1} more"
    return Finding("mend", f"Pages are older than their texts: {names}.", "Run copcourse build.")


def _to_mend(problems: list[CourseError] | tuple[CourseError, ...]) -> Finding:
    text = f"The course has {len(problems)} to mend. The first: {problems[0]}"
    return Finding("mend", text, "Run copcourse check, which names each place.")
