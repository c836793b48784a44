"""A model that was scored is described in plain sentences, each of what was measured."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.models.files import METRICS
from tests.dashboard.conftest import Open, texts

REAL = Path(__file__).parents[2] / "models"


def described(open_own: Open, model: Path, record: dict[str, Any]) -> str:
    (model / METRICS).write_text(json.dumps(record))
    app = open_own("models")
    app.selectbox(key="shown-model").set_value(model.name).run()
    assert not app.exception
    assert not app.error
    return texts(app)


@pytest.mark.parametrize(
    ("tiny", "real"), [("tagging-tiny-lstm", "tagging-lstm"), ("caption-tiny-lstm", "caption-lstm")]
)
def test_good_bad_and_a_failure_to_play(
    open_own: Open, own_models: Path, tiny: str, real: str
) -> None:
    record = json.loads((REAL / real / METRICS).read_text())
    said = described(open_own, own_models / tiny, record)
    assert "**Good at**" in said
    assert "**Bad at**" in said
    assert "**A typical failure**" in said  # What has learnt nothing fails on all of them.


def test_what_was_hardly_asked_makes_no_sentence(open_own: Open, own_models: Path) -> None:
    record = json.loads((REAL / "tagging-lstm" / METRICS).read_text())
    rare = {"f1": 0.0, "count": 9}
    record["snips_test"]["by_slot"] = {
        "rare_slot": rare,
        "low_slot": {"f1": 41.0, "count": 10},
        "high_slot": {"f1": 99.0, "count": 10},
    }
    said = described(open_own, own_models / "tagging-tiny-lstm", record)
    assert "**Bad at**: low slot" in said
    assert "41 of 100" in said
