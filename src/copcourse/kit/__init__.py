"""The kit for a memory stick: the site, the handouts and a start page, in one zip.

:mod:`copcourse.kit.country` puts one country's lines first, :mod:`copcourse.kit.start` writes the
start page, :mod:`copcourse.kit.contents` gathers the files, and :mod:`copcourse.kit.packing` puts
them into a zip that is written whole or not at all.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from copcourse.kit.contents import write

__all__ = ["write"]


def __getattr__(name: str) -> Any:
    # The command's options are made at every start, and need none of what writes.
    if name == "write":
        from copcourse.kit.contents import write

        return write
    raise AttributeError(f"module 'copcourse.kit' has no attribute {name!r}")
