"""What every benchmark gives back."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

MODELS = Path(__file__).parents[1] / "models"


class Timing(NamedTuple):
    """Milliseconds, the limit they should keep, and those of a peer in the same run."""

    what: str
    milliseconds: float
    limit: float
    peer: str | None = None
    peer_milliseconds: float = 0.0
