"""What the widgets have in common: data goes to the browser, and none comes back."""

from collections.abc import Mapping
from typing import Any, ClassVar

import anywidget
import traitlets

from copcourse.widgets.delivery import delivery as this_delivery
from copcourse.widgets.loader import state

__all__ = ["CourseWidget"]


class CourseWidget(anywidget.AnyWidget):
    """A widget that is whole once it is shown: what a learner does stays in the browser.

    Args:
        sheet: the widget's data, as plain dicts and lists.
        words: all tables of interface strings; those of `lang` when left out.
        lang: the language of the sheet.
        delivery: `lab`, `voila` or `site`; found out when left out.

    Raises:
        LookupError: there are no words in that language.
    """

    part: ClassVar[str]

    sheet = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    delivery = traitlets.Unicode().tag(sync=True)
    lang = traitlets.Unicode().tag(sync=True)
    dir = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        sheet: Mapping[str, Any],
        *,
        words: Mapping[str, Mapping[str, str]] | None = None,
        lang: str = "en",
        delivery: str | None = None,
    ) -> None:
        place = this_delivery() if delivery is None else delivery
        super().__init__(**state(self.part, sheet, words=words, lang=lang, delivery=place))

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Ignore what a browser would write: traits go one way."""
