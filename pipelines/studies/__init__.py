"""Small networks that learn while one looks on: what theory says, seen."""
