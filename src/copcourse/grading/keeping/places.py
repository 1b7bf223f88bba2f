"""Where a course keeps what learners handed in and what was made of it. Nothing else is theirs."""

HANDED_IN = ("submitted", "autograded", "feedback")
"""Folders with ``<learner>/<quiz>/``."""

ATTEMPTS = "attempts"
"""The folder with ``<learner>/<quiz>/<time>/``."""

WHOLE_CLASS = ("reflections", "results", "grades", "downloaded")
"""Folders with files on a whole class. All but ``downloaded`` can be made again."""

GRADEBOOK = "gradebook"
"""Not a folder: nbgrader's database."""

PLACES = (*HANDED_IN, ATTEMPTS, *WHOLE_CLASS, GRADEBOOK)
