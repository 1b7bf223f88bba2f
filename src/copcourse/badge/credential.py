"""What a badge says, how it is signed, and what must hold for it to be believed.

It is an OpenBadgeCredential in its VC-JWT form: the credential is the payload, the key stands in
the header, and the issuer is that key (did:key), so that a badge can be verified with no network.
"""

from __future__ import annotations

import hmac
import json
import secrets
import uuid
from datetime import UTC, date, datetime, time
from pathlib import Path

import jwt
from attrs import frozen
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.keys import key_to_pem
from openbadgeslib.ob3 import (
    Achievement,
    IdentityObject,
    Issuer,
    OB3Signer,
    OB3VerificationError,
    OB3Verifier,
    OpenBadgeCredential,
    did_key_from_pem,
)

from copcourse.badge.keys import decode, public_from_jwk, read_small, thumbprint
from copcourse.errors import BadgeError

ONLY = "Attendance only: no proof of skill, suitability or safe parenting."
KIND = "ext:Attendance"

_NOT_OURS = "Ask whoever gave it to you for the file that copcourse badge sign has made."


@frozen(kw_only=True)
class Person:
    """Whom a badge is for, by an e-mail address or by an id that the trainer has given."""

    kind: str
    text: str

    @classmethod
    def by_email(cls, text: str) -> Person:
        """Somebody with an e-mail address."""
        text = text.strip().lower()
        name, _, host = text.partition("@")
        if not name or not host or any(one.isspace() for one in text):
            remedy = "Write one such as name@example.org, or give an id of your own."
            raise BadgeError("that is no e-mail address", remedy)
        return cls(kind="emailAddress", text=text)

    @classmethod
    def by_id(cls, text: str) -> Person:
        """Somebody with an id of the trainer's own, such as a code."""
        if not text.strip():
            raise BadgeError("the id is empty", "Give the learner's code.")
        return cls(kind="identifier", text=text.strip())

    def hashed(self, salt: str) -> IdentityObject:
        """The person as the badge names them: whoever does not know them learns nothing."""
        return IdentityObject.create(self.text, salt, identity_type=self.kind)


@frozen(kw_only=True)
class Attendance:
    """What somebody has attended: a course, the titles of its modules, and how long that took."""

    course: str
    modules: tuple[str, ...]
    minutes: int

    @property
    def narrative(self) -> str:
        """The same as a sentence."""
        return (
            f"Went through the core of {'; '.join(self.modules)}. "
            f"About {self.minutes} minutes in all. {ONLY}"
        )


@frozen(kw_only=True)
class Verified:
    """What a sound badge says."""

    name: str
    narrative: str
    issuer: str
    day: date
    until: date | None
    key: str


def sign(
    key: Ed25519PrivateKey,
    *,
    issuer: str,
    person: Person,
    attendance: Attendance,
    on: date,
    until: date | None = None,
) -> str:
    """A signed badge as one line of text. Raises BadgeError where the days cannot be."""
    today = datetime.now(UTC).date()
    if on > today:
        raise BadgeError(f"{on} has not come yet", "Give the day of the course.")
    if until and until <= max(on, today):
        raise BadgeError(f"{until} is no later day", "Give one that is still to come, or none.")
    if not issuer.strip():
        raise BadgeError("the issuer has no name", "Write who has held the course.")
    did = did_key_from_pem(key_to_pem(key.public_key()))
    what = uuid.uuid5(uuid.NAMESPACE_URL, "\n".join([attendance.course, *attendance.modules]))
    credential = OpenBadgeCredential(
        issuer=Issuer(id=did, name=issuer.strip()),
        recipient_id=None,
        identifiers=[person.hashed(secrets.token_hex(16))],
        achievement=Achievement(
            id=f"urn:uuid:{what}",
            name=f"Attendance: {attendance.course}",
            description=ONLY,
            criteria_narrative=attendance.narrative,
            achievement_type=KIND,
        ),
        issuance_date=datetime.combine(on, time(), UTC),
        expiration_date=datetime.combine(until, time(), UTC) if until else None,
    )
    return OB3Signer(key, algorithm="EdDSA").sign(credential)


def verify(
    path: Path, *, key: Ed25519PublicKey | None = None, person: Person | None = None
) -> Verified:
    """Read a badge and believe it, or raise BadgeError with what is wrong.

    Without ``key`` the one in the badge is taken: then it is known that nothing was changed, and
    not who has signed.
    """
    token = _token(path)
    try:
        used = key or public_from_jwk(json.loads(decode(token.split(".")[0])).get("jwk"))
    except BadgeError as error:
        raise BadgeError(
            f"its own key cannot be used: {error.fault}", _NOT_OURS, file=path
        ) from None
    pem = key_to_pem(used)
    try:
        found = OB3Verifier(pem, issuer_did=did_key_from_pem(pem)).verify(token)
    except OB3VerificationError as error:
        raise _refusal(error, path, given=key is not None) from None
    except LibOpenBadgesException as error:
        raise BadgeError(f"is no sound badge ({error})", _NOT_OURS, file=path) from None
    achievement = found.achievement
    if achievement.achievement_type != KIND or achievement.description != ONLY:
        raise BadgeError("is a badge, but not one of attendance", _NOT_OURS, file=path)
    if person and not any(_same(one, person) for one in found.identifiers):
        raise BadgeError("is sound, but for somebody else", "Ask for their own.", file=path)
    assert found.issuance_date is not None  # the library has checked nbf against it
    return Verified(
        name=achievement.name,
        narrative=achievement.criteria_narrative,
        issuer=found.issuer.name,
        day=found.issuance_date.date(),
        until=found.expiration_date.date() if found.expiration_date else None,
        key=thumbprint(used),
    )


def _token(path: Path) -> str:
    """A badge's text: three parts, each written the one way, so that no byte can be another."""
    remedy = "Ask for the file that copcourse badge sign has made."
    data = read_small(path, remedy)
    try:
        text = data.decode("ascii").removesuffix("\n").removesuffix("\r")
        parts = [decode(part) for part in text.split(".")]
        if len(parts) != 3 or not isinstance(json.loads(parts[0]), dict):
            raise ValueError("not three parts")
    except (ValueError, RecursionError):
        raise BadgeError("is not a badge, or was changed", remedy, file=path) from None
    return text


def _refusal(error: OB3VerificationError, path: Path, *, given: bool) -> BadgeError:
    cause = error.__cause__
    if isinstance(cause, jwt.ExpiredSignatureError):
        return BadgeError("has expired", "Ask the trainer for a new one.", file=path)
    if isinstance(cause, jwt.ImmatureSignatureError):
        return BadgeError("is not valid yet", "Look at its day, and at this clock.", file=path)
    if isinstance(cause, jwt.InvalidSignatureError):
        fault = "was not signed with that key, or was changed" if given else "was changed"
        return BadgeError(fault, "Do not believe it; ask the trainer.", file=path)
    return BadgeError(f"is no sound badge ({error})", _NOT_OURS, file=path)


def _same(one: IdentityObject, person: Person) -> bool:
    expected = person.hashed(one.salt or "").identity_hash
    return one.identity_type == person.kind and hmac.compare_digest(
        one.identity_hash.encode(), expected.encode()
    )
