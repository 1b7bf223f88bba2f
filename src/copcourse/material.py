"""What the widgets of a module show, as plain data, whatever shows it: a kernel or the site.

Only what a widget needs is read, so that a learner's kernel stays small.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from copcourse import reading, sheets
from copcourse.blocks import filled_blocks
from copcourse.content import Review, Source
from copcourse.errors import ContentError
from copcourse.locating import course_root
from copcourse.texts import cited
from copcourse.words import words

Sheet = dict[str, Any]


class Material:
    """The data of one topic, or of the folder of a quiz that nbgrader fetched.

    Parameters
    ----------
    folder
        The folder of the notebook.
    lang
        The language of the interface words.
    """

    def __init__(self, folder: Path, lang: str = "en") -> None:
        self.folder = folder
        self.lang = lang

    @property
    def slug(self) -> str:
        """The module's id: what its quiz says, else the folder's name."""
        sheet = self.folder / "quiz.json"
        return str(self._quiz["quiz"]) if sheet.is_file() else self.folder.name

    def scenario(self, scenario_id: str) -> Sheet:
        """One story. Raises ContentError for a story that is not there."""
        path = self.folder / "scenarios" / f"{scenario_id}.toml"
        scenario = reading.read_scenario(path)
        return sheets.scenario_sheet(
            self.slug, scenario, self._sources, self._blocks, self._help_url, words(self.lang)
        )

    def practice(self, when: str) -> Sheet:
        """The practice items of a section, of the self-check or for return visits."""
        path = self.folder / "practice.toml"
        items = [item for item in reading.read_practice(path) if item.when == when]
        if not items:
            fault = f"no practice item has when = {when!r}"
            raise ContentError(fault, "Write one, or mend the cell.", file=path)
        sheet = sheets.practice_sheet(self.slug, when, items, self._sources, words(self.lang))
        # Whoever comes back may have heard something at home.
        return {**sheet, "help": self._help_url} if when == "return" else sheet

    def placement(self) -> Sheet:
        """The questions that show where to begin; each leads to a module."""
        questions = reading.read_placement(self._root / "placement.toml")
        titles = {
            one.module: reading.read_page(self._root / one.module / "text.md").title
            for one in questions
        }
        return sheets.placement_sheet(questions, titles, self._sources, words(self.lang))

    def plan(self) -> Sheet:
        """What a reader makes a plan of. Raises ContentError where the module has none."""
        plan = reading.read_plan(self.folder / "plan.toml")
        page = "../agreements.ipynb"
        return plan.sheet(self.slug, page if (self.folder / page).is_file() else None)

    def quiz(self) -> Sheet:
        """The class quiz. It never knows the key: ``quiz.json`` beside the notebook has none."""
        return {**self._quiz, "help": self._help_url}

    def sources(self) -> Sheet:
        """The list of what the module's texts, stories and questions rest on."""
        return sheets.sources_sheet(module_citations(self.folder), self._sources)

    def helplines(self) -> Sheet:
        """Where to get help, by country."""
        return sheets.helplines_sheet(
            reading.read_helplines(self._root / "helplines.toml"),
            self._blocks["danger-now"],
            words(self.lang),
        )

    def toolbar(self) -> Sheet:
        """Leave quickly and Erase everything, where the page itself has none (JupyterLab)."""
        return {"help": self._help_url}

    @cached_property
    def _root(self) -> Path:
        return course_root(self.folder)

    @cached_property
    def _help_url(self) -> str:
        for beside in ("help.ipynb", "../help.ipynb", "../../help.ipynb"):
            if (self.folder / beside).is_file():
                return beside
        # A folder that nbgrader fetched has no pages beside it.
        worldwide = reading.read_helplines(self._root / "helplines.toml").worldwide
        return next(line.url for line in worldwide if line.kind == "child" and line.url)

    @cached_property
    def _sources(self) -> Mapping[str, Source]:
        return reading.SourceShelf(self._root / "sources.toml")

    @cached_property
    def _blocks(self) -> dict[str, str]:
        head = reading.read_toml(self._root / "course.toml")
        return filled_blocks(
            reading.read_blocks(self._root),
            help_url=self._help_url,
            review=Review(**head.get("review", {})),
            report=head["report"],
            lang=self.lang,
        )

    @cached_property
    def _quiz(self) -> Sheet:
        path = self.folder / "quiz.json"
        try:
            sheet: Sheet = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            fault, remedy = "the quiz's sheet is missing", "Fetch the assignment again."
            raise ContentError(fault, remedy, file=path) from None
        except ValueError:
            fault, remedy = "the quiz's sheet is damaged", "Fetch the assignment again."
            raise ContentError(fault, remedy, file=path) from None
        return sheet


def module_citations(folder: Path) -> list[str]:
    """Every source id that a module cites, in reading order: text, stories, questions."""
    ids = cited((folder / "text.md").read_text(encoding="utf-8"))
    for path in sorted((folder / "scenarios").glob("*.toml")):
        ids += reading.read_scenario(path).cited()
    for item in reading.read_practice(folder / "practice.toml"):
        ids += item.sources
    return list(dict.fromkeys(ids))
