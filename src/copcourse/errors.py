"""Every error that a user of copcourse can meet.

::

    CourseError
    ├── ContentError    a file of the course says something that it may not
    ├── AnswersError    a hand-in or an answers file cannot be used
    ├── KeyMissing      the key of a quiz is not where it should be
    ├── ServeError      the course cannot be served here
    ├── ExportError     the site cannot be written there
    ├── BadgeError      a badge or its key cannot be made, read or believed
    └── CourseErrors    several of them at once

Each is one sentence for a person: file, place in it, what is wrong, what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class CourseError(Exception):
    """One fault: where it is, what is wrong and what to do about it.

    Parameters
    ----------
    fault
        What is wrong, without a full stop.
    remedy
        What to do, a full sentence.
    file
        The file, as the user knows it.
    place
        The place in the file: a path of ids such as ``item "loot-box", option "c"``.
    """

    def __init__(
        self, fault: str, remedy: str, *, file: Path | str | None = None, place: str = ""
    ) -> None:
        self.fault = fault
        self.remedy = remedy
        self.file = file
        self.place = place
        super().__init__(str(self))

    def __str__(self) -> str:
        where = ": ".join(str(part) for part in (self.file, self.place) if part)
        sentence = f"{self.fault}. {self.remedy}"
        return f"{where}: {sentence}" if where else sentence

    def _render_traceback_(self) -> list[str]:
        # IPython asks for this: whoever reads a notebook gets the sentence and no traceback.
        return [str(self)]


class ContentError(CourseError):
    """A file of the course is not as it must be; ``rule`` names the broken rule."""

    def __init__(
        self,
        fault: str,
        remedy: str,
        *,
        file: Path | str | None = None,
        place: str = "",
        rule: str = "format",
    ) -> None:
        self.rule = rule
        super().__init__(fault, remedy, file=file, place=place)


class AnswersError(CourseError):
    """A hand-in or an ``answers.json`` that cannot be used; ``reason`` is a short machine word.

    Reasons: ``empty, too-large, not-text, not-json, not-answers, other-quiz, other-edition,
    unknown-item, unreadable-answer, checksum, learner``.
    """

    def __init__(
        self,
        fault: str,
        remedy: str,
        *,
        reason: str,
        file: Path | str | None = None,
        place: str = "",
    ) -> None:
        self.reason = reason
        super().__init__(fault, remedy, file=file, place=place)


class KeyMissing(CourseError):
    """The key of a quiz cannot be found, so nobody may be given a mark."""


class ExportError(CourseError):
    """The site cannot be written there."""


class BadgeError(CourseError):
    """A badge or its key cannot be made, read or believed."""


class ServeError(CourseError):
    """The course cannot be served: a taken port, a missing template, no notebooks."""


class CourseErrors(CourseError):
    """Several errors found in one run, in the order in which they were found."""

    def __init__(self, errors: Sequence[CourseError]) -> None:
        self.errors = tuple(errors)
        super().__init__(f"{len(self.errors)} problems", "Mend each of them.")

    def __str__(self) -> str:
        return "\n".join(str(error) for error in getattr(self, "errors", ()))
