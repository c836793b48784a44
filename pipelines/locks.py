"""Lock files: whoever opens one first has it, and the system lets go of it however that ends."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO


def taken(path: Path) -> IO[str] | None:
    """Take a lock file, which is made where it is missing, until it is closed.

    Returns:
        The file; None where somebody else has it.

    Raises:
        OSError: it cannot be made.
    """
    file = path.open("a", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def awaited(path: Path) -> IO[str]:
    """The same, once whoever has it has let go.

    Raises:
        OSError: it cannot be made.
    """
    file = path.open("a", encoding="utf-8")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file
