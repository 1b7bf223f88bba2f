"""What ``course/results.ipynb`` calls: one method a cell, in Voilà or in JupyterLab."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlencode

from attrs import frozen
from markupsafe import Markup, escape

from copcourse.errors import CourseError
from copcourse.grading.results.analysing import analyse, handed_in, read_forms
from copcourse.grading.results.hiding import for_others
from copcourse.grading.results.page import part
from copcourse.grading.results.records import Analysis, Eyes


@frozen
class Part:
    """A part of a report that a notebook shows as it is."""

    html: Markup

    def _repr_html_(self) -> str:
        return str(self.html)


@frozen(kw_only=True)
class Results:
    """The results of one module's class, for others' eyes unless the trainer's own are asked for.

    ``Results.here()`` reads the course in the notebook's folder. In Voilà the page's address says
    which quiz and whose eyes; elsewhere give ``quiz`` and ``eyes="mine"``. Where there is nothing
    to show, ``problem`` says why, and the page is that one sentence: of an error Voilà would not
    show the words.
    """

    analysis: Analysis | None = None
    quizzes: tuple[str, ...] = ()
    problem: str = ""

    @classmethod
    def here(cls, quiz: str | None = None, eyes: Eyes | None = None) -> Results:
        """Read the class."""
        course, asked = Path.cwd(), _asked()
        wanted = quiz or asked.get("quiz", "")
        try:
            found = handed_in(course)
            slug = handed_in(course, [wanted])[0] if wanted else found[0]
            analysis = analyse(slug, read_forms(course, slug))
        except CourseError as error:
            return cls(problem=str(error))
        # Anything but the one word is the safe view.
        mine = (eyes or asked.get("eyes")) == "mine"
        return cls(analysis=analysis if mine else for_others(analysis), quizzes=tuple(found))

    def choose(self) -> Part:
        """The switch between quizzes and between eyes, then what the class is."""
        if self.analysis is None:
            said = Markup('<h1>Results</h1><p class="notice" role="alert">{}</p>')
            return Part(said.format(self.problem))
        slug, eyes = self.analysis.slug, self.analysis.eyes
        views = {"show": "To show", "mine": "For my eyes"}
        links = [
            ("Quiz", [(one, {"quiz": one, "eyes": eyes}, one == slug) for one in self.quizzes]),
            (
                "Who looks at this",
                [(name, {"quiz": slug, "eyes": one}, one == eyes) for one, name in views.items()],
            ),
        ]
        shown = [_switch(label, choices) for label, choices in links if len(choices) > 1]
        return Part(Markup("").join([*shown, part("head", self.analysis, date.today())]))

    def teach_again(self) -> Part:
        """The three things to teach again, then the critical questions."""
        return self._parts("teach", "critical")

    def beliefs(self) -> Part:
        """Misconceptions: most held, most confidently held."""
        return self._parts("beliefs")

    def questions(self) -> Part:
        """Each question: facility, discrimination, options."""
        return self._parts("items")

    def quiz(self) -> Part:
        """Mean, reliability and standard error of the whole."""
        return self._parts("whole")

    def certainty(self) -> Part:
        """How sure people were, and how right."""
        return self._parts("certainty")

    def change(self) -> Part:
        """The short forms before and after."""
        return self._parts("change")

    def how_to_read(self) -> Part:
        """What the figures rest on and what is hidden."""
        return self._parts("reading")

    def _parts(self, *names: str) -> Part:
        analysis = self.analysis
        shown = (part(name, analysis) for name in names) if analysis else ()
        return Part(Markup("").join(shown))


def _asked() -> dict[str, str]:
    """What stands in the page's address; Voilà gives it to the kernel."""
    return {key: values[0] for key, values in parse_qs(os.environ.get("QUERY_STRING", "")).items()}


def _switch(label: str, choices: list[tuple[str, dict[str, str], bool]]) -> Markup:
    links = Markup("").join(
        Markup('<li><a href="?{}"{}>{}</a></li>').format(
            urlencode(address), Markup(' aria-current="page"') if here else "", escape(name)
        )
        for name, address, here in choices
    )
    return Markup('<nav aria-label="{}"><ul class="switch">{}</ul></nav>').format(label, links)
