"""A record as one page that stands alone: no script, nothing loaded from anywhere."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import copcourse
from copcourse.grading.feedback.records import Background, Feedback, Question
from copcourse.words import direction

_HERE = Path(__file__).parent
_COURSE_STYLE = "templates/voila/templates/copcourse/static/copcourse.css"

SIGNS = {"right": "✓", "partly": "◐", "wrong": "○", "open": "–", "unreadable": "–"}
"""A sign beside the word for how an answer came out, for eyes that skim."""


def page(background: Background, feedback: Feedback) -> str:
    """The whole page as HTML."""

    def question(one: Question) -> Markup:
        return _question(background, one)

    return (
        _templates()
        .get_template("page.html.j2")
        .render(
            _shared(background),
            style=_style(),
            dir=direction(background.quiz.lang),
            quiz=background.quiz,
            help=Markup(background.help),  # made from the course's own Markdown
            help_title=background.help_title,
            reviewed=background.reviewed,
            you=feedback,
            question=question,
        )
    )


@lru_cache(maxsize=4096)
def _question(background: Background, one: Question) -> Markup:
    # Many learners give the same answer, and most of the time went into writing it out again.
    template = _templates().get_template("question.html.j2")
    return Markup(template.render(_shared(background), one=one, signs=SIGNS))


def _shared(background: Background) -> dict[str, Any]:
    return {
        "lang": background.quiz.lang,
        "w": background.words["feedback"],
        "said": background.words["grading"],
        "levels": background.words["quiz"],
        "module": background.module,
    }


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["number"] = lambda value: f"{round(value, 2):g}"
    return environment


@cache
def _style() -> Markup:
    """The course's own colours and type, then what this page needs besides."""
    course = (Path(copcourse.__file__).parent / _COURSE_STYLE).read_text(encoding="utf-8")
    light, dark = course.index(":root {"), course.index("@media (prefers-color-scheme: dark)")
    end = course.index("\n}\n", dark) + 3
    # Paper is white, whatever the screen is.
    ours = course[light:dark] + course[dark:end].replace("@media (", "@media screen and (")
    return Markup(ours + (_HERE / "page.css").read_text(encoding="utf-8"))  # ours
