"""Badges for attendance: what stands in one, and who can verify it."""

from __future__ import annotations

import hashlib
import json
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from joserfc import jws
from joserfc.jwk import OKPKey

from badge.forging import EMAIL, ONLY, forged, parts, run, signing
from copcourse.cli import main

NOW = datetime.now(UTC)
# The specification of badges names the algorithm by its older name.
pytestmark = pytest.mark.filterwarnings("ignore:EdDSA is deprecated")


def test_a_badge_says_attendance_and_no_more(trainer: Path) -> None:
    """An OpenBadgeCredential with the modules, their time, a hashed person, and no other claim."""
    header, badge = parts(trainer / "badge.jwt")
    public = json.loads((trainer / "key.public.json").read_text())
    assert header == {"alg": "EdDSA", "typ": "JWT", "jwk": public}
    assert badge["@context"][:2] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    assert badge["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert badge["issuer"]["name"] == "Escola São João"
    assert badge["iss"] == badge["issuer"]["id"]
    assert badge["iss"].startswith("did:key:z6Mk")
    assert badge["jti"] == badge["id"]
    # The tests may begin before midnight and the badge be signed after it.
    days = {f"{day:%Y-%m-%d}T00:00:00Z" for day in (NOW, datetime.now(UTC))}
    assert badge["validFrom"] in days
    subject = badge["credentialSubject"]
    assert set(subject) == {"type", "achievement", "identifier"}
    achievement = subject["achievement"]
    assert achievement["description"] == ONLY
    assert achievement["achievementType"] == "ext:Attendance"
    assert achievement["criteria"]["narrative"] == (
        f"Went through the core of Online threats; Gaming. About 50 minutes in all. {ONLY}"
    )


def test_the_person_stands_in_it_as_a_salted_hash(trainer: Path) -> None:
    """Neither address nor id can be read; two badges for one person do not look alike."""
    main(signing(trainer, "again.jwt"))
    main(signing(trainer, "code.jwt", person=("--id", "learner-07")))
    found = {}
    for name, text in (("badge", EMAIL), ("again", EMAIL), ("code", "learner-07")):
        _, badge = parts(trainer / f"{name}.jwt")
        assert text not in json.dumps(badge)
        (identity,) = badge["credentialSubject"]["identifier"]
        digest = hashlib.sha256(f"{text}{identity['salt']}".encode()).hexdigest()
        assert identity["hashed"] is True
        assert identity["identityHash"] == f"sha256${digest}"
        found[name] = identity
    assert found["badge"]["salt"] != found["again"]["salt"]
    assert [found[one]["identityType"] for one in ("badge", "code")] == [
        "emailAddress", "identifier",
    ]  # fmt: skip


def test_another_library_verifies_it(trainer: Path) -> None:
    """joserfc, with the public JWK that the trainer hands out, and with the one in the badge."""
    token = (trainer / "badge.jwt").read_text().strip()
    header, badge = parts(trainer / "badge.jwt")
    for jwk in (header["jwk"], json.loads((trainer / "key.public.json").read_text())):
        found = jws.deserialize_compact(token, OKPKey.import_key(jwk), algorithms=["EdDSA"])
        assert json.loads(found.payload) == badge
    assert "d" not in header["jwk"]


def test_it_is_verified_with_and_without_the_trainers_key(
    trainer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Given the key, who signed is known; without it the key's print is named, and no more said."""
    public = trainer / "key.public.json"
    print_of = OKPKey.import_key(json.loads(public.read_text())).thumbprint()
    said = run(capsys, "verify", trainer / "badge.jwt")
    for part in ("Sound", ONLY, "Online threats; Gaming", "Escola São João", print_of, "not known"):
        assert part in said
    said = run(
        capsys, "verify", trainer / "badge.jwt", "--key", public, "--email", " Rosa@example.org"
    )
    assert "signed with the key that you gave" in said
    assert "for the person you named" in said


def test_any_changed_byte_is_found(trainer: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each byte of the file, made another: also those that a lenient reader takes for the same."""
    good = (trainer / "badge.jwt").read_bytes().rstrip(b"\n")
    bad = trainer / "bad.jwt"
    last = {len(good) - 1, good.index(b"."), good.rindex(b".")}
    for place in sorted({*range(0, len(good), 7), *last, *range(len(good) - 90, len(good))}):
        for other in {ord("A"), ord("-"), ord("="), ord(" "), ord("\n"), good[place] ^ 1}:
            if other != good[place]:
                bad.write_bytes(good[:place] + bytes([other]) + good[place + 1 :])
                if bad.read_bytes().rstrip(b"\n") != good:
                    assert main(["badge", "verify", str(bad)]) == 1, (place, other)
    for more in (b"!", b" ", b"=", b".", b"AA"):
        bad.write_bytes(good + more)
        run(capsys, "verify", bad, code=1)


def test_keys_are_the_owners_alone_and_never_overwritten(
    trainer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The private half has mode 0600; a second key or badge of a name is refused, and none lost."""
    key, public = trainer / "key.pem", trainer / "key.public.json"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = {one: one.read_bytes() for one in (key, public, trainer / "badge.jwt")}
    assert "something is there already" in run(capsys, "key", key, code=1)
    capsys.readouterr()
    assert main(signing(trainer, "badge.jwt")) == 1
    assert {one: one.read_bytes() for one in before} == before

    (trainer / "half.public.json").write_text("somebody's")
    assert "half.public.json" in run(capsys, "key", trainer / "half.pem", code=1)
    assert not (trainer / "half.pem").exists()
    (trainer / "link.pem").symlink_to(trainer / "elsewhere.pem")
    run(capsys, "key", trainer / "link.pem", code=1)
    assert not (trainer / "elsewhere.pem").exists()


def test_words_of_a_badge_cannot_steer_a_terminal(
    trainer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name with control characters is shown with a mark in the place of each."""
    path = forged(trainer, lambda header, badge: badge["issuer"].update(name="\x1b[2J\nSound."))
    said = run(capsys, "verify", path)
    assert "\x1b" not in said
    assert "?[2J?Sound." in said


def test_a_badge_that_expires_says_until_when(
    trainer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Until its last day it is sound, and the day is named."""
    until = f"{NOW + timedelta(days=40):%Y-%m-%d}"
    run(capsys, *signing(trainer, "new.jwt")[1:], "--until", until)
    assert f"until {until}" in run(capsys, "verify", trainer / "new.jwt")


def test_without_the_library_one_sentence_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A course without the extra works, and these commands name it."""
    monkeypatch.setitem(sys.modules, "openbadgeslib", None)
    said = run(capsys, "key", tmp_path / "key.pem", code=1)
    assert "pip install 'copcourse[badge]'" in said
    assert list(tmp_path.iterdir()) == []
