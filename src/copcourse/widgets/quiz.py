"""The quiz. In JupyterLab it keeps `answers.json` beside the notebook: nbgrader needs it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from copcourse.answers import checksum, write_answers
from copcourse.widgets.base import CourseWidget
from copcourse.widgets.loader import script, style

__all__ = ["FILE_NAME", "QuizWidget"]

FILE_NAME = "answers.json"


class QuizWidget(CourseWidget):
    """A quiz that shows each question once and marks nothing.

    Args:
        sheet: what `quiz.json` holds.
        folder: where `answers.json` is read and written in JupyterLab; the kernel's own folder,
            which is the notebook's, when left out. Elsewhere no file is touched.
        words, lang, delivery: as in `CourseWidget`.

    In JupyterLab the sheet gains `answers` (the whole object that `answers.json` holds, or None)
    and `notice` (`None`, "edition" or "damaged": why a file that is there is not shown). A file
    that is not shown is never overwritten: the first save renames it.
    """

    part = "quiz"
    _esm = script(part)
    _css = style(part)

    def __init__(
        self, sheet: Mapping[str, Any], *, folder: Path | str | None = None, **options: Any
    ) -> None:
        super().__init__(sheet, **options)
        self._file = Path.cwd() / FILE_NAME if folder is None else Path(folder) / FILE_NAME
        held, fault = self._held() if self.delivery == "lab" else (None, None)
        self.sheet = {**self.sheet, "answers": held, "file": FILE_NAME, "notice": fault}
        if self.delivery == "lab":
            self.on_msg(self._receive)

    def _held(self) -> tuple[dict[str, Any] | None, str | None]:
        """Read the file: what it holds, or why that cannot be shown."""
        try:
            held = json.loads(self._file.read_bytes())
        except FileNotFoundError:
            return None, None
        except (OSError, ValueError):
            return None, "damaged"
        whole = (
            isinstance(held, dict)
            and isinstance(held.get("answers"), dict)
            and held.get("checksum") == _sum_of(held)
        )
        if not whole:
            return None, "damaged"
        known = ("format", "quiz", "edition")
        if any(held.get(name) != self.sheet.get(name) for name in known):
            return None, "edition"
        return held, None

    def _receive(self, _: object, content: Any, buffers: object) -> None:
        """Write what the browser sends, and say whether it is saved."""
        if not isinstance(content, dict) or not isinstance(content.get("answers"), dict):
            return
        learner = content.get("learner")
        held, fault = self._held()
        document = {
            "format": self.sheet["format"],
            "quiz": self.sheet["quiz"],
            "edition": self.sheet["edition"],
            "learner": learner if isinstance(learner, str) else (held or {}).get("learner", ""),
            "answers": content["answers"],
        }
        try:
            document["checksum"] = checksum(document)
            aside = self._set_aside() if fault else None
            write_answers(self._file, document)
        except (OSError, ValueError, TypeError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            self.send({"kind": "error", "text": reason, "folder": str(self._file.parent)})
            return
        # A page that is opened again while this kernel lives starts from the sheet.
        self.sheet = {**self.sheet, "answers": document, "notice": None}
        now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        self.send(
            {"kind": "saved", "at": now, "aside": aside, "handin": bool(content.get("handin"))}
        )

    def _set_aside(self) -> str:
        """Rename a file that is not ours to overwrite; say its new name."""
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        target = self._file.with_name(f"answers-{stamp}.json")
        count = 1
        while target.exists():
            count += 1
            target = self._file.with_name(f"answers-{stamp}-{count}.json")
        self._file.rename(target)
        return target.name


def _sum_of(held: Mapping[str, Any]) -> str | None:
    """Check sum of a document as it should be, or None where it cannot be made."""
    try:
        return checksum({name: value for name, value in held.items() if name != "checksum"})
    except (TypeError, ValueError):
        return None
