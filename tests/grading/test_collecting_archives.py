"""Zips as learning platforms, mail programs and people of ill will make them."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from trainer import PARTIAL, SLUG, full_answers, hand_in

from copcourse.content import Quiz
from copcourse.grading.collecting import archives, collect
from copcourse.grading.collecting.senders import Sender, sender_of

Content = Mapping[str, bytes]


def zipped(content: Content, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of files by their paths in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return made.getvalue()


def told(course: Path, path: Path) -> list[tuple[str, str]]:
    """State and name of each file, in the order in which they are found."""
    return [(one.state, one.name) for one in collect([path], course)]


def refusals(course: Path, path: Path) -> list[str]:
    """Why each file was refused, and that nothing was placed."""
    outcomes = collect([path], course)
    assert {one.state for one in outcomes} == {"refused"}
    assert not (course / "submitted").exists()
    assert list(course.parent.rglob("evil*")) == []
    return [one.detail for one in outcomes]


@pytest.fixture
def download(tmp_path: Path) -> Path:
    """Where a trainer's browser saves a zip."""
    return tmp_path / "download.zip"


@pytest.mark.parametrize(
    ("path", "sender"),
    [
        (
            "Ana María Gómez_12345_assignsubmission_file/small_Ana_20261120T120000Z.json",
            Sender(platform="Moodle", number="12345", name="Ana María Gómez"),
        ),
        (
            "李 明_7_assignsubmission_file_/x.json",
            Sender(platform="Moodle", number="7", name="李 明"),
        ),
        (
            "Ana Gómez_12345_assignsubmission_file_small_Ana_20261120T120000Z.json",
            Sender(platform="Moodle", number="12345", name="Ana Gómez"),
        ),
        (
            "Participant_81_assignsubmission_file/x.json",
            Sender(platform="Moodle", number="81", name="Participant"),
        ),
        (
            "gómezana_40231_9987654_small_Ana_20261120T120000Z-1.json",
            Sender(platform="Canvas", number="40231", name="gómezana"),
        ),
        (
            "gomezana_LATE_40231_9987654_x.json",
            Sender(platform="Canvas", number="40231", name="gomezana", late=True),
        ),
        ("anon_F4n2c_9987654_x.json", Sender(platform="Canvas", number="F4n2c")),
        ("LATE_anon_F4n2c_9987654_x.json", Sender(platform="Canvas", number="F4n2c", late=True)),
        ("online-threats_Ana_20261120T120000Z.json", None),
        ("gaming_123_20261120T120000Z.json", None),
        ("Ana_123/x.json", None),
    ],
)
def test_a_platforms_names_say_who_sent_a_file(path: str, sender: Sender | None) -> None:
    """Moodle's folders and file names and Canvas's file names are understood, and no others."""
    assert sender_of(path.split("/")) == sender


def test_a_moodle_download(course: Path, quiz: Quiz, download: Path) -> None:
    """Each learner's folder is searched, and what is no hand-in is refused with who sent it."""
    ana, ben = hand_in(quiz, "Ana", PARTIAL), hand_in(quiz, "K7", full_answers(quiz))
    download.write_bytes(
        zipped(
            {
                "Ana Gómez_12_assignsubmission_file/small_Ana_20261120T120000Z.json": ana,
                "Ben Ito_13_assignsubmission_file/deep/er/small_K7_20261120T120000Z.json": ben,
                "Cai Wu_14_assignsubmission_file/essay.docx": b"PK\x03\x04",
                "__MACOSX/Ana Gómez_12_assignsubmission_file/._small.json": b"\x00\x05",
            }
        )
    )
    outcomes = collect([download], course)
    assert [(one.state, one.learner) for one in outcomes] == [
        ("accepted", "Ana"),
        ("accepted", "K7"),
        ("refused", ""),
        ("other file", ""),
    ]
    place = course / "submitted" / "K7" / SLUG
    assert outcomes[0].detail == f"placed in {course / 'submitted' / 'Ana' / SLUG}."
    assert outcomes[1].detail == f"placed in {place}; sent by Ben Ito (Moodle 13)."
    assert outcomes[2].detail == (
        "it is no hand-in, and Cai Wu (Moodle 14) sent it. Ask for the file that Hand in saved."
    )
    assert (place / "answers.json").read_bytes() == ben
    assert (place / "timestamp.txt").read_text() == "2026-11-20 12:00:00 UTC\n"


