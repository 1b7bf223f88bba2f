"""Reflections, which a person marks: in formgrader, or on a page and in a spreadsheet."""
