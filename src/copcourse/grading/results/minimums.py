"""How many people a figure needs, how its interval is made, and how small a cell is hidden.

Below its number a figure is not given at all: the reader gets "too few to judge". A count of this
very class ("4 of 22 chose ...") claims nothing about anybody else, and needs no such number.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

RESAMPLES = 1_000
SEED = 2020
"""Fixed, so that the same hand-ins give the same report; the year of the guidelines."""

LEVEL = 0.95

SMALL = 5
"""Cells under this number of people are not shown to others, nor what would give them away."""

CEILING = 0.15
"""A share of full marks from which a form is too easy to show a rise: Terwee, C. B. et al. (2007),
Quality criteria were proposed for measurement properties of health status questionnaires,
Journal of Clinical Epidemiology 60, 34-42."""

KEEP_DAYS = 90
"""What names single learners is exported with a date by which to delete it, this far away."""


@frozen
class Minimum:
    """The least number of people for a kind of figure, in words and with its reason."""

    figure: str
    n: int
    why: str


_AVERAGE = (
    "From 12 on, one person more hardly narrows the interval of a mean (Julious 2005, "
    "Pharmaceutical Statistics 4, 287-291)."
)
_CORRELATION = (
    "30 is a reasonable least number for discrimination and internal consistency in a first trial "
    "of a test (Johanson and Brooks 2010, Educational and Psychological Measurement 70, 394-400)."
)

MINIMUMS: Mapping[str, Minimum] = {
    "facility": Minimum("Facility of a question", 12, _AVERAGE),
    "rest": Minimum("Mean rest score of those who chose an option", 12, _AVERAGE),
    "mean": Minimum("Mean of points", 12, _AVERAGE),
    "certainty": Minimum("Certainty-based mark, Brier score, share right at a level", 12, _AVERAGE),
    "change": Minimum("Before and after: means, gain and effect size", 12, _AVERAGE),
    "discrimination": Minimum("Discrimination of a question", 30, _CORRELATION),
    "reliability": Minimum("Reliability and standard error of measurement", 30, _CORRELATION),
}
