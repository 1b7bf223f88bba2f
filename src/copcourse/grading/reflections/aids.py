"""What helps a person to mark a reflection: the safety text for disclosures, and ready comments.

Both lie in ``course/``, which reaches no learner. The shared safety texts in ``modules/blocks/``
reach learners; this one speaks to whoever reads what others have written, and takes from there
only what to do in danger, which nobody words anew.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

from attrs import frozen

from copcourse.content import Reflection
from copcourse.errors import ContentError, CourseErrors
from copcourse.locating import course_root
from copcourse.reading import read_blocks, read_toml
from copcourse.reading.records import only
from copcourse.texts import fill

DISCLOSURE = Path("blocks") / "disclosure.md"
COMMENTS = "comments.toml"

_MARKS = ("BEGIN MARK SCHEME", "END MARK SCHEME")


@frozen(kw_only=True)
class ReadyComment:
    """A comment to use again: when it fits (for the trainer) and its words (for the learner)."""

    id: str
    when: str
    text: str


@frozen(kw_only=True)
class Aids:
    """The safety text for disclosures, as Markdown, and the ready comments."""

    disclosure: str
    comments: tuple[ReadyComment, ...] = ()


def read_aids(course: Path) -> Aids:
    """The aids of a course's folder.

    Raises ContentError where the safety text is missing, and CourseErrors for every fault of
    ``comments.toml``, which may be missing.
    """
    path = course / DISCLOSURE
    try:
        disclosure = path.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        disclosure = ""
    if not disclosure:
        raise ContentError(
            "the safety text for whoever marks is missing",
            "Put the course's own file there as UTF-8 text: nobody marks without it.",
            file=path,
        )
    danger = read_blocks(course_root(course)).get("danger-now", "")
    if "{danger}" not in disclosure or not danger:
        raise ContentError(
            "the shared text of what to do in danger is not in it",
            "Write {danger} on a line of its own where that text of modules/blocks belongs.",
            file=path,
        )
    disclosure = fill(disclosure, {"danger": _without_link(danger)})
    _sealed(disclosure, path, "")
    comments = course / COMMENTS
    return Aids(disclosure=disclosure, comments=_comments(comments) if comments.exists() else ())


def _comments(path: Path) -> tuple[ReadyComment, ...]:
    raw = read_toml(path)
    only(raw, {"comment"}, path)
    found: dict[str, ReadyComment] = {}
    problems: list[ContentError] = []
    for number, table in enumerate(raw.get("comment", []), 1):
        place = f'comment "{table.get("id", number)}"'
        keys = {"id", "when", "text"}
        if set(table) != keys or not all(
            isinstance(value, str) and value.strip() for value in table.values()
        ):
            problems.append(
                ContentError(
                    "not a comment",
                    'Write id = "...", when = "..." and text = "...", and nothing else.',
                    file=path,
                    place=place,
                )
            )
        elif table["id"] in found:
            remedy = "Give each comment an id of its own."
            problems.append(ContentError("the id is there twice", remedy, file=path, place=place))
        else:
            _sealed(table["when"] + table["text"], path, place)
            found[table["id"]] = ReadyComment(**table)
    if problems:
        raise CourseErrors(problems)
    return tuple(found.values())


def mark_scheme(reflection: Reflection, aids: Aids | None) -> str:
    """The Markdown of nbgrader's mark scheme, which formgrader shows and no learner is given.

    The safety text comes first, then the rubric. nbgrader has no comments to use again, so they
    stand here to be copied: a click selects a whole one.
    """
    rubric = "\n".join(f"- {line}" for line in reflection.rubric)
    if aids is None:
        return rubric
    parts = [aids.disclosure, "***", f"**What earns the {reflection.points} points**", rubric]
    if aids.comments:
        parts.append(_to_copy(aids.comments))
    return "\n\n".join(parts)


def _to_copy(comments: tuple[ReadyComment, ...]) -> str:
    # In one block of HTML without an empty line, as Markdown would end the block there.
    items = "".join(
        f"<li>{html.escape(' '.join(one.when.split()))}:<br>"
        f'<span style="user-select: all; -webkit-user-select: all">'
        f"{html.escape(' '.join(one.text.split()))}</span></li>\n"
        for one in comments
    )
    return (
        "<details><summary><strong>Ready comments.</strong> A click selects a whole one. Copy it "
        f"and paste it into the box below.</summary>\n<ul>\n{items}</ul></details>"
    )


def _without_link(block: str) -> str:
    # Neither formgrader nor a page on a trainer's disk stands beside the course's pages.
    return re.sub(r"\[([^\]]+)\]\(\{help\}\)", r"the page \"\1\" of the course", block)


def _sealed(text: str, path: Path, place: str) -> None:
    # nbgrader takes out what stands between these words, and a learner would get the rest.
    if any(mark in text for mark in _MARKS):
        fault = f"the words {' or '.join(_MARKS)} stand in the text"
        remedy = "Write it in other words: nbgrader hides from learners what stands between them."
        raise ContentError(fault, remedy, file=path, place=place)
