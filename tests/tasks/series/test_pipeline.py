"""The forecasters behind their pipeline: answers, traces, and folders that are damaged."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from pipelines.errors import InputError, ModelError
from pipelines.models.files import GOLDEN
from pipelines.models.json_files import read_json, write_json
from pipelines.tasks.series.known import HORIZON
from pipelines.tasks.series.pipeline import SeriesPipeline
from pipelines.tasks.series.results import Course
from tests.commands import self_check
from tests.damage import change_config
from tests.tasks.series.tiny import LENGTH, SMALL_CONFIGS, build_tiny_forecaster, tiny_series

WINDOW = 5


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forecasters")
    for kind, config in SMALL_CONFIGS.items():
        build_tiny_forecaster(folder / kind, config)
    return folder


@pytest.fixture(scope="module", params=SMALL_CONFIGS)
def forecaster(request: pytest.FixtureRequest, root: Path) -> SeriesPipeline:
    return SeriesPipeline.load(root / request.param)


def course(values: np.ndarray, name: str = "elnino") -> Course:
    return Course(name, tuple(values.tolist()))


def test_a_folder_brings_its_series_along(forecaster: SeriesPipeline) -> None:
    for name, values in tiny_series().items():
        assert np.allclose(forecaster.series[name], values, rtol=1e-6)


def test_a_trace_ends_with_the_answer(forecaster: SeriesPipeline) -> None:
    values = tiny_series()["elnino"]
    (answer,) = forecaster.predict([course(values)])
    trace = forecaster.trace(course(values))
    assert np.array_equal(trace.result.values, answer.values)
    assert trace.forecasts.shape == trace.low.shape == (LENGTH, HORIZON)
    assert np.allclose(trace.by_member.mean(axis=0), trace.forecasts)
    assert (trace.low < trace.forecasts).all()
    assert (trace.forecasts < trace.high).all()


def test_no_forecast_knows_what_comes_after_it(forecaster: SeriesPipeline) -> None:
    values = tiny_series()["airline"]
    changed = values.copy()
    changed[80:] *= 2
    one, other = (forecaster.trace(course(each, "airline")) for each in (values, changed))
    assert np.allclose(one.forecasts[:80], other.forecasts[:80], rtol=1e-5)
    assert not np.allclose(one.forecasts[80:], other.forecasts[80:], rtol=1e-2)


def test_a_window_sees_five_values_and_a_state_more(root: Path) -> None:
    """Values that lie before its window change nothing that a perceptron says."""
    values = tiny_series()["elnino"]
    changed = values.copy()
    changed[: LENGTH - WINDOW] += 3
    for kind in SMALL_CONFIGS:
        pipeline = SeriesPipeline.load(root / kind)
        one, other = (pipeline.trace(course(each)) for each in (values, changed))
        assert np.allclose(one.forecasts[-1], other.forecasts[-1], rtol=1e-5) == (kind == "window")
        changed_inside = values.copy()
        changed_inside[LENGTH - WINDOW] += 3
        inside = pipeline.trace(course(changed_inside))
        assert not np.allclose(one.forecasts[-1], inside.forecasts[-1], rtol=1e-5)
        assert pipeline.trace(course(values)).window == (WINDOW if kind == "window" else None)


def test_own_values_are_standardised_by_their_first_part(forecaster: SeriesPipeline) -> None:
    """Another unit gives the same forecasts in that unit."""
    values = tiny_series()["sunspots"]
    celsius = Course("elnino", tuple(values.tolist()), own=True)
    fahrenheit = Course("elnino", tuple((1.8 * values + 32).tolist()), own=True)
    one, other = (forecaster.trace(each).forecasts for each in (celsius, fahrenheit))
    assert np.allclose(1.8 * one + 32, other, rtol=1e-3)


@pytest.mark.parametrize(
    ("values", "name", "said"),
    [
        (np.ones(10), "elnino", "10 values"),
        (np.ones(30_000), "elnino", "30,000 values"),
        (np.full(80, np.nan), "elnino", "no number"),
        (np.full(80, 1e300), "elnino", "beyond"),
        (np.arange(80.0), "airline", "above 0"),
    ],
)
def test_unusable_values_get_a_sentence(
    forecaster: SeriesPipeline, values: np.ndarray, name: str, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        forecaster.trace(Course(name, tuple(values.tolist()), own=True))


def test_values_that_never_change_are_no_error(forecaster: SeriesPipeline) -> None:
    trace = forecaster.trace(Course("elnino", (3.0,) * 80, own=True))
    assert np.isfinite(trace.forecasts).all()


def test_a_large_trace_leaves_out_early_states(root: Path) -> None:
    trace = SeriesPipeline.load(root / "lstm").trace(course(tiny_series()["elnino"]))
    kept, said = trace.within(600)
    assert said is not None
    assert len(kept.layers[0].hidden) == 20
    assert trace.within(10**6) == (trace, None)


@pytest.mark.parametrize(
    ("section", "value", "said"),
    [
        ("architecture", "magic", "magic"),
        ("lengths", {}, "airline"),
        ("calibration", {"widths": {"airline": [1.0]}}, "widths"),
        ("network", {"hidden_size": 6, "members": 2}, "does not fit"),
    ],
)
def test_a_damaged_description_is_named(
    root: Path, tmp_path: Path, section: str, value: object, said: str
) -> None:
    own = Path(shutil.copytree(root / "lstm", tmp_path / "own"))
    change_config(own, lambda config: config.update({section: value}))
    with pytest.raises(ModelError, match=said):
        SeriesPipeline.load(own)


@pytest.mark.parametrize(
    "changes", [{"forecast": [1.0] * HORIZON}, {"series": "tides"}, {"end": 9_999}]
)
def test_another_answer_than_when_saved_is_an_error(
    root: Path, tmp_path: Path, changes: dict[str, object]
) -> None:
    own = Path(shutil.copytree(root / "lstm", tmp_path / "own"))
    assert "agree" in self_check(own)
    examples = read_json(own / GOLDEN)
    write_json(own / GOLDEN, [{**examples[0], **changes}, *examples[1:]])
    with pytest.raises(ModelError, match="own"):
        self_check(own)
