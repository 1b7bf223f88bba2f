"""``--with FOLDER``: the option of the other commands, and the course that they then work on."""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from copcourse.errors import ContentError, CourseError, CourseErrors
from copcourse.locating import course_root

if TYPE_CHECKING:
    from copcourse.content import Course
    from copcourse.overlay.records import Own


def add_with(parser: argparse.ArgumentParser) -> None:
    """Give a command the option; :func:`effective_root` takes what it holds, ``options.school``."""
    parser.add_argument(
        "--with",
        dest="school",
        type=Path,
        metavar="FOLDER",
        help="your school's own folder, laid over the course (see: copcourse new school)",
    )


@contextmanager
def effective_root(
    school: Path | None, base: Path | None = None, *, pages: bool = True, keys: bool = False
) -> Iterator[Path]:
    """The ``modules/`` folder to work on: the course's own, or one with a school's part in it.

    Says on standard output what the school's folder adds and replaces. The folder that it makes is
    gone at the end, also when the program is told to stop. ``base`` is the course's where it is not
    the one in use; without ``pages`` no notebook is made, which handouts do not need; with ``keys``
    those of the quizzes lie beside it, for a command that writes them.

    Raises CourseErrors with every problem of the school's folder.
    """
    base = base or course_root()
    if school is None:
        yield base
        return
    from copcourse.overlay.composing import compose
    from copcourse.reading import quizzes_folder

    course, own, problems = _read(school, base)
    if problems or own is None or course is None:
        raise CourseErrors(problems)
    for line in describe(own, course):
        print(line, flush=True)
    with _until_told_to_stop(), _folder(school) as folder:
        root = folder / "modules"
        try:
            compose(course, own, root, build=pages)
            if keys and quizzes_folder(base).is_dir():
                shutil.copytree(quizzes_folder(base), quizzes_folder(root))
        except OSError as error:
            raise _no_room(school, error) from None
        yield root


@contextmanager
def _folder(school: Path) -> Iterator[Path]:
    """A folder that nobody else can read, and that is gone at the end."""
    try:
        made = tempfile.TemporaryDirectory(prefix="copcourse-", ignore_cleanup_errors=True)
    except OSError as error:
        raise _no_room(school, error) from None
    with made as folder:
        yield Path(folder).resolve()


def _no_room(school: Path, error: OSError) -> ContentError:
    fault = f"the course with {school} cannot be written for a while ({error.strerror})"
    return ContentError(fault, "Make room, or set TMPDIR to a folder that has some.")


def school_problems(school: Path, base: Path) -> list[CourseError]:
    """What `copcourse check` has to say of a school's folder; lists its changes if all is well."""
    course, own, problems = _read(school, base)
    if own and course and not problems:
        print("\n".join(describe(own, course)))
    return problems


def describe(own: Own, course: Course) -> Iterator[str]:
    """What a school's folder changes, with a line before it that says whose it is."""
    from copcourse.overlay.listing import changes

    yield f"With {own.school.name} ({own.texts.folder}), which"
    yield from (f"  {line}" for line in changes(own, course))


def _read(school: Path, base: Path) -> tuple[Course | None, Own | None, list[CourseError]]:
    """The course, a school's part of it, and every problem of that, by file and line."""
    from datetime import date

    from copcourse.overlay.folder import read_folder
    from copcourse.overlay.lines import Lines
    from copcourse.overlay.records import read_own
    from copcourse.reading import read_course

    course = read_course(base)
    modules = [module.slug for module in course.modules]
    texts = read_folder(school, modules, course.blocks)
    own, problems = read_own(texts)
    problems = [*texts.problems, *problems]
    if own:
        try:
            from copcourse.overlay.rules import check_own

            problems += check_own(own, course, date.today())
        except ModuleNotFoundError as error:
            fault = f"a school's texts cannot be checked here: {error.name} is not installed"
            raise ContentError(fault, "Install it: pip install 'copcourse[author]'.") from None
    lines = Lines(dict(texts.by_file()))
    # A text that stands on many pages is complained of once.
    placed = {str(one): one for one in map(lines.placed, problems)}
    return course, own, sorted(placed.values(), key=lambda one: str(one.file))


@contextmanager
def _until_told_to_stop() -> Iterator[None]:
    """Let a request to end (SIGTERM) run what cleans up, as Ctrl-C does."""

    def end(number: int, _: FrameType | None) -> None:
        sys.exit(128 + number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
