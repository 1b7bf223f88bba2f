"""What an author has on the desk: one file, what was last good of it, and all its problems."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any, Literal

from attrs import evolve, frozen

from copcourse.authoring.showing import (
    anchor,
    problem_list,
    scenario_ids,
    show_questions,
    show_scenario,
)
from copcourse.checking import check_file
from copcourse.content import Course, Page, Quiz, Scenario
from copcourse.errors import ContentError, CourseError, CourseErrors
from copcourse.items import Item
from copcourse.reading import (
    quizzes_folder,
    read_course,
    read_page,
    read_practice,
    read_quiz,
    read_quizzes,
    read_scenario,
)

Kind = Literal["page", "scenario", "questions"]


def kind_of(file: Path, root: Path) -> Kind:
    """What kind of file the preview is asked for. Raises ContentError for any other."""
    if file.suffix == ".md" and file.is_relative_to(root):
        return "page"
    if file.suffix == ".toml" and file.parent.name == "scenarios":
        return "scenario"
    if file.name == "practice.toml" or file.parent == quizzes_folder(root):
        return "questions"
    raise ContentError(
        "the preview shows no file of this kind",
        "Name a text (.md), a story in scenarios/, a practice.toml or a quiz in course/quizzes/.",
        file=file,
    )


@frozen
class Shown:
    """What was last good: a story, questions, or a page as readers see it."""

    value: Any
    page: str = ""
    html: str = ""


class Desk:
    """One file on an author's desk, read anew when it was saved.

    Parameters
    ----------
    root
        The course's ``modules/``.
    file
        The text, story or quiz.
    """

    def __init__(self, root: Path, file: Path) -> None:
        self.root, self.file = root.resolve(), file.resolve()
        self.kind = kind_of(self.file, self.root)
        self.saved = 0
        self._good: Shown | None = None
        self._broken: list[CourseError] = []
        self._problems: list[CourseError] | None = None
        # The check runs beside the server's own thread.
        self._lock = threading.Lock()

    def read(self) -> None:
        """Read the file anew. What was good stays where it cannot be read."""
        self.saved += 1
        try:
            self._good, self._broken = self._read(), []
            self._problems = None
        except CourseErrors as errors:
            self._broken = list(errors.errors)
        except CourseError as error:
            self._broken = [error]

    def forget(self) -> None:
        """Read the rest of the course anew, when something else in it was saved."""
        self.__dict__.pop("_course", None)
        self.__dict__.pop("_pages", None)

    def check(self) -> None:
        """Apply every rule to the file; takes longer than to show it."""
        with self._lock:
            saved = self.saved
            try:
                found = check_file(self.root, self.file)
            except CourseError as error:
                found = [error]
            if saved == self.saved:
                self._problems = found

    def parts(self) -> dict[str, str]:
        """The parts of the preview, as HTML, by their names."""
        name = self.file.relative_to(self.root.parent).as_posix()
        return {
            "name": f"{self.file.name}: preview",
            "title": escape(name),
            "kind": self.kind,
            "state": self._state(),
            "page": f"site/{self.page.page}?saved={self.saved}" if self.page else "",
            "stale": self._stale(),
            "shown": f'<div id="stale">{self._stale()}</div>{self._shown()}',
            "problems": self._list(),
        }

    @property
    def page(self) -> Shown | None:
        """The page as readers see it, where the file is one."""
        return self._good if self.kind == "page" else None

    def _state(self) -> str:
        if self._broken:
            return "The file cannot be read as it is now."
        if self._problems is None:
            return "Read. The check is under way."
        n = len(self._problems)
        return "Nothing to mend." if n == 0 else f"{n} to mend."

    def _stale(self) -> str:
        if not self._broken:
            return ""
        kept = "Below is what was last good." if self._good else "Nothing can be shown yet."
        told = problem_list(self._broken)
        return f'<div class="stale"><h2>It cannot be read</h2><p>{kept}</p>{told}</div>'

    def _list(self) -> str:
        known = self._ids()
        if self._broken:
            return problem_list(self._broken)
        if self._problems is None:
            return "<p>The check is under way.</p>"
        if not self._problems:
            return "<p>Nothing to mend in this file.</p>"
        return problem_list(self._problems, known)

    def _ids(self) -> list[str]:
        value = self._good.value if self._good else None
        if isinstance(value, Scenario):
            return scenario_ids(value)
        if self.kind == "questions":
            return [anchor(one) for one in self._problems or ()]
        return []

    def _shown(self) -> str:
        if self._good is None:
            return ""
        problems = self._problems or []
        value = self._good.value
        if isinstance(value, Scenario):
            return show_scenario(value, problems)
        if isinstance(value, Quiz):
            by_hand = (*((value.reflection,) if value.reflection else ()), *value.confidence)
            return show_questions(value.title, value.items, by_hand, problems)
        if self.kind == "questions":
            items: Sequence[Item] = value
            return show_questions("Practice", items, (), problems)
        address = escape(f"site/{self._good.page}?saved={self.saved}")
        return f'<iframe src="{address}" title="The page as readers see it"></iframe>'

    def _read(self) -> Shown:
        if self.kind == "scenario":
            return Shown(read_scenario(self.file))
        if self.kind == "questions":
            practice = self.file.name == "practice.toml"
            return Shown(read_practice(self.file) if practice else read_quiz(self.file))
        return self._made()

    def _made(self) -> Shown:
        from copcourse.building import made_page
        from copcourse.exporting.addresses import site_path
        from copcourse.exporting.pages import make_page

        page = read_page(self.file)
        course, quizzes = self._course
        made = made_page(_with(course, page), quizzes, self.file)
        if made is None:
            raise ContentError(
                "no page of the course is made of this text",
                "Name a page's own text, or add its module to course.toml.",
                file=self.file,
            )
        place, notebook = made
        address = site_path(place.path)
        pages = {**self._pages, place.path: address}
        text = make_page(
            notebook, place.path, root=self.root, pages=pages, environment=self._environment
        )
        return Shown(page, address, text)

    @cached_property
    def _course(self) -> tuple[Course, Mapping[str, Quiz]]:
        return read_course(self.root), read_quizzes(self.root)

    @cached_property
    def _pages(self) -> Mapping[str, str]:
        from copcourse.exporting.site import site_pages

        return site_pages(self.root)

    @cached_property
    def _environment(self) -> Any:
        from copcourse.exporting.pages import make_environment

        return make_environment()


def _with(course: Course, page: Page) -> Course:
    """The course with a page in the place of the one from the same file."""

    def new(old: Page) -> Page:
        return page if old.path == page.path else old

    modules = tuple(
        evolve(
            module,
            text=new(module.text),
            activities=new(module.activities),
            workshop=new(module.workshop),
            simpler=module.simpler and new(module.simpler),
        )
        for module in course.modules
    )
    return evolve(
        course,
        home=new(course.home),
        help_page=new(course.help_page),
        pages={name: new(one) for name, one in course.pages.items()},
        modules=modules,
    )
