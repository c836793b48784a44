"""Processes that do long work for a server, and those that one left behind which died."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from pipelines.training.runs import holder

ROOT = Path(__file__).parents[2]
_SERVER, _LOOKS = "server.lock", 0.05
_held: list[IO[str]] = []  # For as long as this server lives.


def started(words: Sequence[str], language: str, output: int) -> subprocess.Popen[bytes]:
    """Start a program, whose complaints go to the file ``output``."""
    # The other core, and whatever is left of this one, belongs to pages.
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "LANGUAGE": language}
    return subprocess.Popen(  # noqa: S603  Its words are those of an order, no shell reads them.
        words,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=output,
        start_new_session=True,  # So that what it starts ends with it.
    )


def end_group(leader: int) -> None:
    """End a program, and whatever it has started."""
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def end_training_in(run: Path) -> None:
    """End what trains in a run folder for a server that died; its last whole epoch is kept."""
    if (process := holder(run)) is not None:
        end_group(process)
        while holder(run) == process:
            time.sleep(_LOOKS)


def is_only_server(runs: Path) -> bool:
    """Whether no other server has its trainings in this folder."""
    with suppress(OSError):
        runs.mkdir(exist_ok=True)
        lock = (runs / _SERVER).open("a")
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _held.append(lock)
        return True
    return False


def last_words(path: Path, most: int) -> str:
    """The last line that a process said, its sentence of why it ended."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 8_000))
        lines = file.read().decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")[:most]
