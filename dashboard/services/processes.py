"""Processes that do long work for a server, and those that one left behind which died."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pipelines.training.runs import holder

ROOT = Path(__file__).parents[2]
_LOOKS = 0.05


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


def last_words(path: Path, most: int) -> str:
    """The last line that a process said, its sentence of why it ended."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 8_000))
        lines = file.read().decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")[:most]
