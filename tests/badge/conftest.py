"""A trainer with a key and a badge, on a machine without a network."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from badge.forging import signing
from copcourse.cli import main


@pytest.fixture
def trainer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a key and a signed badge, on a machine without a network."""

    def nothing(*args: object, **kwargs: object) -> None:
        raise AssertionError("a network was asked")

    monkeypatch.setattr(socket.socket, "connect", nothing)
    monkeypatch.setattr(socket, "getaddrinfo", nothing)
    assert main(["badge", "key", str(tmp_path / "key.pem")]) == 0
    assert main(signing(tmp_path, "badge.jwt")) == 0
    return tmp_path
