"""Files to records. Every reader raises a CourseError that names file, place, fault and remedy."""

from typing import TYPE_CHECKING

from copcourse.ondemand import on_demand

if TYPE_CHECKING:
    from copcourse.reading.blocks import read_blocks
    from copcourse.reading.course import PAGES, read_course, read_module
    from copcourse.reading.entrance import read_guidelines, read_placement, read_worries
    from copcourse.reading.helplines import read_helplines
    from copcourse.reading.items import read_items, read_practice
    from copcourse.reading.pages import read_page, read_pictures
    from copcourse.reading.plan import read_plan
    from copcourse.reading.quizzes import quizzes_folder, read_quiz, read_quizzes
    from copcourse.reading.records import read_toml, structure
    from copcourse.reading.sources import SourceShelf, read_sources
    from copcourse.reading.stories import read_scenario

__all__ = [
    "PAGES",
    "SourceShelf",
    "quizzes_folder",
    "read_blocks",
    "read_course",
    "read_guidelines",
    "read_helplines",
    "read_items",
    "read_module",
    "read_page",
    "read_pictures",
    "read_placement",
    "read_plan",
    "read_practice",
    "read_quiz",
    "read_quizzes",
    "read_scenario",
    "read_sources",
    "read_toml",
    "read_worries",
    "structure",
]

# A learner's kernel reads few kinds of file.
__getattr__ = on_demand(
    __name__,
    {
        "blocks": ("read_blocks",),
        "course": ("PAGES", "read_course", "read_module"),
        "entrance": ("read_guidelines", "read_placement", "read_worries"),
        "helplines": ("read_helplines",),
        "items": ("read_items", "read_practice"),
        "pages": ("read_page", "read_pictures"),
        "plan": ("read_plan",),
        "quizzes": ("quizzes_folder", "read_quiz", "read_quizzes"),
        "records": ("read_toml", "structure"),
        "sources": ("SourceShelf", "read_sources"),
        "stories": ("read_scenario",),
    },
)
