"""Collecting from nbgrader's exchange: only what the learner named on it really put there."""

from __future__ import annotations

import pwd
from hashlib import sha256
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect
from traitlets import Bool

_NOBODY = ""


class OwnHandIns(ExchangeCollect):
    """nbgrader's own, but for a hand-in that somebody else made in a learner's name.

    nbgrader warns of another owner and collects all the same, as the newest. A link in a hand-in
    would copy whatever file of the trainer's it points to.
    """

    src_records: list[dict[str, Any]]
    numbered = Bool(False, help="Whether accounts have a number and no name.").tag(config=True)

    def init_src(self) -> None:
        """Find the newest hand-in of each learner among those that can be trusted."""
        super().init_src()
        self.src_records = [one for one in self.src_records if one["username"] != _NOBODY]

    def _path_to_record(self, path: str) -> dict[str, Any]:
        record: dict[str, Any] = super()._path_to_record(path)
        why = fault(Path(path), record["username"], numbered=self.numbered)
        if why:
            self.log.warning("Not collected: %s. %s", record["filename"], why)
            record["username"] = _NOBODY
        return record


def fault(folder: Path, learner: str, *, numbered: bool = False) -> str:
    """Why a folder of the exchange is not that learner's hand-in; empty where it is."""
    owner = folder.lstat().st_uid
    if not (owner == number_of(learner) if numbered else _name(owner) == learner):
        return f"It names {learner} and was put there by {_name(owner)}."
    link = next((path for path in (folder, *folder.rglob("*")) if path.is_symlink()), None)
    return f"{link.name} is a link to another place." if link else ""


def number_of(learner: str) -> int:
    """A learner's user id where accounts have none: course/hub/kubernetes gives the same."""
    return 100_000 + int.from_bytes(sha256(learner.encode()).digest()[:8], "big") % 2_000_000_000


def _name(owner: int) -> str:
    try:
        return pwd.getpwuid(owner).pw_name
    except KeyError:
        return f"the account {owner}"
