"""A trainer's key: Ed25519, the private half as PEM, the public half as a JWK to hand out."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from copcourse.errors import BadgeError

PUBLIC = ".public.json"


def make_key(path: Path) -> Path:
    """Write a new key to ``path``, readable by its owner alone; gives the public half's file.

    Raises BadgeError where either file is there already: a key is never overwritten.
    """
    key = Ed25519PrivateKey.generate()
    public = path.with_name(path.name.removesuffix(".pem") + PUBLIC)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_new(path, secret, mode=0o600)
    try:
        jwk = json.dumps(jwk_of(key.public_key()), indent=1) + "\n"
        write_new(public, jwk.encode(), mode=0o644)
    except BadgeError:
        # Half of a pair is of no use to anybody.
        path.unlink()
        raise
    return public


def write_new(path: Path, data: bytes, *, mode: int) -> None:
    """Write a file that was not there. Raises BadgeError otherwise, and leaves what was there."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        remedy = "Nothing is overwritten: name another file."
        raise BadgeError("something is there already", remedy, file=path) from None
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: OSError) -> BadgeError:
    return BadgeError(f"cannot be written ({error.strerror})", "Name another file.", file=path)


def read_private(path: Path) -> Ed25519PrivateKey:
    """The private key in a PEM file. Raises BadgeError where there is none of the right kind."""
    data = read_small(path, "Make a key with copcourse badge key.")
    remedy = "Name the PEM file that copcourse badge key has made."
    try:
        key = load_pem_private_key(data, password=None)
    except TypeError:
        raise BadgeError("the key is locked with a password", remedy, file=path) from None
    except Exception:  # noqa: BLE001 - cryptography raises several kinds, of several releases
        raise BadgeError("holds no private key", remedy, file=path) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadgeError("the key is not of the kind Ed25519", remedy, file=path)
    return key


def read_public(path: Path) -> Ed25519PublicKey:
    """The public key in a JWK file. Raises BadgeError where there is none of the right kind."""
    data = read_small(path, f"Name the trainer's file that ends in {PUBLIC}.")
    try:
        return public_from_jwk(json.loads(data))
    except BadgeError as error:
        raise BadgeError(error.fault, error.remedy, file=path) from None
    except (ValueError, RecursionError):
        remedy = f"Name the trainer's file that ends in {PUBLIC}."
        raise BadgeError("holds no public key", remedy, file=path) from None


def read_small(path: Path, remedy: str) -> bytes:
    """A file of at most 64 kB: neither a key nor a badge is ever larger."""
    try:
        with path.open("rb") as file:
            data = file.read(64_001)
    except FileNotFoundError:
        raise BadgeError("there is no such file", remedy, file=path) from None
    except OSError as error:
        raise BadgeError(f"cannot be read ({error.strerror})", remedy, file=path) from None
    if len(data) > 64_000:
        raise BadgeError("is too large for a key or a badge", remedy, file=path)
    return data


def jwk_of(key: Ed25519PublicKey) -> dict[str, str]:
    """A public key as a JWK (RFC 8037)."""
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"crv": "Ed25519", "kty": "OKP", "x": encode(raw)}


def public_from_jwk(jwk: Any) -> Ed25519PublicKey:
    """The key that a JWK names. Raises BadgeError for any other kind, and for a private one."""
    remedy = f"Ask the trainer for the file that ends in {PUBLIC}."
    if not isinstance(jwk, Mapping) or "kty" not in jwk:
        raise BadgeError("holds no public key", remedy)
    if "d" in jwk:
        raise BadgeError("holds a private key, which nobody should hand out", remedy)
    if (jwk["kty"], jwk.get("crv")) != ("OKP", "Ed25519"):
        raise BadgeError("the key is not of the kind Ed25519", remedy)
    try:
        return Ed25519PublicKey.from_public_bytes(decode(jwk["x"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadgeError("the key is damaged", remedy) from None


def thumbprint(key: Ed25519PublicKey) -> str:
    """A key's print (RFC 7638), short enough to be compared by two people."""
    canonical = json.dumps(jwk_of(key), sort_keys=True, separators=(",", ":"))
    return encode(hashlib.sha256(canonical.encode()).digest())


def encode(data: bytes) -> str:
    """Bytes in base64 as a JWT writes it."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The bytes of such a text. Raises ValueError where another text would mean the same bytes."""
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encode(data) != text:
        raise ValueError("not written the one way")
    return data
