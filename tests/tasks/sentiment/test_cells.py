"""What the cells of a reader do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipelines.errors import InputError
from pipelines.pieces import finished
from pipelines.tasks.sentiment import cells as command
from pipelines.tasks.sentiment.calibration import POSITIVE
from pipelines.tasks.sentiment.cells import cells
from pipelines.tasks.sentiment.features import features_of
from pipelines.tasks.sentiment.memory import tops, unit_parts
from pipelines.tasks.sentiment.network import SentimentNetwork
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.task import SENTIMENT
from pipelines.text import tokenize
from tests.found_cells import found_again

KINDS = ("lstm", "rnn", "gru", "bilstm")
TEXT = 'I saw "Big Fish" with Anna (my sister) and it was not a great film! It was awful.'


@pytest.mark.parametrize("kind", KINDS)
def test_units_add_up_to_the_answer(models_root: Path, kind: str) -> None:
    pipeline = SentimentPipeline.load(models_root / f"sentiment-tiny-{kind}")
    scorer = pipeline.network_scorer()
    assert isinstance(scorer.network, SentimentNetwork)
    trace = pipeline.trace(TEXT)
    logits, _ = finished(scorer.trace_in_pieces([token.text for token in trace.tokens]))
    parts = unit_parts(scorer.network, trace)
    assert len(parts) == 8 * len(tops(trace))
    bias = float(scorer.network.head.bias[POSITIVE])
    assert parts.sum() + bias == pytest.approx(logits[-1, POSITIVE], abs=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_command_stores_is_found_again(
    folder: Path, tiny_data: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    model = folder.with_name(f"sentiment-tiny-{kind}")
    stored = found_again(command, cells(model, tiny_data), model, tiny_data, capsys)
    assert stored.data.keys() == {"imdb/train", "imdb/test", "sst/validation"}


@pytest.mark.parametrize("name", ["sentiment-tiny-window", "baseline-tiny-tfidf"])
def test_a_model_without_layers_has_no_cells(models_root: Path, tiny_data: Path, name: str) -> None:
    with pytest.raises(InputError, match=name):
        cells(models_root / name, tiny_data)


@pytest.mark.parametrize(
    ("feature", "there"),
    [
        ("praise", "great film !"),
        ("blame", "awful ."),
        ("negation", "not a great"),
        ("quoted", "big fish my sister"),
        ("name", 'fish " with anna ( my'),
        ("exclamation", "! it was"),
        ("first_person", 'i saw " my sister )'),
    ],
)
def test_a_feature_is_where_it_was_just_read(feature: str, there: str) -> None:
    tokens = tokenize(TEXT)
    found = features_of(TEXT, tokens)
    assert found.keys() == SENTIMENT.features.keys()
    read = [token.text for token, flag in zip(tokens, found[feature], strict=True) if flag]
    assert " ".join(read) == there


def test_what_is_left_open_encloses_nothing() -> None:
    for text in ('He said "well', "It is 8) and", "a (film"):
        assert not features_of(text, tokenize(text))["quoted"].any()


def test_positions_are_counted() -> None:
    assert (features_of(TEXT, tokenize(TEXT))["position"] == np.arange(len(tokenize(TEXT)))).all()
