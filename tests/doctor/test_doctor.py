"""The doctor on this machine, and on machines that are not ready."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import zxingcpp

from copcourse.cli import main
from copcourse.doctor.environment import (
    nbgrader_finding,
    packages_finding,
    python_finding,
    requirements,
)
from copcourse.doctor.finding import Finding
from copcourse.doctor.memory import group_left, memory_finding
from copcourse.doctor.network import address_findings, host_finding, port_finding
from copcourse.doctor.texts import read_here, texts_findings
from copcourse.doctor.trial import trial_findings
from copcourse.serving import address
from copcourse.serving.address import is_for_a_room, room_address, terminal_code
from whole.playing import ROOT, free_port

MODULES = ROOT / "modules"
# What a block character shows: its upper and its lower half, light or not.
HALVES = {"█": (255, 255), "▀": (255, 0), "▄": (0, 255), " ": (0, 0)}


def read_code(text: str) -> str:
    """What a phone would read from the code that stands in a text."""
    rows = [line for line in text.splitlines() if line and set(line) <= set(HALVES)]
    halves = [[HALVES[sign][half] for sign in row] for row in rows for half in (0, 1)]
    picture = np.kron(np.array(halves, dtype=np.uint8), np.ones((4, 4), dtype=np.uint8))
    found = zxingcpp.read_barcodes(picture)
    assert len(found) == 1
    return str(found[0].text)


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course as the package brings it: without the trainer's part."""
    root = tmp_path_factory.mktemp("released") / "modules"
    shutil.copytree(MODULES, root)
    return root


def test_this_machine_is_ready(released: Path) -> None:
    """Every line has its word, the page that it tries comes to life, and the code is readable."""
    port = free_port()
    done = subprocess.run(
        [sys.executable, "-m", "copcourse", "doctor", "--port", str(port)],
        cwd=released,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line for line in done.stdout.splitlines() if line and not set(line) <= set(HALVES)]
    said = " ".join(" ".join(lines).split())
    assert [
        line for line in lines if not re.match(r"✓ ready |! look |          \S|Ready|Once", line)
    ] == []
    assert f"✓ ready Port {port} is free." in said
    assert re.search(r"✓ ready Tried: a page with its stories came to life in [\d.]+ s\.", said)
    assert re.search(r"✓ ready Memory for \d+ live pages at once \(\d+ MB each, measured", said)
    assert re.search(r"✓ ready nbgrader [\d.]+ starts", said)
    assert "listens on this machine alone (127.0.0.1), unless --host is given" in said
    assert lines[-2:] == [
        f"Ready to serve. Start: copcourse serve --host 0.0.0.0 --port {port}",
        "Once it runs, phones find it with this code:",
    ]
    where = room_address("0.0.0.0")
    assert read_code(done.stdout) == f"http://{where}:{port}/"
    with socket.socket() as again:
        assert again.connect_ex((where, port)) != 0


