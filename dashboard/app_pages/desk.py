"""The window of a speaker, beside the one whose stage the room sees."""

from __future__ import annotations

from dashboard.player.component import put_desk


def draw() -> None:
    """The page: it knows nothing of the script, which comes from the other window."""
    put_desk()
