"""The names of nbgrader's files, apart from whatever takes seconds to import."""

from __future__ import annotations

CONFIG = "nbgrader_config.py"
"""What makes a folder an nbgrader course."""

NOTEBOOK = "quiz"
"""The notebook's name, without its ending, in every quiz assignment."""

SECRET = "submission_secret.txt"
"""What nbgrader's exchange knows a learner's feedback by."""

TIMESTAMP = "timestamp.txt"
"""When a submission was handed in, as nbgrader writes it."""
