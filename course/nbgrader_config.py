"""The course as nbgrader knows it. Run nbgrader's commands in this folder.

COPCOURSE_QUIZZES  the folder with the quiz keys, if it is not quizzes/ beside this file
COPCOURSE_MARKING  "stock" has nbgrader run every notebook instead of reading the answers
"""

from pathlib import Path

from copcourse.grading.configuring import configure

c = get_config()  # nbgrader defines it where it loads this file
c.CourseDirectory.course_id = "copcourse"

configure(c, Path(__file__).parent)
