"""What is collected from the exchange is what the learner named on it put there."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

from copcourse.grading.exchange import fault

ME = pwd.getpwuid(os.getuid()).pw_name


def test_a_hand_in_of_ones_own_is_taken(tmp_path: Path) -> None:
    """Nothing is wrong with a folder that its learner made of files."""
    (tmp_path / "answers.json").write_text("{}")
    assert fault(tmp_path, ME) == ""


def test_somebody_elses_is_not(tmp_path: Path) -> None:
    """The name on a folder is not enough: its owner must be the one who is named."""
    assert fault(tmp_path, "kim") == f"It names kim and was put there by {ME}."
    assert fault(tmp_path, "kim", numbered=True) == f"It names kim and was put there by {ME}."


def test_a_link_is_not(tmp_path: Path) -> None:
    """A link at any depth would copy a file of the trainer's."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "answers.json").symlink_to("/etc/hostname")
    assert fault(tmp_path, ME) == "answers.json is a link to another place."
