"""The course as frozen records. They hold what an author wrote, and know no file format."""

from typing import TYPE_CHECKING

from copcourse.ondemand import on_demand

if TYPE_CHECKING:
    from copcourse.content.course import MINUTES, Course, ModuleContent, Objective, Page
    from copcourse.content.quizzes import (
        FORMS,
        LEVELS,
        Confidence,
        Quiz,
        Reflection,
        quiz_folder,
        split_slug,
    )
    from copcourse.content.sources import Review, Source
    from copcourse.content.stories import Choice, Ending, Scenario, Scene

__all__ = [
    "FORMS",
    "LEVELS",
    "MINUTES",
    "Choice",
    "Confidence",
    "Course",
    "Ending",
    "ModuleContent",
    "Objective",
    "Page",
    "Quiz",
    "Reflection",
    "Review",
    "Scenario",
    "Scene",
    "Source",
    "quiz_folder",
    "split_slug",
]

# Each record costs a learner's kernel memory, and it needs few of them.
__getattr__ = on_demand(
    __name__,
    {
        "course": ("MINUTES", "Course", "ModuleContent", "Objective", "Page"),
        "quizzes": (
            "FORMS",
            "LEVELS",
            "Confidence",
            "Quiz",
            "Reflection",
            "quiz_folder",
            "split_slug",
        ),
        "sources": ("Review", "Source"),
        "stories": ("Choice", "Ending", "Scenario", "Scene"),
    },
)
