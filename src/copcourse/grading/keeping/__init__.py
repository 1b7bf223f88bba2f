"""What a course keeps of its learners: forgetting it in time, and saying what it is."""
