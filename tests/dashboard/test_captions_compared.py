"""Two captioners beside each other: what the pages make of their scores."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from streamlit.testing.v1 import AppTest

from pipelines.models.arrays import write_arrays
from pipelines.models.files import METRICS, PREDICTIONS
from pipelines.tasks.captioning.comparison import PhotoScores, Predictions, as_arrays
from tests.conftest import CAPTION_MODELS
from tests.dashboard.conftest import Open, shown, texts

SAID = {
    "likely": {"captions": 40, "good": 80.0, "cider_d": 75.5},
    "perhaps": {"captions": 0, "good": None, "cider_d": None},
    "a guess": {"captions": 1_160, "good": 20.5, "cider_d": 12.0},
}
TRUST = {
    "said": SAID,
    "false_alarms": 4.9,
    "out_of_distribution_noticed": 91.2,
    "by_kind": {"noise": 100.0, "text pages": 82.4},
    "varied": {
        "said": SAID,
        "false_alarms": 5.2,
        "out_of_distribution_noticed": 93.4,
        "by_kind": {"noise": 99.0, "text pages": 81.0},
    },
}


def keep_captions(folder: Path, cider: float, photos: int = 50) -> None:
    counts = np.tile([5, 3, 2, 1, 9, 8, 7, 6, 9, 9], (photos, 1))
    spread = np.linspace(-0.1, 0.1, photos)
    scores = PhotoScores(counts, np.full(photos, 0.5), cider + spread)
    arrays = as_arrays({"beam": Predictions(("a cat",) * photos, scores)})
    write_arrays(folder / PREDICTIONS, arrays)


def open_comparison(open_own: Open) -> AppTest:
    app = open_own("compare")
    app.segmented_control(key="show").set_value("Captioning").run()
    return app.multiselect[0].set_value(list(CAPTION_MODELS)).run()


def test_which_captioner_is_better_is_said(open_own: Open, own_models: Path) -> None:
    for name, cider in zip(CAPTION_MODELS, (0.9, 0.4), strict=True):
        keep_captions(own_models / name, cider)
    app = open_comparison(open_own)
    assert not app.exception
    assert not app.error
    said = shown(texts(app))
    assert "CIDEr-D better (+50.0, from +50.0 to +50.0)" in said
    assert "BLEU-4 no difference that this test can show" in said


def test_captions_that_cannot_be_compared_get_a_sentence(open_own: Open, own_models: Path) -> None:
    for name, photos in zip(CAPTION_MODELS, (50, 40), strict=True):
        keep_captions(own_models / name, 0.5, photos)
    app = open_comparison(open_own)
    assert "50 photos" in app.error[0].value
    (own_models / CAPTION_MODELS[0] / PREDICTIONS).write_bytes(b"no archive")
    app = open_comparison(open_own)
    assert not app.exception
    assert f"make evaluate-{CAPTION_MODELS[0]}" in shown(app.error[0].value)


def test_what_the_confidence_was_worth_is_shown(open_own: Open, own_models: Path) -> None:
    path = own_models / CAPTION_MODELS[0] / METRICS
    path.write_text(json.dumps({"trust": TRUST}))
    app = open_own("models")
    app.selectbox(key="shown-model").set_value(CAPTION_MODELS[0]).run()
    assert not app.exception
    assert not app.error
    said = shown(texts(app))
    assert "93 % of them are noticed" in said
    assert "noise 99 %" in said
    assert "5.2 % are taken for such by mistake, as they lie in the data folder 4.9 %" in said
    table = next(one.value for one in app.table if "good %" in one.value.columns)
    assert list(table.index) == ["Likely", "A guess"]  # Nothing was called "perhaps".
    path.write_text(json.dumps({"trust": {"said": [1], "by_kind": 3}}))
    app.run()
    assert not app.exception
    assert app.error
