"""What the tests of badges share: the commands, and badges that a forger would make."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import OKPKey

from copcourse.cli import main

ONLY = "Attendance only: no proof of skill, suitability or safe parenting."
EMAIL = "rosa@example.org"
Token = dict[str, Any]


def signing(folder: Path, name: str, *, person: tuple[str, str] = ("--email", EMAIL)) -> list[str]:
    """The command that signs."""
    return [
        "badge", "sign", str(folder / name), "--key", str(folder / "key.pem"),
        "--issuer", "Escola São João", *person, "--module", "gaming", "online-threats",
    ]  # fmt: skip


def run(capsys: pytest.CaptureFixture[str], *words: str | Path, code: int = 0) -> str:
    """What ``copcourse badge`` says; of a refusal the one line that it is."""
    capsys.readouterr()
    assert main(["badge", *map(str, words)]) == code
    out, err = capsys.readouterr()
    if code:
        assert out == ""
        assert err.count("\n") == 1, err
    return err if code else out


def parts(path: Path) -> tuple[Token, Token]:
    """A badge's header and what it says, without believing it."""
    header, payload, _ = path.read_text().strip().split(".")
    return tuple(  # type: ignore[return-value]  # two of them
        json.loads(base64.urlsafe_b64decode(one + "=" * (-len(one) % 4)))
        for one in (header, payload)
    )


def forged(folder: Path, change: Callable[[Token, Token], object]) -> Path:
    """The badge changed, and signed anew with the trainer's own key by another library."""
    header, payload = parts(folder / "badge.jwt")
    change(header, payload)
    key = OKPKey.import_key((folder / "key.pem").read_text())
    token = jws.serialize_compact(header, json.dumps(payload), key, algorithms=["EdDSA", "Ed25519"])
    path = folder / "forged.jwt"
    path.write_text(token)
    return path
