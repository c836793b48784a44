"""A cluster says what one machine says, byte for byte, though parts of it die."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from pipelines.batch.job import Plan, plan_of
from pipelines.batch.on_ray import on_ray
from pipelines.batch.running import here, run
from pipelines.batch.scorers import scorer_of
from pipelines.pieces import finished
from tests.batch.test_batch import slow_jobs

FEW: dict[str, Any] = {"object_store_memory": 80_000_000}


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """Two machines with a core each, and one that leads them; all of them processes of this one."""
    path = tmp_path / "token"
    path.write_text("0123456789abcdef" * 4)
    monkeypatch.setenv("RAY_AUTH_TOKEN_PATH", str(path))
    monkeypatch.setenv("RAY_health_check_period_ms", "500")  # A dead machine is missed soon.
    on_ray()  # Sets what Ray reads when it is loaded.
    import ray
    from ray.cluster_utils import Cluster

    found: Any = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, **FEW})
    for _ in range(2):
        found.add_node(num_cpus=1, **FEW)
    yield found
    ray.shutdown()
    found.shutdown()


def test_a_cluster_says_the_same_though_a_process_and_a_machine_of_it_die(
    tmp_path: Path, cluster: Any
) -> None:
    local, spread = slow_jobs(tmp_path, "local.parquet", "spread.parquet")
    finished(run(plan_of(local), here(scorer_of("sentiment", local.model))))
    plan = plan_of(spread)
    pieces = run(plan, on_ray(address=cluster.address))
    shares = [next(pieces), next(pieces)]
    os.kill(_actor(cluster)[0], signal.SIGKILL)
    shares.append(next(pieces))
    before = _written(plan)
    assert 0 < len(before) < 7
    cluster.remove_node(_actor(cluster)[1], allow_graceful=False)
    for share in pieces:
        shares.append(share)
        if share < 1:
            assert before.items() <= _written(plan).items()
    assert sorted(set(shares)) == [n / 8 for n in range(9)]
    assert os.environ["RAY_AUTH_MODE"] == "token"
    assert spread.output.read_bytes() == local.output.read_bytes()


def _written(plan: Plan) -> dict[int, int]:
    return {number: plan.shard(number).stat().st_mtime_ns for number in plan.done}


def _actor(cluster: Any) -> tuple[int, Any]:
    """The process of an actor and the machine on which it works, as soon as there is one."""
    while not (found := list(_actors(cluster))):
        time.sleep(0.05)
    return found[0]


def _actors(cluster: Any) -> Iterator[tuple[int, Any]]:
    nodes = {node.all_processes["raylet"][0].process.pid: node for node in cluster.worker_nodes}
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # A process that has ended meanwhile.
            if (path / "cmdline").read_bytes().startswith(b"ray::MapWorker"):
                parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
                if parent in nodes:
                    yield int(path.name), nodes[parent]
