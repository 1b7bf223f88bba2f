"""Rules for the take-home activities: a sheet for each age, a story for the youngest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from copcourse.checking.passages import plain, unfolded, word_count
from copcourse.checking.problems import problem
from copcourse.checking.wordlist import word, wording
from copcourse.content import ModuleContent
from copcourse.errors import ContentError
from copcourse.texts import directives, replace_directives, split_parts

# What fits on one sheet of paper in letters that can be read.
BAND_WORDS = {"under-9": 520, "9-12": 460, "13-18": 500}
STORY_WORDS = (200, 400)
STORY_QUESTIONS = 3


def check_activities(module: ModuleContent) -> Iterator[ContentError]:
    """Three bands, each on one sheet, and no task that asks for real life."""
    page = module.activities
    parts = {part: text for part, text in split_parts(page.body) if part}
    for band, most in BAND_WORDS.items():
        if band not in parts:
            remedy = f"Write a heading and <!-- part: {band} --> below it."
            yield problem("band", page.path, band, "the activity of this age is missing", remedy)
            continue
        words = word_count(plain(replace_directives(parts[band], _shown)))
        if words > most:
            fault = f"{words} words, and one sheet of paper holds {most}"
            yield problem("sheet", page.path, band, fault, "Shorten it.")
        yield from real_life(parts[band], page.path, band, page.allow)
    yield from _story(module, parts.get("under-9", ""))


def _shown(name: str, argument: str, body: str) -> str:
    return f"### {argument}\n\n{body}" if name == "story" else ""


def _story(module: ModuleContent, text: str) -> Iterator[ContentError]:
    file = module.activities.path
    stories = [(title, body) for name, title, body in directives(text) if name == "story"]
    if len(stories) != 1:
        fault = f"{len(stories)} stories to read aloud, and one is asked for"
        yield problem("story", file, "under-9", fault, "Write it in :::{story} Its title.")
        return
    title, body = stories[0]
    questions = re.findall(r"^★ ", body, re.MULTILINE)
    words = word_count(plain(re.sub(r"(?m)^★ .*(?:\n(?!\n).*)*", "", body)))
    if not STORY_WORDS[0] <= words <= STORY_WORDS[1]:
        fault = f"{words} words, and {STORY_WORDS[0]} to {STORY_WORDS[1]} are asked for"
        yield problem("story", file, f'story "{title}"', fault, "Lengthen or shorten it.")
    if len(questions) != STORY_QUESTIONS:
        fault = f"{len(questions)} questions, and {STORY_QUESTIONS} are asked for"
        yield problem("story", file, f'story "{title}"', fault, "Begin each one's line with ★.")


def real_life(
    text: str, file: Path, place: str, allow: Mapping[str, str]
) -> Iterator[ContentError]:
    """Rule 15: no task asks for a real child's story, account, picture or device."""
    if "real-life" in allow:
        return
    rule = wording()["real-life"]
    found = word(rule["pattern"]).search(plain(unfolded(text)))
    if found:
        yield problem(
            "real-life",
            file,
            place,
            f"a task may ask for real life: {found[0]!r}",
            "Let it be made up, on paper.",
        )
