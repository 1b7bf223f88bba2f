"""The hub says in a sentence why it does not start, and closes what learners must not read."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from types import ModuleType

import pytest

from whole.playing import ROOT

HUB = ROOT / "course" / "hub"


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Give the module beside the hub's configuration."""
    monkeypatch.syspath_prepend(str(HUB))
    import rooms

    return rooms


def test_the_hub_wants_root(rooms: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else is told to use sudo, and of the rehearsal."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match=r"started by root.*sudo make hub.*Rehearsal"):
        rooms.refuse(Path("/"))


def test_the_course_wants_an_owner(rooms: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """A course that belongs to root has no trainer."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(SystemExit, match=r"^copcourse: / belongs to root.*chown -R NAME /$"):
        rooms.refuse(Path("/"))


def test_learners_must_reach_python(
    rooms: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A folder on the way to Python that only root may enter is named."""
    closed = tmp_path / "closed"
    (closed / "bin").mkdir(parents=True)
    closed.chmod(0o700)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(rooms, "_owner", lambda course: 1000)
    monkeypatch.setattr(rooms, "_engine", lambda: (closed / "bin",))
    with pytest.raises(SystemExit, match=f"may not enter {closed}.*such as /srv"):
        rooms.refuse(tmp_path)


def test_both_courses_and_the_history_are_closed(rooms: ModuleType, tmp_path: Path) -> None:
    """The trainer's own copy, the one that the hub lies in, and Git's."""
    repository, lessons, room = tmp_path / "repository", tmp_path / "lessons", tmp_path / "room"
    hub = repository / "course" / "hub"
    for role in rooms.ROLES:
        (hub / role).mkdir(parents=True)
    (repository / ".git").mkdir()
    lessons.mkdir()
    places = [lessons, repository / "course", repository / ".git"]
    for place in places:
        place.chmod(0o755)
    rooms.prepare(hub, lessons, room, None)
    rooms.prepare(hub, lessons, room, None)
    assert [stat.S_IMODE(place.stat().st_mode) for place in places] == [0o700] * 3
    assert stat.S_IMODE((room / "exchange" / "copcourse" / "inbound").stat().st_mode) == 0o1733
