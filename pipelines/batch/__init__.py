"""Many inputs at once: read from a file, answered by both cores, written to a file."""
