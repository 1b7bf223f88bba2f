"""A branching story: read a scene, choose, see what happens and why."""

from copcourse.widgets.base import CourseWidget
from copcourse.widgets.loader import script, style

__all__ = ["ScenarioWidget"]


class ScenarioWidget(CourseWidget):
    """A branching story: read a scene, choose, see what happens and why."""

    part = "scenario"
    _esm = script(part)
    _css = style(part)
