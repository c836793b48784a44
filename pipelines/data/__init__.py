"""The data folder, and what fills it."""
