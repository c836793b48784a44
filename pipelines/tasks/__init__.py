"""One package a task, each closed in itself."""
