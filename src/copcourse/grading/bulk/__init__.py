"""Marks for thousands of hand-ins at once: the rows and folders that nbgrader would have written.

For each batch of hand-ins, in this order: the new folders are written aside, the rows are written,
the old folders go aside, the rows are committed, the new folders take their places. So a folder
under ``autograded/`` always belongs to the marks in the gradebook, wherever this is interrupted,
and what is missing is marked the next time. A hand-in whose folder and marks are already what they
would become is left alone, which is all that running again needs to know.

nbgrader's own classes are not imported: that alone takes as long as marking hundreds of hand-ins.
"""
