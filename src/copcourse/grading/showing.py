"""What the cells of an autograded quiz notebook show, as plain data of the notebook format."""

from __future__ import annotations

from typing import Any

from copcourse.content import Quiz
from copcourse.marking import Marked, bundle

Output = dict[str, Any]


def marking_cells(quiz: Quiz) -> dict[str, str]:
    """The source of each cell that marks or shows an answer, and the id that it asks for."""
    ids = [*(item.id for item in quiz.items), *quiz.by_hand]
    return {f'mark("{quiz.slug}", "{one}")': one for one in ids}


def cell_outputs(marked: Marked, item_id: str, count: int) -> list[Output]:
    """What running the cell of an id as the ``count``-th would have written.

    The answer, and for an item its points: nbgrader reads a cell's last number as such.
    """
    shown = {"output_type": "display_data", "metadata": {}, "data": bundle(marked, item_id)}
    if item_id not in marked.marks:
        return [shown]
    points = {
        "output_type": "execute_result",
        "metadata": {},
        "data": {"text/plain": repr(marked.marks[item_id].points)},
        "execution_count": count,
    }
    return [shown, points]
