"""What is computed once serves every page."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from dashboard import services
from dashboard.services import folders
from dashboard.services.checking import _background
from dashboard.shows.captioning import answers as captions
from dashboard.shows.sentiment import answers as readings
from pipelines.errors import InputError
from pipelines.generation.strategies import Beam, Constraints, Greedy
from pipelines.models.directory import ModelDirectory
from pipelines.pictures.images import decode_image, read_image
from pipelines.tasks.captioning.pipeline import CaptionPipeline
from pipelines.tasks.captioning.samples import scikit_image_photo
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from tests.dashboard.conftest import encoded


@pytest.fixture(autouse=True)
def _models(own_models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MODELS", own_models)


def test_a_trace_is_shared_and_cannot_be_changed(own_models: Path) -> None:
    text, name = "A good film and a bad ending", "sentiment-tiny-lstm"
    trace = readings.trace(name, text)
    assert readings.trace(name, text) is trace
    exact = SentimentPipeline.load(own_models / name).trace(text)
    np.testing.assert_array_equal(trace.probabilities, exact.probabilities)
    for layer, exact_layer in zip(trace.layers, exact.layers, strict=True):
        for values, right in zip(layer.values(), exact_layer.values(), strict=True):
            np.testing.assert_allclose(values, right, atol=0.001)  # Two decimals are shown.
            assert not values.flags.writeable
    assert not trace.probabilities.flags.writeable


def test_one_decoding_of_a_photo_serves_all_models_and_strategies(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decoded: list[bytes] = []

    def counted(source: bytes, name: str) -> Image.Image:
        decoded.append(source)
        return decode_image(source, name)

    monkeypatch.setattr("dashboard.shows.captioning.answers.decode_image", counted)
    photo = encoded(Image.effect_noise((61, 47), 80))
    assert captions.preview(photo, "noise.png")
    for model in ("caption-tiny-lstm", "caption-tiny-rnn"):
        for strategy in (None, Greedy()):
            captions.caption(model, photo, strategy)
    assert decoded == [photo]


def test_a_wish_costs_one_decoding_and_no_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    model, photo = "caption-tiny-lstm", encoded(Image.effect_noise((61, 48), 80))
    free = captions.caption(model, photo, Beam(3))
    asked: list[str] = []

    def counted(name: str) -> Callable[..., Any]:
        own = getattr(CaptionPipeline, name)

        def call(*given: Any) -> Any:
            asked.append(name)
            return own(*given)

        return call

    for name in ("encode", "decode_features"):
        monkeypatch.setattr(CaptionPipeline, name, counted(name))
    wished = captions.caption(model, photo, Beam(3, constraints=Constraints.of("two dog")))
    assert asked == ["decode_features"]
    assert wished.hypothesis.words[:2] == ("two", "dog")
    assert wished.free == free.hypothesis
    assert wished.confidence is not None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF", "AVIF"])
def test_a_page_captions_an_upload_as_the_pipeline_does(own_models: Path, kind: str) -> None:
    photo = decode_image(scikit_image_photo("chelsea.png"))
    name, file = "caption-tiny-lstm", io.BytesIO()
    photo.save(file, kind)
    page = captions.caption(name, file.getvalue(), None)
    exact = CaptionPipeline.load(own_models / name).caption(read_image(file.getvalue()))
    assert page.text == exact.text
    assert page.hypothesis.log_probability == pytest.approx(exact.hypothesis.log_probability)


def test_what_cannot_be_used_is_called_by_its_name() -> None:
    with pytest.raises(InputError, match=r"^notes\.pdf is a PDF document"):
        captions.preview(b"%PDF-1.7", "notes.pdf")


def test_a_self_check_loads_no_model_a_second_time(
    own_models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    load = SentimentPipeline.load

    def counted(path: Path) -> SentimentPipeline:
        loaded.append(path.name)
        return load(path)

    monkeypatch.setattr("pipelines.tasks.sentiment.pipeline.load", counted)
    model = ModelDirectory.open(own_models / "sentiment-tiny-lstm")
    _background().submit(int).result()  # Checks run one after the other; let others end.
    loaded.clear()
    readings.trace(model.name, "A good film")
    services.check(model)
    _background().submit(int).result()
    assert services.check(model).passed
    assert loaded == [model.name]
