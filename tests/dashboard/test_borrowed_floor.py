"""Where a captioner's trust is shown, it is said that other people's captions set its floor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashboard.batch.jobs import batches
from dashboard.messages import as_text
from pipelines.models.files import METRICS
from tests.damage import change_config
from tests.dashboard.conftest import Open, on_stage, opener
from tests.dashboard.conftest import texts as texts_of
from tests.dashboard.test_batch import photo, scored, zipped
from tests.dashboard.test_character import REAL, described

MODEL = "caption-tiny-lstm"
SAID = {
    "en": "so how good a caption has to be is taken from Flickr8k: a CIDEr-D of 0.2948.",
    "de": "ist daher von Flickr8k übernommen: ein CIDEr-D von 0,2948.",
}


@pytest.fixture
def borrowing(own_models: Path) -> Path:
    """Models of which the captioner has the floor of Flickr8k's people."""
    change_config(
        own_models / MODEL,
        lambda config: config["trust"].update(
            floor=0.2948, floor_of="flickr8k", out_of_distribution_from=1e6
        ),
    )
    return own_models


def test_the_tab_of_trust_and_its_character_say_it(open_own: Open, own_models: Path) -> None:
    record = json.loads((REAL / "caption-lstm" / METRICS).read_text())
    assert SAID["en"] not in as_text(described(open_own, own_models / MODEL, record))
    record["trust"] |= {"floor": 0.2948, "floor_of": "flickr8k"}
    assert as_text(described(open_own, own_models / MODEL, record)).count(SAID["en"]) == 2


@pytest.mark.usefixtures("borrowing")
def test_the_stage_says_it(open_own: Open) -> None:
    (lane,) = on_stage(open_own("captioning", **{"captioning-model": MODEL}))["lanes"]
    assert "taken from Flickr8k" in lane["worth"]


@pytest.mark.parametrize("spoken", ["en", "de"])
def test_a_batch_says_it(borrowing: Path, monkeypatch: pytest.MonkeyPatch, spoken: str) -> None:
    open_page = opener(borrowing, monkeypatch)
    app = open_page("batch", **{"captioning-model": MODEL})
    app.selectbox(key="batch-task").select("captioning").run()
    scored(app, "a.zip", zipped({"a.jpg": photo()}))
    batch = batches().find(app.query_params["batch"])
    assert batch
    shown = open_page("batch", spoken, batch=batch.folder.name)
    assert SAID[spoken] in as_text(texts_of(shown))
