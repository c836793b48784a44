"""A cluster says the same as one machine, byte for byte, though one of its processes is killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from pipelines.batch.job import Plan, plan_of
from pipelines.batch.on_ray import on_ray
from pipelines.batch.running import here, run
from pipelines.batch.scorers import scorer_of
from pipelines.pieces import finished
from tests.batch.test_batch import slow_jobs


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """What opens the cluster, which is of this test alone."""
    path = tmp_path / "token"
    path.write_text("0123456789abcdef" * 4)
    monkeypatch.setenv("RAY_AUTH_TOKEN_PATH", str(path))
    yield str(path)
    import ray  # Not before ``on_ray``, which sets what Ray reads when it is loaded.

    ray.shutdown()


def test_a_cluster_says_the_same_though_an_actor_is_killed(tmp_path: Path, token: str) -> None:
    local, spread = slow_jobs(tmp_path, "local.parquet", "spread.parquet")
    finished(run(plan_of(local), here(scorer_of("sentiment", local.model))))
    plan = plan_of(spread)
    pieces = run(plan, on_ray(num_cpus=2, object_store_memory=80_000_000))
    shares = [next(pieces), next(pieces)]
    os.kill(_actor(token), signal.SIGKILL)
    before = _written(plan)
    assert 0 < len(before) < 8
    for share in pieces:
        shares.append(share)
        if share < 1:
            assert before.items() <= _written(plan).items()
    assert sorted(set(shares)) == [n / 8 for n in range(9)]
    assert os.environ["RAY_AUTH_MODE"] == "token"
    assert spread.output.read_bytes() == local.output.read_bytes()


def _written(plan: Plan) -> dict[int, int]:
    return {number: plan.shard(number).stat().st_mtime_ns for number in plan.done}


def _actor(token: str) -> int:
    """The process of an actor of the cluster with that token."""
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # A process that has ended meanwhile.
            named = (path / "cmdline").read_bytes().startswith(b"ray::MapWorker")
            if named and token.encode() in (path / "environ").read_bytes():
                return int(path.name)
    raise AssertionError("no actor")
