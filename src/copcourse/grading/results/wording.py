"""Figures as a person reads them: a number with its interval, or why there is none."""

from __future__ import annotations

from collections.abc import Callable

from copcourse.grading.results.records import Analysis, Belief, Estimate, ItemRow

HIDDEN = "not shown"
SURENESS = {1: "Guessing", 2: "Fairly sure", 3: "Certain"}
"""What the quiz calls the levels."""


def percent(estimate: Estimate) -> str:
    """``68% (47 to 84)``."""
    return _said(estimate, lambda value: f"{100 * value:.0f}", "%")


def decimal(estimate: Estimate) -> str:
    """``0.42 (0.11 to 0.66)``, with a true minus sign."""
    return _said(estimate, lambda value: f"{value:.2f}".replace("-", "−"))


def _said(estimate: Estimate, number: Callable[[float], str], unit: str = "") -> str:
    if estimate.state == "hidden":
        return HIDDEN
    if estimate.state == "too few":
        return "too few to judge"
    if estimate.value is None:
        return "cannot be worked out"
    said = f"{number(estimate.value)}{unit}"
    if estimate.low is None or estimate.high is None:
        return f"{said} (no interval)"
    return f"{said} ({number(estimate.low)} to {number(estimate.high)})"


def people(estimate: Estimate) -> str:
    """The number of people that an estimate rests on."""
    return count(estimate.n)


def count(number: int | None) -> str:
    """A count, or that it is hidden."""
    return HIDDEN if number is None else str(number)


def of(part: int | None, whole: int | None) -> str:
    """``4 of 22``, or that it is hidden."""
    return HIDDEN if part is None or whole is None else f"{part} of {whole}"


def missed_sentence(item: ItemRow) -> str:
    """What a critical item shows, as a sentence with its number of people."""
    if item.missed is None or item.n is None:
        return "Few people, or nearly all: not shown in so small a class."
    if item.missed == 0:
        return f"All {item.n} chose the safe answer."
    return f"{item.missed} of {item.n} did not choose the safe answer."


def belief_sentence(belief: Belief) -> str:
    """How often a misconception was chosen, and how often for certain."""
    if belief.held is None:
        return "Few answers, or nearly all: not shown in so small a class."
    said = f"Chosen in {of(belief.held, belief.chances)} answers"
    if belief.certain:
        return f"{said}, {belief.certain} of these for certain."
    return f"{said}."


def waiting_sentences(analysis: Analysis) -> list[str]:
    """What is not in the figures yet; empty where everything is, or for others' eyes."""
    said = []
    if analysis.waiting:
        said.append(
            f"{_hand_ins(analysis.waiting)} collected but not marked yet: run copcourse mark."
        )
    if analysis.unreadable:
        said.append(f"{_hand_ins(analysis.unreadable)} marked but cannot be read, and not counted.")
    if analysis.by_hand:
        what = "1 answer waits" if analysis.by_hand == 1 else f"{analysis.by_hand} answers wait"
        said.append(f"{what} for a mark by hand; the figures here do not need it.")
    return said


def _hand_ins(number: int) -> str:
    return "1 hand-in is" if number == 1 else f"{number} hand-ins are"
