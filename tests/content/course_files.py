"""The files that the tests break, by their paths in a checkout."""

from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
TEXT = "modules/online-threats/text.md"
STORY = "modules/online-threats/scenarios/sunday-night.toml"
PRACTICE = "modules/online-threats/practice.toml"
PLAN = "modules/online-threats/plan.toml"
QUIZ = "course/quizzes/online-threats.toml"
HOME = "modules/home.md"
# What every page has, so that a test can put a sentence before it.
HEADING = "\n## "
