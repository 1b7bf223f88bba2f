"""The templates of the handouts, and what each of them is told."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from attrs import frozen
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from copcourse.blocks import filled_blocks, review_sentence
from copcourse.content import Course
from copcourse.handouts.markdown import line, on_paper
from copcourse.handouts.records import Copies, Handout, Paper
from copcourse.serving.page import TEMPLATES
from copcourse.words import direction, words

# Millimetres: the paper's name for CSS, and the height between its margins.
SIZES: Mapping[Paper, tuple[str, float]] = {"a4": ("A4", 273), "letter": ("letter", 255)}


@frozen(kw_only=True)
class Press:
    """What every handout of one run shares."""

    course: Course
    country: str
    paper: Paper
    blocks: Mapping[str, str]
    lang: str

    @property
    def said(self) -> Mapping[str, Mapping[str, str]]:
        """The interface words, by table."""
        return words(self.lang)

    @property
    def help_url(self) -> str:
        """The help list among the handouts."""
        return help_name(self.country) + ".html"

    def markdown(self, text: str) -> Markup:
        """Markdown of the course as HTML for paper."""
        return Markup(on_paper(text, self.help_url, self.blocks))

    def block(self, name: str) -> Markup:
        """A safety text as HTML for paper."""
        return self.markdown(self.blocks[name])

    def handout(
        self,
        template: str,
        *,
        name: str,
        title: str,
        heading: str,
        copies: Copies,
        module: int = 0,
        **told: Any,
    ) -> Handout:
        """A handout from the template of that name."""
        made = self.page(template, title=title, heading=heading, **told)
        return Handout(
            name=name, title=title, heading=heading, copies=copies, module=module, html=made
        )

    def page(self, template: str, *, title: str, heading: str, **told: Any) -> str:
        """A page from the template of that name."""
        size, height = SIZES[self.paper]
        return (
            _environment()
            .get_template(f"{template}.html.j2")
            .render(
                press=self,
                t=self.said["handouts"],
                said=self.said,
                lang=self.lang,
                dir=direction(self.lang),
                title=title,
                heading=heading,
                size=size,
                height=height,
                course=self.course.title,
                review=review_sentence(self.course.review, self.lang),
                **told,
            )
        )


def help_name(country: str) -> str:
    """The file of a country's help list, without its ending."""
    return f"help-{country.lower()}"


def make_press(course: Course, country: str, paper: Paper) -> Press:
    """What the handouts of a country share."""
    lang = course.home.lang
    blocks = filled_blocks(
        course.blocks,
        help_url=help_name(country) + ".html",
        review=course.review,
        report=course.report,
        lang=lang,
    )
    return Press(course=course, country=country, paper=paper, blocks=blocks, lang=lang)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "handouts"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["line"] = lambda text: Markup(line(text))
    return environment
