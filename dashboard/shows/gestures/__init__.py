"""The show of the task of that name."""
