"""What the audience thought: how many understood, and how many did not; a file on this machine."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from dashboard.room.codes import FOLDER

MOST_BYTES = 1_000_000
MOST_HANDS = 9_999
_COLUMNS = ("when", "understood", "not understood")
_NAME, _SWITCH = "thoughts.csv", "thoughts.on"


def asked(folder: Path = FOLDER) -> bool:
    """Whether the stage may ask for them."""
    return (folder / _SWITCH).exists()


def ask(on: bool, folder: Path = FOLDER) -> None:
    """Switch it on or off, for every window and until it is switched again."""
    if on:
        folder.mkdir(mode=0o700, exist_ok=True)
        (folder / _SWITCH).touch()
    else:
        (folder / _SWITCH).unlink(missing_ok=True)


def keep_thoughts(hands: object, folder: Path = FOLDER) -> None:
    """Add a line of two numbers, where it is switched on, they are some, and the file has room."""
    match hands:
        case [int(yes), int(no)] if max(yes, no) <= MOST_HANDS and min(yes, no) >= 0:
            kept = thoughts(folder)
            if asked(folder) and len(kept) < MOST_BYTES:
                now = datetime.now().astimezone().isoformat(timespec="seconds")
                rows = [] if kept else [_COLUMNS]
                _append(folder / _NAME, [*rows, (now, yes, no)])


def _append(path: Path, rows: Sequence[Sequence[object]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8", newline="") as file:
        file.write(text.getvalue())


def thoughts(folder: Path = FOLDER) -> bytes:
    """The file; empty where there is none."""
    try:
        return (folder / _NAME).read_bytes()
    except FileNotFoundError:
        return b""


def counted(folder: Path = FOLDER) -> tuple[int, int]:
    """How many understood, and how many did not, in all."""
    rows = list(csv.reader(thoughts(folder).decode().splitlines()))[1:]
    return sum(int(yes) for _when, yes, _no in rows), sum(int(no) for _when, _yes, no in rows)


def forget_thoughts(folder: Path = FOLDER) -> None:
    """Delete the file."""
    (folder / _NAME).unlink(missing_ok=True)
