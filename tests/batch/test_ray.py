"""A cluster says the same as one machine, byte for byte, though one of its processes is killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.batch.job import Job, plan_of
from pipelines.batch.on_ray import on_ray
from pipelines.batch.running import here, run
from pipelines.batch.scorers import scorer_of
from pipelines.pieces import finished

ray = pytest.importorskip("ray")
SMALL = {"num_cpus": 2, "object_store_memory": 80_000_000}


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A cluster of its own, with a token of its own."""
    monkeypatch.setenv("RAY_AUTH_TOKEN_PATH", str(tmp_path / "token"))
    (tmp_path / "token").write_text("0123456789abcdef" * 4)
    yield
    ray.shutdown()


def test_a_cluster_says_the_same_though_an_actor_is_killed(
    models_root: Path, tmp_path: Path, cluster: None
) -> None:
    texts = ["A fine film.", "What a dull mess", "…", None, "I loved it, every scene"] * 100
    table = tmp_path / "reviews.parquet"
    pq.write_table(pa.table({"text": texts, "row": range(len(texts))}), table)
    model = models_root / "sentiment-tiny-lstm"
    local, spread = (
        Job("sentiment", model, table, tmp_path / f"{name}.parquet") for name in ("local", "spread")
    )
    finished(run(plan_of(local), here(scorer_of("sentiment", model))))
    pieces = run(plan_of(spread), on_ray(**SMALL))
    shares = [next(pieces), next(pieces)]
    assert os.environ["RAY_AUTH_MODE"] == "token"
    os.kill(_an_actor(), signal.SIGKILL)
    shares += list(pieces)
    assert shares[0] == 0
    assert sorted(set(shares)) == [n / 10 for n in range(11)]
    assert spread.output.read_bytes() == local.output.read_bytes()


def _an_actor() -> int:
    from ray.util.state import list_actors

    actors = [one for one in list_actors(detail=True) if "Answering" in str(one) or one.pid]
    return next(int(one.pid) for one in actors if one.state == "ALIVE")