def test_zips_in_zips_and_in_folders(course: Path, quiz: Quiz, tmp_path: Path) -> None:
    """A mail program's zip with a platform's in it, and a learner's own in that, are all opened."""
    learners = zipped({"w/small_20261121T120000Z.json": hand_in(quiz, "Ana", PARTIAL)})
    platform = zipped({"gomezana_1_2_work.zip": learners})
    folder = tmp_path / "inbox" / "evening"
    folder.mkdir(parents=True)
    (folder / "Mail.ZIP").write_bytes(zipped({"all.zip": platform, "note.txt": b"Hello"}))
    assert told(course, tmp_path / "inbox") == [
        (
            "accepted",
            "evening/Mail.ZIP: all.zip: gomezana_1_2_work.zip: w/small_20261121T120000Z.json",
        ),
        ("other file", "evening/Mail.ZIP: note.txt"),
    ]
    assert {state for state, _ in told(course, tmp_path / "inbox")} == {"duplicate", "other file"}


def test_a_renamed_hand_in_is_known_by_its_beginning(
    course: Path, quiz: Quiz, tmp_path: Path, download: Path
) -> None:
    """Phones and mail programs change the ending; the file is a hand-in nonetheless."""
    (tmp_path / "inbox").mkdir()
    data = hand_in(quiz, "Ana", PARTIAL)
    (tmp_path / "inbox" / "small.json.txt").write_bytes(b"\xef\xbb\xbf" + data)
    download.write_bytes(zipped({"small": data, "photo.jpg": b"\xff\xd8"}))
    assert told(course, tmp_path / "inbox") == [("accepted", "small.json.txt")]
    assert told(course, download) == [
        ("duplicate", "download.zip: small"),
        ("other file", "download.zip: photo.jpg"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.json",
        "/tmp/evil.json",
        "C:\\evil.json",
        "..\\..\\evil.json",
        "a/../../../evil.json",
        "\u202egpj.json",
        "‮/א/नमस्ते/é.json",
        "evil\n\x1b[2Jx.json",
        "/" * 300 + ".json",
        "x" * 5000 + ".json",
    ],
)
def test_a_members_name_is_no_path(course: Path, quiz: Quiz, download: Path, name: str) -> None:
    """Whatever a file in a zip is called, its hand-in goes to the learner's folder and nowhere."""
    download.write_bytes(zipped({name: hand_in(quiz, "Ana", PARTIAL)}))
    before = {path for path in course.parent.rglob("*") if course not in path.parents}
    (outcome,) = collect([download], course)
    hidden = name.endswith("/.json")
    assert outcome.state == ("other file" if hidden else "accepted")
    assert "\x1b" not in str(outcome)
    assert "\u202e" not in str(outcome)
    assert {path for path in course.parent.rglob("*") if course not in path.parents} == before
    made = {path.name for path in (course / "submitted").glob("*/*/*")}
    assert made == (set() if hidden else {"answers.json", "quiz.ipynb", "timestamp.txt"})


def test_links_are_not_followed(course: Path, quiz: Quiz, tmp_path: Path, download: Path) -> None:
    """No link in a zip or a folder leads anywhere; a file that is named may be one."""
    secret = tmp_path / "secret.json"
    secret.write_bytes(hand_in(quiz, "Ana", PARTIAL))
    info = zipfile.ZipInfo("evil.json")
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(download, "w") as archive:
        archive.writestr(info, str(secret))
    assert "links are not followed. Collect the file" in refusals(course, download)[0]
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "small.json").symlink_to(secret)
    (inbox / "folder").symlink_to(tmp_path)
    assert [why.split(".")[0] for why in refusals(course, inbox)] == [
        "it is a link to another place, and links are not followed"
    ] * 2
    assert told(course, inbox / "small.json") == [("accepted", "small.json")]


