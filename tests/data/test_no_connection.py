"""Where the Hub cannot be reached, commands end with a sentence."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def no_hub(tmp_path: Path) -> Iterator[dict[str, str]]:
    """An environment in which the Hub is a closed port of this machine."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # It never listens, so every connection is refused.
        hub = f"http://127.0.0.1:{closed.getsockname()[1]}"
        own = {"HF_ENDPOINT": hub, "HF_HOME": str(tmp_path / "home"), "NO_PROXY": "127.0.0.1"}
        yield os.environ | own | {"PYTHONPATH": str(ROOT)}


def _run(*arguments: str, cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipelines", *arguments]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)


def test_without_a_connection_make_data_ends_with_one_sentence(
    tmp_path: Path, no_hub: dict[str, str]
) -> None:
    ended = _run("fetch", "data", cwd=tmp_path, env=no_hub)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.startswith("The Hub cannot be reached")
    assert ended.stderr.count("\n") == 1
    assert not (tmp_path / "data").exists()


def test_samples_are_tried_once_and_their_failure_is_silent(
    tmp_path: Path, no_hub: dict[str, str]
) -> None:
    first, second = (
        _run("fetch-samples", "captioning", cwd=tmp_path, env=no_hub) for _ in range(2)
    )
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.count("\n") == 1
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert [path.name for path in (tmp_path / ".cache").iterdir()] == ["samples.tried"]
