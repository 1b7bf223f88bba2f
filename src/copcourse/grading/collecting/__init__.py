"""Hand-ins to submissions: each file is found, judged and placed where nbgrader looks for it.

``course/submitted/<learner>/<quiz>/`` holds the newest attempt: ``answers.json``, ``quiz.ipynb``
(ours) and ``timestamp.txt``. ``course/attempts/<learner>/<quiz>/<time>/`` holds each older one;
nbgrader never looks there.

A hand-in is only ever read as JSON, in memory. Nothing in it or in an archive names a path: the
quiz must be one of the course's, and the learner's folder is made from letters and digits of what
the learner typed.
"""

from copcourse.grading.collecting.collection import Collection, collect
from copcourse.grading.collecting.command import run_collect
from copcourse.grading.collecting.outcome import Outcome, State

__all__ = ["Collection", "Outcome", "State", "collect", "run_collect"]
