"""All that a learner touches: each widget is a Python file, a JavaScript file and a CSS file."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from copcourse.widgets.delivery import delivery

if TYPE_CHECKING:
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


def __getattr__(name: str) -> Any:
    # A class holds its whole script: a learner's kernel has those alone that its page shows.
    if name in __all__:
        module = import_module(f"{__name__}.{name.removesuffix('Widget').lower()}")
        return getattr(module, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