def test_serving_a_room_shows_the_code_and_who_can_come(released: Path) -> None:
    """A phone in the room reads the address from the terminal, and gets the page there."""
    port = free_port()
    command = [sys.executable, "-m", "copcourse", "serve", "--host", "0.0.0.0", "--no-browser"]
    process = subprocess.Popen(
        [*command, "--port", str(port)], cwd=released, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        told = []
        while not told or not told[-1].startswith("Anybody on this network can open it"):
            told.append(process.stdout.readline())
            assert told[-1], told
        where = read_code("".join(told))
        assert where == f"http://{room_address('0.0.0.0')}:{port}/"
        with socket.create_connection((where.split("/")[2].split(":")[0], port)) as phone:
            phone.sendall(
                f"GET /voila/render/help.ipynb HTTP/1.0\r\nHost: {where[7:-1]}\r\n\r\n".encode()
            )
            assert phone.recv(100).startswith(b"HTTP/1.1 200 OK")
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def test_a_taken_port_is_named_with_one_that_is_free(taken: int) -> None:
    """The sentence gives the option to type; a free port is ready."""
    found = port_finding("127.0.0.1", taken)
    assert found.level == "mend"
    assert found.text.startswith(f"Port {taken} is taken by another program")
    other = int(found.remedy.split("--port ")[1].rstrip("."))
    assert port_finding("127.0.0.1", other) == Finding("ready", f"Port {other} is free.")


def test_an_address_of_another_machine_is_refused() -> None:
    """With what to type instead."""
    found = host_finding("203.0.113.9")
    assert found == Finding(
        "mend",
        "203.0.113.9 is no address of this machine.",
        "For the room: --host 0.0.0.0. For this machine: 127.0.0.1.",
    )
    assert host_finding("127.0.0.1") is None


@pytest.mark.parametrize("port", ["0", "70000", "http"])
def test_what_is_no_port_is_a_wrong_call(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    """For the doctor and for serve."""
    for command in ("doctor", "serve"):
        with pytest.raises(SystemExit) as ended:
            main([command, "--port", port])
        assert ended.value.code == 2
        assert f"{port!r} is no port. Choose one from 1024 to 65535." in capsys.readouterr().err


def test_without_a_network_there_is_the_kit(monkeypatch: pytest.MonkeyPatch) -> None:
    """No address, no code, and what a room can do without."""
    monkeypatch.setattr("copcourse.doctor.network.room_address", lambda _host: None)
    (found,) = address_findings("0.0.0.0", 8866)
    assert (found.level, "copcourse kit" in found.remedy) == ("mend", True)
    (alone,) = address_findings("127.0.0.1", 8866)
    assert (alone.level, alone.remedy) == ("look", "For phones in the room: --host 0.0.0.0.")


@pytest.mark.parametrize(
    ("host", "room"),
    [
        ("127.0.0.1", False),
        ("::1", False),
        ("localhost", False),
        ("0.0.0.0", True),
        ("192.168.1.20", True),
        ("", True),
    ],
)
def test_who_can_reach_a_host(host: str, room: bool) -> None:
    """Loopback is for this machine alone."""
    assert is_for_a_room(host) is room


def test_a_terminal_that_cannot_draw_gets_no_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal without block characters is not written rubbish to."""

    class Old:
        encoding = "ascii"

        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(address.sys, "stdout", Old())
    assert terminal_code("http://192.168.1.20:8866/") is None
    Old.encoding = "utf-8"
    coloured = terminal_code("http://192.168.1.20:8866/") or ""
    lines = coloured.splitlines()
    assert {line[:8] for line in lines} == {"\x1b[97;40m"}
    plain = re.sub(r"\x1b\[[\d;]*m", "", coloured)
    assert read_code(plain) == "http://192.168.1.20:8866/"


def test_packages_are_held_against_their_ranges() -> None:
    """What is missing or of the wrong version is named with what to type; what fits is counted."""
    needed = requirements()
    assert [one for one in needed if one.startswith("voila")]
    assert packages_finding(needed).level == "ready"
    wrong = packages_finding(
        ["voila>=99", "no-such-package>=1", "attrs>=25", 'x; python_version<"3"']
    )
    assert wrong.level == "mend"
    assert re.fullmatch(
        r"voila is [\d.]+, and the course needs >=99; no-such-package is not installed\.",
        wrong.text,
    )
    assert wrong.remedy.endswith('-m pip install "voila>=99" "no-such-package>=1"')
    installed = requirements(Path("nowhere/pyproject.toml"))
    assert [one for one in installed if one.startswith("voila")]
    assert [one for one in installed if one.startswith("nbgrader")] == []


def test_an_old_python_is_refused() -> None:
    """With the oldest one that does."""
    assert python_finding((3, 10, 4)) == Finding(
        "mend", "Python 3.10.4 is too old.", "Install Python 3.11 or newer."
    )


def test_a_broken_nbgrader_is_no_reason_to_stay_at_home(tmp_path: Path) -> None:
    """A program that fails, or is of another installation, is worth a look and no more."""
    program = tmp_path / "nbgrader"
    for script, said in (
        ("exit 1", "does not start"),
        ("echo 0.5.0", "another installation: 0.5.0"),
    ):
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        found = nbgrader_finding(str(program))
        assert (found.level, said in found.text) == ("look", True)


def test_a_course_that_does_not_serve_is_said_in_its_own_words(tmp_path: Path) -> None:
    """Where serve refuses, its sentence stands in the doctor's."""
    (tmp_path / "course.toml").write_text('title = "Empty"\n')
    (found,) = trial_findings(tmp_path, "gaming", "127.0.0.1", free_port())
    assert found.level == "mend"
    assert re.match(r"The course does not serve here: .*: there is no course here\. ", found.text)


@pytest.mark.parametrize(
    ("left", "level", "said"),
    [
        (10e9, "ready", "Memory for 160 live pages at once (50 MB each"),
        (1e9, "look", "Memory for 16 live pages at once (50 MB each"),
        (5e7, "mend", "There is no memory for a live page: 50 MB are left."),
    ],
)
def test_memory_is_counted_in_live_pages(left: float, level: str, said: str) -> None:
    """A fifth stays for the browser; too little names the option that fits."""
    found = memory_finding(int(left), 50_000_000)
    assert (found.level, found.text[: len(said)]) == (level, said)
    assert ("--max-kernels 16" in found.remedy) is (level == "look")


def group(folder: Path, **files: str) -> None:
    """Write the files of a control group."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)


def test_a_containers_limit_counts(tmp_path: Path) -> None:
    """Of both versions of control groups, the tightest above us; files in memory are no use."""
    mine, groups = tmp_path / "mine", tmp_path / "groups"
    mine.write_text("0::/a/b\n")
    group(groups / "a/b", memory__max="max\n", memory__current="5\n", memory__stat="x 1\n")
    assert group_left(mine, groups) is None
    group(
        groups / "a",
        memory__max="1000\n",
        memory__current="900\n",
        memory__stat="anon 500\ninactive_file 300\n",
    )
    assert group_left(mine, groups) == 400
    mine.write_text("4:cpu,memory:/c\n")
    group(
        groups / "memory/c",
        memory__limit_in_bytes="70\n",
        memory__usage_in_bytes="90\n",
        memory__stat="total_inactive_file 10\n",
    )
    assert group_left(mine, groups) == 0
    assert group_left(tmp_path / "none", groups) is None


def test_a_course_that_is_not_in_order_is_named(tmp_path: Path) -> None:
    """A file that cannot be read, a sentence that breaks a rule, a page that is older."""
    shutil.copytree(MODULES, tmp_path / "modules")
    shutil.copytree(ROOT / "course", tmp_path / "course")
    root = tmp_path / "modules"
    (root / "gaming/room.ipynb").write_text("{}")
    course, _ = read_here(root)
    assert course is not None
    checked, old = texts_findings(course)
    assert checked.level == "ready"
    assert (old.level, old.remedy) == ("mend", "Run copcourse build.")
    assert old.text == f"Pages are older than their texts: {root / 'gaming/room.ipynb'}."
    (root / "helplines.toml").write_text("[countries\n")
    (found,) = read_here(root)[1]
    assert found.level == "mend"
    assert found.text.startswith("The course has 1 to mend. The first: ")
    assert found.remedy == "Run copcourse check, which names each place."


def test_a_finding_fits_the_terminal_and_keeps_commands_whole() -> None:
    """Sign and word first, then the text; no command is broken in two where it fits a line."""
    shown = Finding("mend", "word " * 20, "pip install a-b-c-d-e-f").shown(44)
    assert max(len(line) for line in shown.splitlines()) <= 44
    assert shown.startswith("✗ mend    word")
    assert "pip install a-b-c-d-e-f" in shown.replace("\n          ", " ")
    assert Finding("look", "a").shown(80, signs=False) == "  look    a"
