"""What a class's quizzes show: what to teach again, each question, how sure, before and after.

``Results`` is what the trainer's notebook calls.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copcourse.grading.results.dashboard import Results

__all__ = ["Results"]


def __getattr__(name: str) -> type["Results"]:
    # With it come pandas and nbgrader, which no other command of copcourse should wait for.
    if name == "Results":
        from copcourse.grading.results.dashboard import Results

        return Results
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
