"""Rules over the whole course: whom its stories show, and one text for one belief."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from copcourse.checking.problems import problem
from copcourse.content import Course, Quiz, Scenario
from copcourse.errors import ContentError

EDUCATORS = 1 / 3
DIFFERENT = 1 / 4
CHILD_DID_IT = 3
# Here every story is about such a child, so these do not count for the others.
OWN_MODULE = "special-needs"


def check_coverage(course: Course) -> Iterator[ContentError]:
    """What all stories together must hold."""
    stories = [scenario for module in course.modules for scenario in module.scenarios]
    elsewhere = [s for m in course.modules if m.slug != OWN_MODULE for s in m.scenarios]
    different = _with(elsewhere, "disability", "illness", "migration")
    # A share of all stories, a number of them: (what, how many there are, how many are needed).
    needed = (
        ("for educators", [s for s in stories if s.audience == "educator"],
         EDUCATORS * len(stories)),
        (f"with a disabled, ill or migrant child outside {OWN_MODULE}", different,
         DIFFERENT * len(elsewhere)),
        ("where the reader's own child or pupil did the harm", _with(stories, "child-did-it"),
         CHILD_DID_IT),
        ("with a home that is not safe", _with(stories, "unsafe-home"), 1),
    )  # fmt: skip
    for what, found, least in needed:
        if len(found) < least:
            fault = f"{len(found)} of {len(stories)} stories {what}, and {least:.3g} are asked for"
            remedy = "Write another, or mend audience and themes."
            yield problem("coverage", course.root, "", fault, remedy)


def _with(stories: list[Scenario], *themes: str) -> list[Scenario]:
    return [story for story in stories if set(themes) & set(story.themes)]


def check_beliefs(quizzes: Mapping[Path, Quiz]) -> Iterator[ContentError]:
    """An id that two quizzes use is one belief, in the same words."""
    first: dict[str, tuple[Path, str]] = {}
    for path, quiz in quizzes.items():
        for one, text in quiz.misconceptions.items():
            there, said = first.setdefault(one, (path, text))
            if said != text:
                fault = f"the misconception {one!r} reads otherwise than in {there.name}"
                remedy = "Use the same words, or another id."
                yield problem("misconception", path, "", fault, remedy)


def coverage_lines(course: Course) -> Iterator[str]:
    """What the report says of all stories together."""
    stories = [scenario for module in course.modules for scenario in module.scenarios]
    educators = sum(story.audience == "educator" for story in stories)
    yield f"stories: {len(stories)}, of them {educators} for educators"
    for theme in ("disability", "illness", "migration", "child-did-it", "unsafe-home"):
        names = ", ".join(story.id for story in _with(stories, theme))
        yield f"  {theme}: {names or 'none'}"
    yield "  harms: " + ", ".join(sorted({harm for story in stories for harm in story.harm}))
    yield "  countries: " + ", ".join(sorted({story.country for story in stories}))
