"""How a broken rule is said."""

from pathlib import Path

from copcourse.errors import ContentError


def problem(rule: str, file: Path, place: str, fault: str, remedy: str) -> ContentError:
    """One broken rule: its name, where, what is wrong, what to do."""
    return ContentError(fault, remedy, file=file, place=place, rule=rule)
