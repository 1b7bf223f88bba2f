"""What each learner gets back: one page that stands alone, for a class in one go.

What a page may say, so that it teaches and yet gives no question away that comes again
(a retake, or the other form of a pair):

- of each question it prints what the learner chose, the feedback of just that, and the ``explain``:
  what to do and why, in other words than the options';
- it never prints an option or a right side that the learner did not choose, no order that the
  learner did not give, no misconception's id or text, and no line of the mark scheme.

A critical item and its sister rest on the same reason, so whoever understood it has both.
"""
