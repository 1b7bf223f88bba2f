"""What an author uses besides a text editor: stories in Twine's format, and schemas for editors."""
