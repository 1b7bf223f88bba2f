"""What the hub needs on the disk, with the modes that keep people apart."""

import os
import pwd
import shutil
import stat
import sys
from pathlib import Path

import copcourse

GROUP = "copcourse"
TRAINER = "trainer"
COURSE_ID = "copcourse"

ROLES = ("learner", "trainer")


def refuse(course: Path) -> None:
    """End the program with one sentence where a class cannot be kept apart."""
    if os.geteuid() != 0:
        sys.exit(
            "copcourse: JupyterHub must be started by root, who alone can start a server as "
            "somebody else: sudo make hub. To try it without, see Rehearsal in "
            "course/hub/README.md."
        )
    if _owner(course) == 0:
        sys.exit(
            f"copcourse: {course} belongs to root, and its owner is the trainer. Give it to the "
            f"trainer's account: chown -R NAME {course}"
        )
    for path in _engine():
        closed = next((up for up in (path, *path.parents) if not _everybody_enters(up)), None)
        if closed:
            sys.exit(
                f"copcourse: learners cannot start Python, because they may not enter {closed}. "
                "Put this folder and its Python where everybody may read, such as /srv."
            )


def prepare(hub: Path, course: Path, room: Path, trainer: str | None) -> None:
    """Make the room's folders, and close the course to all but its owner.

    ``trainer`` is None in a rehearsal, where there is only one account.
    """
    _folder(room, 0o755)
    _folder(room / "hub", 0o700)
    for role in ROLES:
        place = room / "etc" / role
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(hub / role, place, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (room / "etc", *(room / "etc").rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    # nbgrader wants the exchange to be writable for everybody; the sticky bit lets nobody put
    # another course in the place of this one.
    _folder(room / "exchange", 0o1777)
    shared = room / "exchange" / COURSE_ID
    _folder(shared, 0o755, trainer)
    _folder(shared / "outbound", 0o755, trainer)
    # Learners may add and not look; with the sticky bit they cannot take away what they guess.
    _folder(shared / "inbound", 0o1733, trainer)
    _folder(shared / "feedback", 0o711, trainer)
    # The quizzes' keys are also beside this file and in the history that Git keeps.
    for closed in (course, hub.parent, hub.parents[1] / ".git"):
        if closed.is_dir():
            closed.chmod(0o700)


def close_home(name: str) -> None:
    """Let nobody else into somebody's home; Debian's useradd leaves it open to be read.

    A home that Python or the engine lies in stays as it is, because everybody needs those.
    """
    home = Path(pwd.getpwnam(name).pw_dir).resolve()
    if not any(path.is_relative_to(home) for path in _engine()):
        home.chmod(stat.S_IMODE(home.stat().st_mode) & 0o700)


def _folder(path: Path, mode: int, owner: str | None = None) -> None:
    path.mkdir(parents=True, exist_ok=True)
    if owner:
        shutil.chown(path, owner)
    path.chmod(mode)


def _engine() -> tuple[Path, ...]:
    return Path(sys.executable).resolve(), Path(sys.prefix), Path(copcourse.__file__).resolve()


def _owner(course: Path) -> int:
    return course.stat().st_uid


def _everybody_enters(path: Path) -> bool:
    mode = path.stat().st_mode
    return bool(mode & (stat.S_IXOTH if stat.S_ISDIR(mode) else stat.S_IROTH))
