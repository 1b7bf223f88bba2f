"""Pictures that an author describes as data and the build draws as SVG."""

from copcourse.pictures.drawing import draw
from copcourse.pictures.records import LETTERS, LINES, PARTS, Part, Picture

__all__ = ["LETTERS", "LINES", "PARTS", "Part", "Picture", "draw"]
