"""A plan: lines to choose, words of one's own, and a page to print."""

from copcourse.widgets.base import CourseWidget
from copcourse.widgets.loader import script, style

__all__ = ["PlanWidget"]


class PlanWidget(CourseWidget):
    """A plan: lines to choose, words of one's own, and a page to print."""

    part = "plan"
    _esm = script(part)
    _css = style(part)
