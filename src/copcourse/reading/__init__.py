"""Files to records. Every reader raises a CourseError that names file, place, fault and remedy."""

from copcourse.reading.course import PAGES, read_blocks, read_course, read_module
from copcourse.reading.files import (
    quizzes_folder,
    read_helplines,
    read_items,
    read_page,
    read_placement,
    read_plan,
    read_practice,
    read_quiz,
    read_quizzes,
    read_scenario,
    read_school,
)
from copcourse.reading.records import parse_toml, read_toml, structure
from copcourse.reading.sources import SourceShelf, read_sources

__all__ = [
    "PAGES",
    "SourceShelf",
    "parse_toml",
    "quizzes_folder",
    "read_blocks",
    "read_course",
    "read_helplines",
    "read_items",
    "read_module",
    "read_page",
    "read_placement",
    "read_plan",
    "read_practice",
    "read_quiz",
    "read_quizzes",
    "read_scenario",
    "read_school",
    "read_sources",
    "read_toml",
    "structure",
]
