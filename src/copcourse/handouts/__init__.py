"""Handouts for a workshop: cards, sheets, forms and the help list, as HTML and as tagged PDF.

:mod:`copcourse.handouts.deck` numbers a scenario's cards, :mod:`copcourse.handouts.sheets` says
what stands on which sheet, :mod:`copcourse.handouts.pdf` makes PDF, and
:mod:`copcourse.handouts.folder` puts all of it into a folder.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from copcourse.handouts.writing import write

__all__ = ["write"]


def __getattr__(name: str) -> Any:
    # The command's options are made at every start, and need none of what writes.
    if name == "write":
        from copcourse.handouts.writing import write

        return write
    raise AttributeError(f"module 'copcourse.handouts' has no attribute {name!r}")
