"""Badges, keys and words that are refused: each with one sentence and exit 1."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from badge.forging import EMAIL, Token, forged, parts, run, signing

NOW = datetime.now(UTC)
# The specification of badges names the algorithm by its older name.
pytestmark = pytest.mark.filterwarnings("ignore:EdDSA is deprecated")


REFUSED: dict[str, tuple[Callable[[Token, Token], object], str]] = {
    "expired": (
        lambda header, badge: badge.update(exp=int((NOW - timedelta(days=1)).timestamp())),
        "has expired",
    ),
    "expired by its own date": (
        lambda header, badge: badge.update(validUntil="2020-01-01T00:00:00Z"),
        "expired",
    ),
    "too early": (
        lambda header, badge: badge.update(nbf=int((NOW + timedelta(days=9)).timestamp())),
        "is not valid yet",
    ),
    "no badge": (
        lambda header, badge: badge.update(type=["VerifiableCredential"]),
        "is no sound badge",
    ),
    "another kind of badge": (
        lambda header, badge: badge["credentialSubject"]["achievement"].update(
            description="Is a certified expert."
        ),
        "not one of attendance",
    ),
    "somebody else's name": (
        lambda header, badge: (
            badge.update(iss="https://example.org"), badge["issuer"].update(id="https://example.org"),
        ),
        "is no sound badge",
    ),
    "no key in it": (lambda header, badge: header.pop("jwk"), "its own key cannot be used"),
    "a key of another kind": (
        lambda header, badge: header.update(jwk={"kty": "RSA", "n": "AQAB", "e": "AQAB"}),
        "not of the kind Ed25519",
    ),
    "a private key in it": (
        lambda header, badge: header["jwk"].update(d="AAAA"), "its own key cannot be used",
    ),
    "nested without end": (
        lambda header, badge: badge.update(evidence=json.loads("[" * 900 + "]" * 900)),
        "is no sound badge",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_well_signed_badge_is_refused_for_what_it_says(
    trainer: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """One sentence, and exit 1; a right signature alone makes nothing true."""
    change, word = REFUSED[name]
    path = forged(trainer, change)
    assert word in run(capsys, "verify", path, code=1)


def test_nothing_is_believed_of_a_badge_with_another_persons_or_trainers_name(
    trainer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another address, another id, another trainer's key: each is refused."""
    badge = trainer / "badge.jwt"
    for person in (("--email", "ana@example.org"), ("--id", EMAIL)):
        assert "for somebody else" in run(capsys, "verify", badge, *person, code=1)
    run(capsys, "key", trainer / "other.pem")
    other = trainer / "other.public.json"
    assert "was not signed with that key" in run(capsys, "verify", badge, "--key", other, code=1)


def test_no_algorithm_is_taken_from_the_badge(
    trainer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither "none" nor a public key taken for a shared secret opens anything."""
    _, badge = parts(trainer / "badge.jwt")
    jwk = json.loads((trainer / "key.public.json").read_text())

    def text(part: object) -> str:
        raw = part if isinstance(part, bytes) else json.dumps(part).encode()
        return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

    bad = trainer / "bad.jwt"
    for algorithm, signature in (("none", b""), ("HS256", b"x" * 32)):
        head = {"alg": algorithm, "typ": "JWT", "jwk": jwk}
        bad.write_text(f"{text(head)}.{text(badge)}.{text(signature)}")
        assert "is no sound badge" in run(capsys, "verify", bad, code=1)


def key_files(folder: Path) -> dict[str, tuple[Path, str]]:
    """Files that are no key to sign with, each with what is said of it."""
    made = {
        "rsa": (rsa.generate_private_key(65537, 2048), NoEncryption()),
        "locked": (ed25519.Ed25519PrivateKey.generate(), BestAvailableEncryption(b"x")),
    }
    for name, (key, lock) in made.items():
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)
        (folder / f"{name}.pem").write_bytes(pem)
    (folder / "text.pem").write_text("Dear diary")
    (folder / "large.pem").write_bytes(b"x" * 70_000)
    return {
        "missing": (folder / "gone.pem", "there is no such file"),
        "rsa": (folder / "rsa.pem", "not of the kind Ed25519"),
        "locked": (folder / "locked.pem", "locked with a password"),
        "text": (folder / "text.pem", "holds no private key"),
        "public": (folder / "key.public.json", "holds no private key"),
        "folder": (folder, "cannot be read"),
        "large": (folder / "large.pem", "too large"),
    }


def test_what_is_no_key_cannot_sign(trainer: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Missing, of another kind, locked, a text, the public half, a folder: one sentence."""
    for path, word in key_files(trainer).values():
        command = signing(trainer, "new.jwt")[1:]
        command[command.index("--key") + 1] = str(path)
        assert word in run(capsys, *command, code=1)
        assert not (trainer / "new.jwt").exists()


def test_what_is_no_public_key_cannot_verify(
    trainer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The private half is refused too: whoever was sent it should hear of that."""
    good = json.loads((trainer / "key.public.json").read_text())
    file = trainer / "some.json"
    for content, word in (
        ("Dear diary", "holds no public key"),
        ("[]", "holds no public key"),
        (json.dumps({"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}), "not of the kind"),
        (json.dumps({**good, "x": "AA"}), "is damaged"),
        (json.dumps({**good, "x": 7}), "is damaged"),
        (json.dumps({**good, "d": "AA"}), "private key, which nobody should hand out"),
    ):
        file.write_text(content)
        said = run(capsys, "verify", trainer / "badge.jwt", "--key", file, code=1)
        assert word in said
        assert str(file) in said


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (["--module", "poker"], "there is no module 'poker'"),
        (["--email", "rosa"], "that is no e-mail address"),
        (["--email", "rosa @example.org"], "that is no e-mail address"),
        (["--issuer", " "], "the issuer has no name"),
        (["--on", f"{NOW + timedelta(days=3):%Y-%m-%d}"], "has not come yet"),
        (["--until", f"{NOW:%Y-%m-%d}"], "is no later day"),
    ],
)
def test_what_cannot_be_signed_is_said(
    trainer: Path, capsys: pytest.CaptureFixture[str], change: list[str], word: str
) -> None:
    """One sentence, exit 1, and no file."""
    assert word in run(capsys, *signing(trainer, "new.jwt")[1:], *change, code=1)
    assert not (trainer / "new.jwt").exists()


def test_a_folder_that_cannot_be_written_to_is_named(
    trainer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that is not there, and a file in the place of one."""
    for folder in (trainer / "nowhere", trainer / "badge.jwt"):
        assert "cannot be written" in run(capsys, "key", folder / "key.pem", code=1)
        command = signing(trainer, "x")[1:]
        command[1] = str(folder / "new.jwt")
        assert "cannot be written" in run(capsys, *command, code=1)


@pytest.mark.parametrize(
    "content", [b"", b"Dear diary", b"\xff\xfe", b"a.b.c", b"e30.e30", b"bnVsbA.e30.AA", b"." * 9]
)
def test_what_is_no_badge_is_refused(
    trainer: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    """One sentence, never a traceback."""
    file = trainer / "some.jwt"
    file.write_bytes(content)
    run(capsys, "verify", file, code=1)
