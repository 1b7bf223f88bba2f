"""A module as its notebook sees it: each method gives one widget."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from copcourse import widgets
from copcourse.material import Material

if TYPE_CHECKING:
    from copcourse.widgets import (
        HelplinesWidget,
        PlanWidget,
        PracticeWidget,
        QuizWidget,
        ScenarioWidget,
        SourcesWidget,
        ToolbarWidget,
    )


class Module:
    """One topic of the course, or the folder of a quiz that nbgrader fetched.

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
        self._material = Material(folder, lang)

    @classmethod
    def here(cls) -> Module:
        """The module of the notebook that runs this, which stands in its module's folder."""
        return cls(Path.cwd())

    @property
    def slug(self) -> str:
        """The module's id."""
        return self._material.slug

    def scenario(self, scenario_id: str) -> ScenarioWidget:
        """The player of one story. Raises ContentError for a story that is not there."""
        return widgets.ScenarioWidget(self._material.scenario(scenario_id), lang=self.lang)

    def practice(self, when: str) -> PracticeWidget:
        """The practice items of a section, of the self-check or for return visits."""
        return widgets.PracticeWidget(self._material.practice(when), lang=self.lang)

    def placement(self) -> PracticeWidget:
        """The questions that show where to begin; each leads to a module."""
        return widgets.PracticeWidget(self._material.placement(), lang=self.lang)

    def plan(self) -> PlanWidget:
        """The plan that a reader makes. Raises ContentError where the module has none."""
        return widgets.PlanWidget(self._material.plan(), lang=self.lang)

    def quiz(self) -> QuizWidget:
        """The class quiz. It never knows the key."""
        return widgets.QuizWidget(self._material.quiz(), folder=self.folder, lang=self.lang)

    def sources(self) -> SourcesWidget:
        """The list of what the module's texts, stories and questions rest on."""
        return widgets.SourcesWidget(self._material.sources(), lang=self.lang)

    def helplines(self) -> HelplinesWidget:
        """Where to get help, by country."""
        return widgets.HelplinesWidget(self._material.helplines(), lang=self.lang)

    def toolbar(self) -> ToolbarWidget:
        """Leave quickly and Erase everything, where the page itself has none (JupyterLab)."""
        return widgets.ToolbarWidget(self._material.toolbar(), lang=self.lang)
