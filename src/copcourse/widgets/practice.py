"""Practice items: try, see why, try once more. Nothing is marked."""

from copcourse.widgets.base import CourseWidget
from copcourse.widgets.loader import script, style

__all__ = ["PracticeWidget"]


class PracticeWidget(CourseWidget):
    """Practice items: try, see why, try once more. Nothing is marked."""

    part = "practice"
    _esm = script(part)
    _css = style(part)
