"""``copcourse check``: the rules that every text, story and question of the course keeps.

Each rule has a name; a record of the content may excuse itself from one with its reason,
``allow = { "rule-name" = "why" }``. All problems are found in one run.
"""

from copcourse.checking.clean import CleanTexts
from copcourse.checking.course import check_course, check_file

__all__ = ["CleanTexts", "check_course", "check_file"]
