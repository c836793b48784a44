"""The codes of a show: who knows one may vote, or be the remote, or is the stage."""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import asdict, dataclass
from pathlib import Path

# What is kept of the room between two starts; nobody else on this machine reads it.
FOLDER = Path(__file__).parents[2] / ".room"
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # None that can be taken for another on a wall.
LENGTH = 6
# Seconds in which a dashboard that is started anew lets in the same phones.
SHOW_LASTS = 12 * 3600.0


@dataclass(frozen=True)
class Codes:
    """Of one show.

    Attributes:
        phones: short, for the room to read.
        remote, stage: long; one is for the presenter's phone, one for pages of the dashboard.
    """

    phones: str
    remote: str
    stage: str


def codes_of_show(folder: Path = FOLDER) -> Codes:
    """Those of a show that is under way, or else new ones."""
    path = folder / "codes.json"
    try:
        if 0 <= time.time() - path.stat().st_mtime < SHOW_LASTS:
            return Codes(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError):
        pass  # None were kept, or not whole.
    codes = Codes(
        "".join(secrets.choice(LETTERS) for _ in range(LENGTH)),
        *(secrets.token_urlsafe(16) for _ in range(2)),
    )
    folder.mkdir(mode=0o700, exist_ok=True)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps(asdict(codes)))
    return codes


def same(one: str, other: str) -> bool:
    """Whether two codes are the same, without telling by the time it takes how much of them is."""
    return secrets.compare_digest(one.encode(), other.encode())
