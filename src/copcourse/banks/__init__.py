"""The questions of a quiz in the formats of other homes: GIFT, Moodle XML and QTI.

``records`` holds what all of them can say; each format is a pair of pure functions, from and to
text. A format says what it cannot hold.
"""
