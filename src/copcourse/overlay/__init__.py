"""A school's own folder, laid over the course: ``--with FOLDER``.

:mod:`copcourse.overlay.folder` reads the folder as text and nothing else,
:mod:`copcourse.overlay.rules` and its neighbours judge what it says,
:mod:`copcourse.overlay.composing` makes the course's ``modules/`` with the school's part in it, and
:mod:`copcourse.overlay.command` gives the other commands their option.
"""

from copcourse.overlay.command import add_with, effective_root

__all__ = ["add_with", "effective_root"]
