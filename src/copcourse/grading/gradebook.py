"""The way to nbgrader's gradebook, in whatever database it is kept.

Every fault of a database is said in a sentence: locked, read-only, full, damaged, not reached, or
of another version of nbgrader, which is found before anything is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, create_engine, inspect, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from copcourse.errors import CourseError
from copcourse.grading.settings import Settings, read_settings

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

# What a database says when it cannot be used, what that means, and what to do.
_FAULTS = (
    (
        "locked",
        "another program is writing to the gradebook",
        "Wait until it is done, or close it (nbgrader, formgrader, a database browser), "
        "then run this again.",
    ),
    (
        "readonly|read-only|permission denied|unable to open",
        "the gradebook cannot be written to",
        "Give yourself the right to write to it and to its folder, then run this again.",
    ),
    (
        "disk is full|No space left|disk I/O error",
        "there is no room left on the disk of the gradebook",
        "Make room, then run this again.",
    ),
    (
        "UNIQUE constraint|duplicate key",
        "another program marked the same hand-ins at the same time",
        "Wait until it is done, then run this again.",
    ),
    (
        "not a database|malformed",
        "the gradebook cannot be used: {}",
        "Put back a sound copy of it.",
    ),
)


@contextmanager
def open_gradebook(course: Path, wait: float = 5.0) -> Iterator[Gradebook]:
    """The gradebook of a course, at the address that nbgrader's configuration gives.

    Parameters
    ----------
    course
        The nbgrader course, the folder that holds ``nbgrader_config.py``.
    wait
        Seconds to wait for another program to let go of an SQLite file.

    Raises CourseError where there is no gradebook, where another program holds it, where it cannot
    be reached or is of another nbgrader; nothing that was not committed is then kept.
    """
    settings = read_settings(course)
    with open_engine(settings, wait) as engine:
        from nbgrader.api import Gradebook

        with Gradebook(engine.url, settings.course_id) as gradebook:
            yield gradebook


@contextmanager
def open_engine(settings: Settings, wait: float = 5.0) -> Iterator[Engine]:
    """The same as :func:`open_gradebook` without nbgrader's classes, which take long to import."""
    url = gradebook_url(settings, wait)
    try:
        engine = create_engine(url)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise CourseError(
            f"the gradebook's database needs a driver that is not here ({error})",
            "For PostgreSQL, install it with pip install 'copcourse[postgresql]' and begin the "
            "address with postgresql+pg8000://.",
            file=where(url),
        ) from None
    try:
        _check_version(engine)
        yield engine
    except DBAPIError as error:
        raise _fault(error, url) from None
    finally:
        engine.dispose()


class NoGradebook(CourseError):
    """No assignment was ever generated, so that there is no gradebook yet."""


def gradebook_url(settings: Settings, wait: float = 5.0) -> URL:
    """The gradebook's address as SQLAlchemy takes it; a file is named from the course's folder."""
    try:
        url = make_url(settings.address)
    except ArgumentError:
        raise CourseError(
            "CourseDirectory.db_url is no address of a database",
            "Write it as SQLAlchemy wants it, such as postgresql+pg8000://user@host/gradebook.",
            file=settings.course / "nbgrader_config.py",
        ) from None
    if url.get_backend_name() != "sqlite":
        return url
    if url.database and not url.database.startswith("file:"):
        path = settings.course / url.database
        if not path.is_file():
            raise _no_gradebook(str(path))
        url = url.set(database=str(path))
    return url.update_query_dict({"timeout": str(wait)})


def where(url: URL) -> str:
    """How a gradebook's address is told: a file's path, or an address without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or "gradebook.db"
    return url.set(query={}).render_as_string(hide_password=True)


def _no_gradebook(place: str) -> NoGradebook:
    return NoGradebook(
        "there is no gradebook yet",
        "Run nbgrader generate_assignment in the course's folder first.",
        file=place,
    )


def _fault(error: DBAPIError, url: URL) -> CourseError:
    said = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else str(error)
    for words, fault, remedy in _FAULTS:
        if re.search(words, said, re.IGNORECASE):
            return CourseError(fault.format(said), remedy, file=where(url))
    return CourseError(
        f"the gradebook cannot be used: {said}",
        "See that its database runs and that CourseDirectory.db_url is right.",
        file=where(url),
    )


def _check_version(engine: Engine) -> None:
    """Refuse what nbgrader would alter or fail at: no gradebook, or one of another version."""
    tables = set(inspect(engine).get_table_names())
    if not tables & {"assignment", "alembic_version"}:
        raise _no_gradebook(where(engine.url))
    revision = None
    if "alembic_version" in tables:
        with engine.connect() as connection:
            revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    known, newest = _revisions()
    if revision == newest:
        return
    if revision is None or revision in known:
        raise CourseError(
            "the gradebook was made by an older nbgrader",
            "Make a copy of it, then run nbgrader db upgrade in the course's folder.",
            file=where(engine.url),
        )
    raise CourseError(
        f"the gradebook was made by another nbgrader than this one (its version is {revision!r})",
        "Install the nbgrader that made it, most likely a newer one: pip install -U nbgrader.",
        file=where(engine.url),
    )


def _revisions() -> tuple[set[str], str]:
    """All versions that nbgrader's tables have had, and the one that this nbgrader makes."""
    spec = find_spec("nbgrader")
    if spec is None or spec.origin is None:
        raise CourseError(
            "marking needs nbgrader, which is not here",
            "Install it: pip install 'copcourse[trainer]'.",
        )
    steps: dict[str, str] = {}
    for path in (Path(spec.origin).parent / "alembic" / "versions").glob("*.py"):
        found = re.findall(
            r"^(?:down_)?revision\s*=\s*['\"]?(\w+)", path.read_text(encoding="utf-8"), re.MULTILINE
        )
        steps[found[0]] = found[1]
    (newest,) = set(steps) - set(steps.values())
    return set(steps), newest
