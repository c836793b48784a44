"""A folder that is to be written anew."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder of two old files, alone in another one."""
    path = tmp_path / "models" / "mine"
    path.mkdir(parents=True)
    for name in ("a", "b"):
        (path / name).write_text("old")
    return path


def content(path: Path) -> dict[str, str]:
    """What each file of a folder holds."""
    return {file.name: file.read_text() for file in path.iterdir()}


def check_untouched(place: Path) -> None:
    """See that the old files are there, and nothing else."""
    assert content(place) == {"a": "old", "b": "old"}
    assert list(place.parent.iterdir()) == [place]
