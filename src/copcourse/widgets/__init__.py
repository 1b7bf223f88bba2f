"""All that a learner touches: each widget is a Python file, a JavaScript file and a CSS file."""

from copcourse.widgets.delivery import delivery
from copcourse.widgets.helplines import HelplinesWidget
from copcourse.widgets.plan import PlanWidget
from copcourse.widgets.practice import PracticeWidget
from copcourse.widgets.quiz import QuizWidget
from copcourse.widgets.scenario import ScenarioWidget
from copcourse.widgets.sources import SourcesWidget
from copcourse.widgets.toolbar import ToolbarWidget

__all__ = [
    "HelplinesWidget",
    "PlanWidget",
    "PracticeWidget",
    "QuizWidget",
    "ScenarioWidget",
    "SourcesWidget",
    "ToolbarWidget",
    "delivery",
]
