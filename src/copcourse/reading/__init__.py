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
)
from copcourse.reading.records import read_toml, structure
from copcourse.reading.sources import SourceShelf, read_sources

__all__ = [
    "PAGES",
    "SourceShelf",
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
    "read_sources",
    "read_toml",
    "structure",
]
