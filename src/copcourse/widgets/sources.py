"""The numbered list of sources that the text and the widgets point to."""

from copcourse.widgets.base import CourseWidget
from copcourse.widgets.loader import script, style

__all__ = ["SourcesWidget"]


class SourcesWidget(CourseWidget):
    """The numbered list of sources that the text and the widgets point to."""

    part = "sources"
    _esm = script(part)
    _css = style(part)
