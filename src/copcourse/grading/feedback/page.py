"""A record as one page that stands alone: no script, nothing loaded from anywhere."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

import copcourse
from copcourse.grading.feedback.records import Background, Feedback
from copcourse.words import direction

_HERE = Path(__file__).parent
_COURSE_STYLE = "templates/voila/templates/copcourse/static/copcourse.css"

# What HTML has no way to write; a tab and the ends of lines it has.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

MARKS = {"right": "✓", "partly": "◐", "wrong": "○", "open": "–", "unreadable": "–"}
"""A sign beside the word for how an answer came out, for eyes that skim."""


def page(background: Background, feedback: Feedback) -> str:
    """The whole page as text that can be written as UTF-8, whatever the learner typed."""
    quiz = background.quiz
    return _template().render(
        style=_style(),
        lang=quiz.lang,
        dir=direction(quiz.lang),
        w=background.words["feedback"],
        said=background.words["grading"],
        levels=background.words["quiz"],
        quiz=quiz,
        module=background.module,
        help=Markup(background.help),  # made from the course's own Markdown
        help_title=background.help_title,
        reviewed=background.reviewed,
        you=feedback,
        signs=MARKS,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        finalize=_writable,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["number"] = lambda value: f"{round(value, 2):g}"
    return environment.get_template("page.html.j2")


def _writable(value: Any) -> Any:
    """The text with whole characters only: JSON can smuggle in half ones, and control characters.

    Markup of our own stays markup.
    """
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return _UNWRITABLE.sub("\ufffd", value)


@cache
def _style() -> Markup:
    """The course's own colours and type, then what this page needs besides."""
    course = (Path(copcourse.__file__).parent / _COURSE_STYLE).read_text(encoding="utf-8")
    light, dark = course.index(":root {"), course.index("@media (prefers-color-scheme: dark)")
    end = course.index("\n}\n", dark) + 3
    # Paper is white, whatever the screen is.
    ours = course[light:dark] + course[dark:end].replace("@media (", "@media screen and (")
    return Markup(ours + (_HERE / "page.css").read_text(encoding="utf-8"))  # ours
