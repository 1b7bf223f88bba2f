"""Help lines by country. No country is guessed and none is kept."""

from copcourse.widgets.base import CourseWidget
from copcourse.widgets.loader import script, style

__all__ = ["HelplinesWidget"]


class HelplinesWidget(CourseWidget):
    """Help lines by country. No country is guessed and none is kept."""

    part = "helplines"
    _esm = script(part)
    _css = style(part)
