"""What the audience thought is kept only where it was switched on, and within bounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.room import thoughts


def test_thoughts_are_kept_counted_and_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "room"
    thoughts.keep_thoughts([3, 1], folder)
    assert thoughts.thoughts(folder) == b""
    thoughts.ask(True, folder)
    assert thoughts.asked(folder)
    for nonsense in (None, [], [1], [1, 2, 3], ["1", 2], [-1, 2], [1, 10_000], {"a": 1}, [1.5, 2]):
        thoughts.keep_thoughts(nonsense, folder)
    assert thoughts.thoughts(folder) == b""
    for hands in ([3, 1], [10, 0]):
        thoughts.keep_thoughts(hands, folder)
    lines = thoughts.thoughts(folder).decode().splitlines()
    assert lines[0] == "when,understood,not understood"
    assert [line.split(",")[1:] for line in lines[1:]] == [["3", "1"], ["10", "0"]]
    assert thoughts.counted(folder) == (13, 1)
    monkeypatch.setattr(thoughts, "MOST_BYTES", 10)
    thoughts.keep_thoughts([1, 1], folder)
    assert thoughts.counted(folder) == (13, 1)
    thoughts.ask(False, folder)
    assert thoughts.counted(folder) == (13, 1)
    thoughts.forget_thoughts(folder)
    assert thoughts.thoughts(folder) == b""