def test_what_is_no_file_is_not_read(course: Path, tmp_path: Path) -> None:
    """A pipe that would never end is refused, in a folder and named, as a zip too."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    os.mkfifo(inbox / "small.json")
    os.mkfifo(inbox / "small.zip")
    assert [why.split(".")[0] for why in refusals(course, inbox)] == [
        "it is no file that can be read"
    ] * 2


def bombs(quiz: Quiz) -> dict[str, tuple[bytes, str]]:
    """Zips made to harm, and what is said of each."""
    nested = zipped({"small.json": hand_in(quiz, "Ana", PARTIAL)})
    for _ in range(archives.DEPTH):
        nested = zipped({"inner.zip": nested})
    one = zipped({"small.json": hand_in(quiz, "Ana", PARTIAL)}, zipfile.ZIP_STORED)
    encrypted = bytearray(zipped({"small.json": b"secret"}))
    encrypted[6] |= 1
    encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1
    lying = bytearray(zipped({"small.json": b" " * 900_000}))
    size = lying.index(b"PK\x01\x02") + 24
    lying[size : size + 4] = (2_000).to_bytes(4, "little")
    unknown = bytearray(one)
    unknown[8:10] = unknown[unknown.index(b"PK\x01\x02") + 10 :][:2] = b"\x63\x00"
    at = unknown.index(b"PK\x01\x02") + 10
    unknown[at : at + 2] = b"\x63\x00"
    return {
        "much of nothing": (zipped({"small.json": b" " * 999_999}), "more than 200 times its size"),
        "far too large": (zipped({"small.json": b" " * 60_000_000}), "the file has 60.0 MB"),
        "a lie about its size": (bytes(lying), "is damaged or cut off at"),
        "a zip in too many zips": (nested, "it is a zip in 3 zips, and no more are opened"),
        "a large zip in a zip": (
            zipped({"inner.zip": os.urandom(archives.NESTED + 1)}, zipfile.ZIP_STORED),
            "a zip in a zip may have 10 MB",
        ),
        "a password": (bytes(encrypted), "it is locked with a password. Unpack it"),
        "cut off": (one[:-30], "the zip is damaged or cut off. Download it again"),
        "a changed byte": (one.replace(b"believe", b"beliefe"), "is damaged or cut off at"),
        "not a zip": (b"hello", "the zip is damaged or cut off. Download it again"),
        "empty": (b"", "the zip is damaged or cut off. Download it again"),
        "unknown packing": (bytes(unknown), "packed in a way that cannot be read here"),
        "another archive": (zipped({"all.rar": b"Rar!"}), "an archive of this kind cannot be"),
        "nothing in it": (zipped({"folder/": b""}), "the zip is empty. Ask for the file that"),
        "an empty hand-in": (zipped({"small.json": b""}), "the file is empty"),
    }


BOMBS = (
    "much of nothing", "far too large", "a lie about its size", "a zip in too many zips",
    "a large zip in a zip", "a password", "cut off", "a changed byte", "not a zip", "empty",
    "unknown packing", "another archive", "nothing in it", "an empty hand-in",
)  # fmt: skip


def test_every_bomb_is_tried(quiz: Quiz) -> None:
    """The list of names above is the list of bombs."""
    assert tuple(bombs(quiz)) == BOMBS


@pytest.mark.parametrize("name", BOMBS)
def test_a_zip_made_to_harm_is_refused(course: Path, quiz: Quiz, download: Path, name: str) -> None:
    """It is refused with what is wrong and what to do, and nothing is placed."""
    data, why = bombs(quiz)[name]
    download.write_bytes(data)
    (said,) = refusals(course, download)
    assert why in said
    assert said.endswith(".")
    assert said.count(". ") >= 1


def test_what_a_zip_unpacks_to_has_a_limit(
    course: Path, quiz: Quiz, download: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past the limit the rest is told as one refusal, and what was read before is kept."""
    data = hand_in(quiz, "Ana", PARTIAL)
    monkeypatch.setattr(archives._Budget.__init__, "__defaults__", (len(data) + 1,))
    inner = {f"{number}.json": data for number in range(5)}
    download.write_bytes(zipped({"a.json": data, "b.zip": zipped(inner), "c.json": data}))
    outcomes = collect([download], course)
    assert [one.state for one in outcomes] == ["accepted", "refused", "refused"]
    assert "so the last 5 files in it were not read. Take what is no" in outcomes[1].detail
    assert "so the last 1 files in it were not read. Take what is no" in outcomes[2].detail


def test_a_zip_of_too_many_files_is_refused(
    course: Path, download: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More files than any class sends are not even looked at."""
    monkeypatch.setattr(archives, "MEMBERS", 3)
    download.write_bytes(zipped({f"{number}.json": b"{}" for number in range(4)}))
    assert refusals(course, download) == [
        "the zip holds 4 files, and at most 3 are read. Collect it in parts."
    ]


def test_a_course_is_not_collected_into_itself(course: Path, quiz: Quiz) -> None:
    """Named as the folder to search, a course gives what was downloaded into it and no more."""
    (course / "downloaded").mkdir()
    (course / "downloaded" / "a.json").write_bytes(hand_in(quiz, "Ana", PARTIAL))
    for _ in range(2):
        names = [name for _, name in told(course, course)]
        assert names == ["nbgrader_config.py", "downloaded/a.json"]
