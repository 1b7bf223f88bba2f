"""Marking with nbgrader: the assignment, its plug-ins, and hand-ins as submissions.

Needs the ``trainer`` extra (``pip install copcourse[trainer]``).
"""
