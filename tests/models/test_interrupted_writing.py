"""Writers that are killed, or write at once, leave no half of a folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.errors import InputError
from pipelines.models import staging
from pipelines.models.staging import staged
from tests.models.conftest import check_untouched, content

ROOT = Path(__file__).parents[2]
WRITE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from pipelines.models.staging import staged
with staged(Path(sys.argv[1])) as folder:
    (folder / "a").write_text("new")
    os.kill(os.getpid(), signal.SIGKILL)
"""
WRITE_OFTEN = """
import sys
from pathlib import Path
from pipelines.errors import InputError
from pipelines.models.staging import staged
print("begun", flush=True)
while True:
    try:
        with staged(Path(sys.argv[1])) as folder:
            for name in "abcdefgh":
                (folder / name).write_text(sys.argv[2])
    except InputError as error:
        assert "another command" in str(error)
"""


def test_a_command_that_is_killed_leaves_the_old_folder(place: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", WRITE_AND_DIE, str(place)], cwd=ROOT)
    assert ended.returncode == -signal.SIGKILL
    assert content(place) == {"a": "old", "b": "old"}
    (left,) = (path for path in place.parent.iterdir() if path != place)
    assert left.name.startswith(".")
    day_before = time.time() - 2 * 24 * 3600
    os.utime(left, (day_before, day_before))
    with staged(place) as folder:
        (folder / "a").write_text("new")
    assert content(place) == {"a": "new", "b": "old"}
    assert list(place.parent.iterdir()) == [place]


def test_a_folder_whose_move_was_killed_half_way_is_brought_back(place: Path) -> None:
    place.rename(staging._aside(place))
    with pytest.raises(ZeroDivisionError), staged(place):
        raise ZeroDivisionError
    check_untouched(place)


def test_two_commands_at_once_never_leave_half_of_one(place: Path) -> None:
    with staged(place) as folder:
        for name in "abcdefgh":
            (folder / name).write_text("0")
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITE_OFTEN, str(place), str(number)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for number in range(2)
    ]
    for writer in writers:
        assert writer.stdout
        assert writer.stdout.readline() == b"begun\n"
    for writer in writers:
        time.sleep(0.3)
        writer.kill()
        _, said = writer.communicate()
        assert not said
    with pytest.raises(ZeroDivisionError), staged(place):
        raise ZeroDivisionError  # Brings back what was being moved.
    assert len(set(content(place).values())) == 1
    assert sorted(content(place)) == list("abcdefgh")


def test_what_another_command_changed_meanwhile_is_not_overwritten(place: Path) -> None:
    def write() -> None:
        with staged(place) as one, staged(place) as other:
            (one / "a").write_text("one")
            (other / "b").write_text("other")

    with pytest.raises(InputError, match="mine was changed by another command"):
        write()
    assert content(place) == {"a": "old", "b": "other"}
