"""Marks as files that a learning management system imports: Moodle and Canvas."""
