"""Recognisers behind their pipeline: answers, traces, damaged folders, and circles of all kinds."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipelines.errors import InputError, ModelError
from pipelines.frames.network import RecurrentConfig
from pipelines.models.files import GOLDEN, WEIGHTS
from pipelines.tasks.gestures.examples import EXAMPLES, circle, line, path_of, rest
from pipelines.tasks.gestures.pipeline import GesturesPipeline, load
from tests.commands import self_check
from tests.damage import change_config
from tests.models.test_shipped_models import MODELS
from tests.tasks.gestures.tiny import SMALL_CONFIGS, build_tiny_recogniser

PATHS = list(EXAMPLES.values())
KNOWN_AFTER = 10  # Frames: half a second.


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recognisers")
    for kind, config in SMALL_CONFIGS.items():
        build_tiny_recogniser(folder / kind, config)
    return folder


@pytest.fixture(scope="module", params=SMALL_CONFIGS)
def recogniser(request: pytest.FixtureRequest, root: Path) -> GesturesPipeline:
    return load(root / request.param)


@pytest.fixture
def own(root: Path, tmp_path: Path) -> Path:
    """A folder to damage."""
    return Path(shutil.copytree(root / "lstm", tmp_path / "lstm"))


def test_a_trace_says_what_is_predicted(recogniser: GesturesPipeline) -> None:
    for path, result in zip(PATHS, recogniser.predict(PATHS), strict=True):
        for memory in (None, 3):
            (cut,) = recogniser.predict([path], memory)
            trace = recogniser.trace(path, memory)
            assert trace.result.labels == cut.labels
            assert trace.result.probabilities == pytest.approx(cut.probabilities, abs=1e-5)
        assert len(result.labels) == len(result.sure) == len(path)
        assert result.probabilities.sum(axis=1) == pytest.approx(1)
        likely = result.probabilities.max(axis=1)
        assert result.sure.tolist() == (likely > 0.5).tolist()


def test_labels_so_far_stay(recogniser: GesturesPipeline) -> None:
    (whole,), (part,) = (recogniser.predict([path]) for path in (PATHS[0], PATHS[0][:40]))
    assert whole.labels[:40] == part.labels
    assert whole.probabilities[:40] == pytest.approx(part.probabilities, abs=1e-5)


def test_a_trace_lays_open_every_layer(recogniser: GesturesPipeline) -> None:
    config = SMALL_CONFIGS[recogniser.name]
    layers = recogniser.trace(PATHS[0]).layers
    assert len(layers) == (config.layers if isinstance(config, RecurrentConfig) else 0)
    for layer in layers:
        assert {values.shape for values in layer.values()} == {(len(PATHS[0]), 6)}
    assert recogniser.trace(PATHS[0], 5).layers == ()


def test_a_memory_longer_than_the_path_holds_all(recogniser: GesturesPipeline) -> None:
    (whole,), (cut,) = (recogniser.predict(PATHS[:1], memory) for memory in (None, 500))
    assert whole.probabilities == pytest.approx(cut.probabilities, abs=1e-5)


@pytest.mark.parametrize("memory", [0, -1])
def test_a_memory_of_nothing_is_refused(recogniser: GesturesPipeline, memory: int) -> None:
    with pytest.raises(InputError, match="memory"):
        recogniser.predict(PATHS[:1], memory)


def test_an_intact_folder_passes_its_self_check(recogniser: GesturesPipeline, root: Path) -> None:
    assert f"{len(EXAMPLES)} golden examples agree" in self_check(root / recogniser.name)


def nudged(examples: list[dict[str, Any]]) -> None:
    examples[1]["probabilities"][3] += 0.01


def renamed(examples: list[dict[str, Any]]) -> None:
    examples[1]["labels"][3] = "other"


def shortened(examples: list[dict[str, Any]]) -> None:
    examples[0]["probabilities"].pop()


def of_another_stream(examples: list[dict[str, Any]]) -> None:
    examples[2]["stream"] = "…"


@pytest.mark.parametrize("change", [nudged, renamed, shortened, of_another_stream])
def test_a_model_that_answers_otherwise_than_when_saved_fails_its_self_check(
    own: Path, change: Callable[[list[dict[str, Any]]], None]
) -> None:
    examples = json.loads((own / GOLDEN).read_text())
    change(examples)
    (own / GOLDEN).write_text(json.dumps(examples))
    with pytest.raises(ModelError, match="lstm"):
        self_check(own)


def test_changed_weights_are_noticed(own: Path) -> None:
    content = bytearray((own / WEIGHTS).read_bytes())
    content[-3] ^= 1
    (own / WEIGHTS).write_bytes(content)
    with pytest.raises(ModelError, match="damaged"):
        load(own)


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "task": lambda config: config.update(task="sentiment"),
    "architecture": lambda config: config.update(architecture="attention"),
    "other sizes": lambda config: config["network"].update(hidden_size=8),
    "no sizes": lambda config: config["network"].update(hidden_size=-1),
    "no calibration": lambda config: config["calibration"].pop("temperature"),
    "a temperature of zero": lambda config: config["calibration"].update(temperature=0.0),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_damaged_config_is_named(own: Path, change: Callable[[Any], object]) -> None:
    change_config(own, change)
    with pytest.raises(ModelError, match="lstm"):
        load(own)


@pytest.fixture(scope="module")
def shipped() -> GesturesPipeline:
    return load(MODELS / "gestures-lstm")


@pytest.mark.parametrize("turns", [0.6, 1.0, 1.5, 2.0])
def test_circles_of_users_are_recognised(shipped: GesturesPipeline, turns: float) -> None:
    for radius in (0.04, 0.08, 0.15):
        for direction, label in ((1, "clockwise"), (-1, "counterclockwise")):
            steps = circle(2 * direction * turns, radius, seconds=2, start=radius * 40)
            for smooth in (path_of(steps), np.cumsum(steps, axis=0)):  # By hand, and by a machine.
                (result,) = shipped.predict([smooth])
                assert set(result.labels[KNOWN_AFTER:]) == {label}


def test_moves_and_rests_are_recognised(shipped: GesturesPipeline) -> None:
    for right, down in ((0.3, 0.0), (-0.2, 0.2), (0.0, -0.25)):
        (result,) = shipped.predict([path_of(rest(seconds=1), line(right, down, seconds=1.2))])
        assert set(result.labels[4:18]) == {"stop"}
        assert result.labels[20:42].count("move") >= 16
    (still,) = shipped.predict([[[0.1, 0.1]] * 30])
    assert set(still.labels) == {"stop"}


def test_what_a_memory_buys(shipped: GesturesPipeline) -> None:
    path = path_of(circle(3, 0.08, seconds=3))
    right = [
        shipped.predict([path], memory)[0].labels[KNOWN_AFTER:].count("clockwise")
        for memory in (1, 4, 16)
    ]
    assert right == sorted(right)
    assert right[0] < 0.7 * right[-1]
