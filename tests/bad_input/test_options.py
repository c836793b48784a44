"""Options, files and bytes that cannot be used end with a sentence, before any work."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from pipelines.tasks.captioning import calibrate as caption_calibration
from pipelines.tasks.captioning import cells as caption_cells
from pipelines.tasks.captioning import evaluate as caption_evaluation
from pipelines.tasks.captioning import finetune, make_encoder, sheet
from pipelines.tasks.captioning import predict as caption_predict
from pipelines.tasks.captioning import train as caption_training
from pipelines.tasks.sentiment import behaviour, label, make_baseline, predict, pretrain
from pipelines.tasks.sentiment import calibrate as sentiment_calibration
from pipelines.tasks.sentiment import cells as sentiment_cells
from pipelines.tasks.sentiment import evaluate as sentiment_evaluation
from pipelines.tasks.sentiment import train as sentiment_training
from tests.bad_input.conftest import Ended, options_of

TRAININGS = (sentiment_training, pretrain, caption_training)


@pytest.mark.parametrize("module", TRAININGS)
@pytest.mark.parametrize(
    "option",
    [
        "--training.epochs=0", "--training.batch_size=-1", "--training.learning_rate=.nan",
        "--training.learning_rate=1e20", "--training.ema_decay=1", "--training.seed=-1",
        "--network.layers=0", "--network.hidden_size=1000000000", "--network.dropout=1.5",
        "--hardware.devices=0", "--training.epochs=abc", "--training.epochs=1.5",
        "--network.cell=transformer", "--training.unheard_of=1", "--training=nowhere.yaml",
    ],
)  # fmt: skip
def test_a_setting_out_of_its_bounds_is_named_before_any_data_is_read(
    module: ModuleType, option: str, end: Ended, tmp_path: Path
) -> None:
    needed = options_of(module, tmp_path, tmp_path, tmp_path)
    status, said = end(module, *needed, option)
    assert status == 2
    name = option.removeprefix("--").partition("=")[0].rpartition(".")[2]
    assert name in said.splitlines()[-1] or name in said.splitlines()[-2]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--window", "0"], "window is 0"),
        (["--window", "3", "--network.layers=2"], "Drop one or these"),
        (["--window", "3", "--start", "{models}/sentiment-tiny-gru"], "no recurrent layers"),
        (["--start", "nowhere"], "nowhere"),
        (["--start", "{models}/caption-tiny-lstm"], "no recurrent sentiment model"),
        (["--start", "{data}/imdb/test.parquet"], "no pretrained network"),
        (["--distillation", "nowhere"], "nowhere"),
        (["--distillation", "{models}/sentiment-tiny-gru/weights.safetensors"], "holds no labels"),
        (["--resume"], "Start without --resume"),
        (["--run", "{data}/imdb/test.parquet"], "test.parquet"),
        (["--data", "nowhere"], "nowhere"),
        (["--data", "{data}/imdb/test.parquet"], "test.parquet"),
    ],
)
def test_sources_are_looked_at_before_any_data_is_read(
    options: list[str],
    said: str,
    end: Ended,
    models_root: Path,
    tiny_data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sentiment_training, "load_pools", None)
    places = {"models": models_root, "data": tiny_data}
    needed = options_of(sentiment_training, models_root, tmp_path, tiny_data)
    given = [one.format(**places) for one in options]
    status, sentence = end(sentiment_training, *needed, *given)
    assert (status, said in sentence) == (2, True), sentence
    assert len(sentence.splitlines()[-1]) < 400


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--encoders", "{models}/encoder-gone"], "encoder-gone"),
        (["--encoders", "{models}/caption-tiny-rnn"], "caption-tiny-rnn"),
        (["--start", "{models}/sentiment-tiny-gru"], "sentiment-tiny-gru"),
        (["--start", "{models}/gone"], "gone"),
        (["--teachers", "{models}/gone"], "gone"),
        (["--teachers", "{models}/encoder-tiny"], "encoder-tiny"),
        (["--teachers", "{models}/caption-tiny-rnn"], "words"),
        (["--training.min_count", "99"], "min_count"),
    ],
)
def test_captioners_are_looked_at_before_any_photo_is_encoded(
    options: list[str],
    said: str,
    end: Ended,
    models_root: Path,
    tiny_data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(caption_training, "load_features", None)
    needed = options_of(caption_training, models_root, tmp_path, tiny_data)
    given = [one.format(models=models_root) for one in options]
    status, sentence = end(caption_training, *needed, *given)
    assert (status, said in sentence) == (2, True), sentence
    assert not (models_root / "caption-new").exists()


@pytest.mark.parametrize(
    "module", [*TRAININGS, finetune, label, make_baseline, sheet, make_encoder]
)
@pytest.mark.parametrize("kind", ["something else", "below a file"])
def test_an_output_that_cannot_be_written_is_named_first(
    module: ModuleType,
    kind: str,
    end: Ended,
    own_models: Path,
    tiny_data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pipelines.data.folder.read_split", None)
    needed = options_of(module, own_models, tmp_path, tiny_data)
    output = own_models / "new"
    if kind == "below a file":
        output.touch()
        output = output / "new"
    else:
        (output.mkdir if module in (pretrain, label, sheet) else output.touch)()
    needed[1 if module is make_baseline else 0] = output
    status, sentence = end(module, *needed)
    assert (status, str(output) in sentence) == (2, True), sentence
    assert len(sentence.splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--width", "0"], "beam width"),
        (["--width", "1000000"], "beam width"),
        (["--length-penalty", "3"], "length penalty"),
        (["--length-penalty", "nan"], "length_penalty"),
        (["--strategy", "sample", "--temperature", "0"], "temperature"),
        (["--strategy", "sample", "--temperature", "inf"], "temperature"),
        (["--strategy", "sample", "--top-p", "nan"], "top-p"),
        (["--strategy", "sample", "--seed", "-1"], "seed"),
        (["--begin", "qwertz"], "qwertz"),
        (["--ban", "qwertz"], "qwertz"),
        (["--width", "two"], "--width"),
    ],
)
def test_a_strategy_out_of_its_bounds_is_refused_before_any_photo(
    options: list[str],
    said: str,
    end: Ended,
    models_root: Path,
    tmp_path: Path,
) -> None:
    needed = options_of(caption_predict, models_root, tmp_path, tmp_path)
    status, sentence = end(caption_predict, *needed, *options)
    assert (status, said in sentence) == (2, True), sentence


@pytest.mark.parametrize(
    "module",
    [
        *(predict, behaviour, label, sentiment_calibration, sentiment_evaluation),
        *(caption_predict, caption_calibration, caption_evaluation, sheet),
        *(sentiment_cells, caption_cells),
    ],
)
@pytest.mark.parametrize("wrong", ["gone", "a file", "encoder-tiny"])
def test_what_is_no_model_is_named(
    module: ModuleType,
    wrong: str,
    end: Ended,
    own_models: Path,
    tiny_data: Path,
    tmp_path: Path,
) -> None:
    (own_models / "a file").touch()
    needed = options_of(module, own_models, tmp_path, tiny_data)
    needed[1 if module in (label, sheet) else 0] = own_models / wrong
    status, sentence = end(module, *needed)
    assert (status, wrong in sentence) == (2, True), sentence


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        (b"A caf\xe9 and a fine film.", 2, "byte 6 is 0xe9"),
        (b"", 1, "holds no word"),
        (b"fine " * 100_000, 2, "100,000 characters"),
        ("\ufeffA café and a fine film.".encode(), 0, ""),
    ],
)
def test_standard_input_may_hold_any_bytes(
    given: bytes,
    status: int,
    said: str,
    end: Ended,
    models_root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), "ascii"))
    ended, sentence = end(predict, models_root / "sentiment-tiny-lstm", "-")
    assert (ended, said in sentence) == (status, True), sentence


def test_arguments_may_hold_any_bytes(end: Ended, models_root: Path, tmp_path: Path) -> None:
    odd = os.fsdecode(b"caf\xe9")
    status, said = end(predict, models_root / "sentiment-tiny-lstm", "Fine.", odd)
    assert (status, "“caf\\udce9” is not UTF-8" in said) == (2, True), said
    photo = tmp_path / f"{odd}.png"
    photo.write_bytes(b"no picture")
    status, said = end(caption_predict, models_root / "caption-tiny-lstm", photo)
    assert (status, "caf\\udce9.png is a text file, no picture" in said) == (1, True), said
    needed = options_of(sentiment_training, models_root, tmp_path, tmp_path)
    needed[0] = tmp_path / odd
    status, said = end(sentiment_training, *needed)
    assert (status, "is not UTF-8" in said) == (2, True), said
