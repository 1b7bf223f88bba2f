"""One thing that the doctor has looked at."""

from __future__ import annotations

import textwrap
from typing import Literal

from attrs import frozen

Level = Literal["ready", "look", "mend"]
SIGNS: dict[Level, str] = {"ready": "✓", "look": "!", "mend": "✗"}
_INDENT = " " * 10


@frozen
class Finding:
    """``mend`` is in the way of a workshop, ``look`` is worth knowing, ``ready`` is neither.

    ``text`` says what was found, ``remedy`` what to do about it; both are full sentences.
    """

    level: Level
    text: str
    remedy: str = ""

    def shown(self, width: int, *, signs: bool = True) -> str:
        """The finding for a terminal of so many columns; the word stands beside the sign."""
        head = f"{SIGNS[self.level]} {self.level:<6}" if signs else f"  {self.level:<6}"
        lines = [_wrapped(self.text, f"{head}  ", width)]
        if self.remedy:
            lines.append(_wrapped(self.remedy, f"{_INDENT}To do: ", width))
        return "\n".join(lines)


def _wrapped(text: str, head: str, width: int) -> str:
    return textwrap.fill(
        text,
        max(width, 40),
        initial_indent=head,
        subsequent_indent=_INDENT,
        # A command or an address that is broken in two cannot be copied.
        break_long_words=False,
        break_on_hyphens=False,
    )
