"""All that is collected in one go: the files, what became of each, and who is still missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from attrs import evolve, frozen

from copcourse.answers import Answers
from copcourse.errors import AnswersError
from copcourse.grading.collecting.finding import find, unreadable
from copcourse.grading.collecting.judging import Judge, handed_in_at, sealed
from copcourse.grading.collecting.outcome import COLLECTED, Outcome
from copcourse.grading.collecting.roster import Person, Roster
from copcourse.grading.collecting.senders import sender_of
from copcourse.grading.collecting.sent import Sent
from copcourse.grading.collecting.shelf import Shelf, quizzes_of

OWN = ("submitted", "attempts", "autograded", "feedback", "release", "source", "quizzes")
"""Folders of a course that hold nothing that somebody sent."""


@frozen(kw_only=True)
class Collection:
    """What became of each file, and with a roster who of it has handed in nothing, by quiz."""

    outcomes: tuple[Outcome, ...]
    roster: Roster | None = None
    missing: Mapping[str, tuple[Person, ...]]

    @property
    def collected(self) -> tuple[Outcome, ...]:
        """The hand-ins, each safely kept."""
        return tuple(one for one in self.outcomes if one.state in COLLECTED)

    @property
    def refused(self) -> tuple[Outcome, ...]:
        """The files that were refused, each with its reason."""
        return tuple(one for one in self.outcomes if one.state == "refused")

    @property
    def unmatched(self) -> tuple[Outcome, ...]:
        """Hand-ins of learners who are not on the roster, one a learner and quiz."""
        if self.roster is None:
            return ()
        ids = self.roster.folders
        strange = (one for one in self.collected if one.learner not in ids)
        return tuple({(one.learner, one.quiz): one for one in strange}.values())

    @property
    def shared(self) -> dict[tuple[str, str], list[str]]:
        """Learner and quiz to who sent it, where a learning platform names more than one."""
        found: dict[tuple[str, str], dict[tuple[str, str], str]] = {}
        for one in self.collected:
            if one.sender:
                senders = found.setdefault((one.learner, one.quiz), {})
                senders[one.sender.platform, one.sender.number] = str(one.sender)
        return {key: list(who.values()) for key, who in found.items() if len(who) > 1}


def collect(files: Iterable[Path], course: Path) -> list[Outcome]:
    """Place hand-ins as submissions of a course. One outcome a file, in the order found.

    Parameters
    ----------
    files
        Hand-ins, and folders and zips in which they are looked for.
    course
        The nbgrader course, the folder that holds ``source/``.

    Raises KeyMissing where the course has no quiz keys, and CourseError where it is not built.
    """
    return list(collect_all(files, course).outcomes)


def collect_all(files: Iterable[Path], course: Path, roster: Roster | None = None) -> Collection:
    """The same, and with a roster everybody placed under their id on it, and who is missing."""
    collector = Collector(Judge(quizzes_of(course)), Shelf(course), roster)
    outcomes = tuple(collector.take_all(files))
    quizzes = sorted({one.quiz for one in outcomes if one.state in COLLECTED})
    people = roster.people if roster else ()
    missing = {
        slug: tuple(one for one in people if not collector.shelf.has(one.folder, slug))
        for slug in quizzes
    }
    return Collection(outcomes=outcomes, roster=roster, missing=missing)


@frozen
class Collector:
    """Judges files and places them on a shelf."""

    judge: Judge
    shelf: Shelf
    roster: Roster | None = None

    def take_all(self, files: Iterable[Path]) -> Iterator[Outcome]:
        """What becomes of each file, one after the other."""
        course = self.shelf.course.resolve()
        for sent in find(files, frozenset(course / name for name in OWN)):
            yield self.take(sent)

    def take(self, sent: Sent) -> Outcome:
        """What becomes of one file. Faults of the course are raised, and those of the file told."""
        sender = sender_of(sent.names)
        outcome = Outcome(file=sent.file, name=sent.shown, state="refused", sender=sender)
        if sent.problem:
            return evolve(outcome, detail=sent.problem)
        if sent.other:
            # Whoever sent this to a learning platform has handed in nothing else, perhaps.
            if sender is None or sent.names[-1].startswith("."):
                return evolve(outcome, state="other file", detail="it is no hand-in; passed over.")
            fault = f"it is no hand-in, and {sender} sent it"
            return evolve(outcome, detail=f"{fault}. Ask for the file that Hand in saved.")
        try:
            return self._place(sent, outcome, self.judge.judge(sent.data))
        except AnswersError as error:
            place = f"{error.place}: " if error.place else ""
            return evolve(outcome, detail=f"{place}{error.fault}. {error.remedy}")
        except OSError as error:
            return evolve(outcome, detail=unreadable(sent.file, error))

    def _place(self, sent: Sent, outcome: Outcome, answers: Answers) -> Outcome:
        typed, sender = answers.learner, outcome.sender
        person = self.roster.find(typed, sender.name if sender else "") if self.roster else None
        if person and person.id != typed:
            answers = evolve(answers, learner=person.id)
        learner = self.shelf.learner(answers.learner)
        time = handed_in_at(sent.names, answers, sent.written)
        state, detail = self.shelf.place(learner, answers.quiz, sealed(answers), time)
        if sender and not sender.may_be(typed):
            detail = f"{detail.removesuffix('.')}; sent by {sender}."
        return evolve(
            outcome,
            state=state,
            learner=learner,
            quiz=answers.quiz,
            detail=detail,
            typed="" if typed == answers.learner else typed,
        )
