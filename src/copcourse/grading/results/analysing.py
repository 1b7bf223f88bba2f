"""A course's folder to an analysis: reads once, computes once, hides nothing yet."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from copcourse.content import split_slug
from copcourse.errors import CourseError, KeyMissing
from copcourse.grading.results.bootstrap import Bootstrap
from copcourse.grading.results.certainty import analyse_certainty
from copcourse.grading.results.change import analyse_change
from copcourse.grading.results.frames import ClassFrames, read_class
from copcourse.grading.results.handins import assignments_with_hand_ins
from copcourse.grading.results.item_analysis import analyse_items
from copcourse.grading.results.records import Analysis
from copcourse.grading.results.reliability import analyse_whole
from copcourse.grading.results.teaching import analyse_beliefs
from copcourse.marking import QUIZZES
from copcourse.reading import read_quiz

Forms = Mapping[str, ClassFrames]
"""A module's quizzes by form: "" for the quiz itself, "before" and "later"."""


def quizzes_of(course: Path) -> Path:
    """The trainer's folder of quiz keys for a course. Raises KeyMissing where it holds none."""
    folder = Path(os.environ.get(QUIZZES) or course / "quizzes")
    if not any(folder.glob("*.toml")):
        raise KeyMissing(
            "there are no quiz files here, so no answer can be read",
            f"Put the trainer's <quiz>.toml there, or set {QUIZZES} to the folder that has them.",
            file=folder,
        )
    return folder


def handed_in(course: Path, wanted: Sequence[str] = ()) -> list[str]:
    """The modules that hand-ins were collected or marked for, in order of their names.

    Raises CourseError for a wanted one that there is no quiz of, or when there is none at all.
    """
    known = {split_slug(path.stem)[0] for path in quizzes_of(course).glob("*.toml")}
    named = [split_slug(slug)[0] for slug in wanted]
    if unknown := [slug for slug in named if slug not in known]:
        raise CourseError(
            f"there is no quiz {unknown[0][:60]!r}", f"Name some of {', '.join(sorted(known))}."
        )
    seen = {split_slug(name)[0] for name in assignments_with_hand_ins(course)}
    found = [slug for slug in sorted(known & seen) if slug in named or not named]
    if not found or (missing := [slug for slug in named if slug not in seen]):
        what = f"of {missing[0]!r}" if found else "of any quiz"
        raise CourseError(
            f"no hand-in {what} is here",
            "Collect them with copcourse collect, mark them, then ask again.",
            file=course,
        )
    return found


def read_forms(course: Path, slug: str, *, with_text: bool = False) -> Forms:
    """The class's frames for a module's quiz and its two short forms, those that are there."""
    folder = quizzes_of(course)
    forms = {}
    for form in ("", "before", "later"):
        path = folder / f"{slug}{'-' * bool(form)}{form}.toml"
        if path.is_file():
            frames = read_class(course, read_quiz(path), with_text=with_text)
            if frames.n or frames.waiting or frames.unreadable:
                forms[form] = frames
    return forms


def analyse(slug: str, forms: Forms) -> Analysis:
    """Everything there is to say about a module's class, for the trainer's eyes."""
    quiz = forms.get("")
    change = (
        analyse_change(forms["before"], forms["later"])
        if {"before", "later"} <= set(forms) and forms["before"].n and forms["later"].n
        else None
    )
    some = quiz or next(iter(forms.values()))
    frames = quiz if quiz is not None and quiz.n else None
    bootstrap = Bootstrap(frames.n) if frames else None
    points = frames.matrix("points") if frames else np.zeros((0, 0))
    most = np.array([item.points for item in some.quiz.items], dtype=float)
    return Analysis(
        slug=slug,
        title=some.quiz.title,
        eyes="mine",
        n=quiz.n if quiz else 0,
        waiting=sum(one.waiting for one in forms.values()),
        unreadable=sum(one.unreadable for one in forms.values()),
        by_hand=sum(one.by_hand for one in forms.values()),
        items=analyse_items(frames, bootstrap) if frames and bootstrap else (),
        beliefs=analyse_beliefs(frames) if frames else (),
        whole=analyse_whole(frames.quiz, points, bootstrap) if frames and bootstrap else None,
        certainty=(
            analyse_certainty(points / most, frames.matrix("sure"), bootstrap)
            if frames and bootstrap
            else None
        ),
        change=change,
        salt=frames.salt if frames else "",
    )
