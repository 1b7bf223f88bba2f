"""Points off for late hand-ins, by nbgrader's own step and the plug-in that the course names."""

from __future__ import annotations

from types import SimpleNamespace

from copcourse.errors import CourseError
from copcourse.grading.bulk.writing import Penalty
from copcourse.grading.layout import CONFIG
from copcourse.grading.settings import Settings


def late_penalty(settings: Settings) -> Penalty | None:
    """What the course takes off, or None where it has configured nothing.

    nbgrader's default takes nothing off, and importing it to learn that takes seconds. Raises
    CourseError where the plug-in cannot be had, and so does the penalty where the plug-in fails.
    """
    if not {"AssignLatePenalties", "LateSubmissionPlugin"} & set(settings.config):
        return None
    try:
        from nbgrader.preprocessors import AssignLatePenalties

        step = AssignLatePenalties(config=settings.config)
        step.init_plugin()
    except Exception as error:  # a plug-in is somebody's program
        raise _failed(settings, error) from error

    def penalty(learner: str, score: float, seconds: float) -> float | None:
        try:
            due = step.plugin_inst.late_submission_penalty(learner, score, seconds)
            if due is None:
                return None
            return float(step._check_late_penalty(SimpleNamespace(score=score), due))
        except Exception as error:
            raise _failed(settings, error) from error

    return penalty


def _failed(settings: Settings, error: Exception) -> CourseError:
    return CourseError(
        f"the plug-in for late penalties fails: {type(error).__name__}: {error}",
        "Mend it, or take AssignLatePenalties out of the configuration.",
        file=settings.course / CONFIG,
    )
