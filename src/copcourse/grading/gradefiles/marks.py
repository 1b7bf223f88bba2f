"""The marks of a quiz as nbgrader counts them, and who still waits for a person's mark."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

from copcourse.errors import CourseError
from copcourse.grading.gradebook import open_gradebook
from copcourse.grading.learners import learner_folder


@frozen(kw_only=True)
class Mark:
    """A learner's whole mark: points out of ``most``, with late penalties, and the comments.

    ``whole`` is false while a person has still to mark something of it. Names, e-mail and
    ``lms_id`` are the gradebook's own, and mostly empty.
    """

    learner: str
    points: float
    most: float
    comment: str
    whole: bool
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""


def marks(course: Path, slug: str) -> list[Mark]:
    """The marks of everybody who was marked, by learner. Raises CourseError where nobody was."""
    from nbgrader.api import (
        Assignment,
        Comment,
        MissingEntry,
        Student,
        SubmittedAssignment,
        SubmittedNotebook,
    )
    from sqlalchemy import select

    with open_gradebook(course) as gradebook:
        try:
            most = gradebook.find_assignment(slug).max_score
        except MissingEntry:
            known = ", ".join(one.name for one in gradebook.assignments) or "none yet"
            raise CourseError(
                f"the gradebook has no quiz {slug!r}", f"It has: {known}.", file=course
            ) from None
        ours = [
            SubmittedAssignment.assignment_id == Assignment.id,
            SubmittedNotebook.assignment_id == SubmittedAssignment.id,
            Assignment.name == slug,
        ]
        comments: dict[str, list[str]] = {}
        for learner, comment in gradebook.db.execute(
            select(SubmittedAssignment.student_id, Comment.manual_comment)
            .where(*ours, Comment.notebook_id == SubmittedNotebook.id)
            .where(Comment.manual_comment.is_not(None))
        ):
            comments.setdefault(learner, []).append(comment.strip())
        rows = gradebook.db.execute(
            select(
                Student.id,
                SubmittedNotebook.score,
                SubmittedNotebook.late_submission_penalty,
                SubmittedNotebook.needs_manual_grade,
                Student.first_name,
                Student.last_name,
                Student.email,
                Student.lms_user_id,
            )
            .where(*ours, Student.id == SubmittedAssignment.student_id)
            .order_by(Student.id)
        ).all()
    found = [
        Mark(
            learner=learner,
            # Two decimals, as nbgrader's own pages show; and no less than nothing.
            points=max(0.0, round(score - (penalty or 0.0), 2)),
            most=most,
            comment="\n".join(comments.get(learner, [])),
            whole=not waiting,
            first_name=first or "",
            last_name=last or "",
            email=email or "",
            lms_id=lms or "",
        )
        for learner, score, penalty, waiting, first, last, email, lms in rows
    ]
    if not found:
        raise CourseError(
            f"nobody's answers to {slug!r} were marked yet",
            "Run copcourse mark first.",
            file=course,
        )
    return found


def key(text: str) -> str:
    """What two ways to write one learner's code have in common."""
    return learner_folder(text).casefold()
