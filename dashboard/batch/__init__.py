"""Many inputs at once: read from a file, scored in the background, saved as a table."""
