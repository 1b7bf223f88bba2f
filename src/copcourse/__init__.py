"""A course on child online protection for parents and educators.

A notebook of the course needs two names::

    from copcourse import Module, mark
"""

from typing import TYPE_CHECKING, Any

from copcourse.errors import CourseError

if TYPE_CHECKING:
    from copcourse.marking import mark
    from copcourse.module import Module

__all__ = ["CourseError", "Module", "__version__", "mark"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # Marking needs no widgets and a learner no marking, so each is imported when it is asked for.
    if name == "Module":
        from copcourse.module import Module

        return Module
    if name == "mark":
        from copcourse.marking import mark

        return mark
    raise AttributeError(f"module 'copcourse' has no attribute {name!r}")
