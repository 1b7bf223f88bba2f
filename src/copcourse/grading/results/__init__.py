"""What a class's quizzes show: what to teach again, each question, how sure, before and after.

``Results`` is what the trainer's notebook calls. pandas is imported here and nowhere that a learner
is.
"""

from copcourse.grading.results.dashboard import Results

__all__ = ["Results"]
