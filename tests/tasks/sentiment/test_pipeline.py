"""The sentiment pipeline: the same answer whole, step by step, in a batch and among threads."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.errors import InputError, ModelError
from pipelines.models.files import GOLDEN
from pipelines.pieces import finished
from pipelines.tasks.sentiment import scorers
from pipelines.tasks.sentiment.network import SentimentNetwork
from pipelines.tasks.sentiment.pipeline import MAX_PREFIXES, SentimentPipeline
from pipelines.tasks.sentiment.reading import MAX_CHARACTERS
from pipelines.tasks.sentiment.scorers import NetworkScorer
from tests.commands import self_check
from tests.conftest import OTHER_SENTIMENT_MODELS, SENTIMENT_MODELS
from tests.tiny_models import REVIEW_WORDS

TOLERANCE = 1e-5
TEXTS = (
    "Good.",
    "A warm, clever film that I loved from the best scene to the ending!",
    "Bad",
    "It's not bad at all; I didn't hate the acting, but the plot was dull...<br />Too slow. " * 9,
    "The flibbertigibbet was a great noise.",
)
NOTHING_TO_JUDGE = (
    *("", " \n\t", "...!?", "—", "🎬🎬", "\x00\x01", "<br />", "<!-- good -->"),
    *("xyzzy plugh", "фильм", "Ein Werk, das keiner kennt."),
    "bad " * (MAX_CHARACTERS // 4) + "!",
)


def test_the_last_step_of_the_trace_is_the_prediction(sentiment: SentimentPipeline) -> None:
    for text, result in zip(TEXTS, sentiment.predict(TEXTS), strict=True):
        trace = sentiment.trace(text)
        assert abs(trace.probabilities[-1] - result.probability) <= TOLERANCE
        assert abs(trace.result.probability - result.probability) <= TOLERANCE
        assert (trace.result.tokens, trace.result.unknown) == (result.tokens, result.unknown)
        assert 0 <= trace.probabilities.min() < 1


def test_probabilities_are_calibrated(sentiment: SentimentPipeline) -> None:
    trace = sentiment.trace(TEXTS[1])
    words = [token.text for token in trace.tokens]
    logits, _ = finished(network_of(sentiment).trace_in_pieces(words))
    temperatures = np.exp(0.4 + 0.1 * np.log(np.arange(1, len(logits) + 1)))
    odds = trace.probabilities / (1 - trace.probabilities)
    assert np.abs(temperatures * np.log(odds) - logits[:, 0]).max() <= 1e-4


def test_answers_of_little_confidence_are_not_clear(sentiment: SentimentPipeline) -> None:
    results = sentiment.predict([f"{word} {word} film" for word in REVIEW_WORDS.split()])
    assert {result.sure for result in results} == {True, False}
    assert all(result.sure == (result.confidence > 0.6) for result in results)


def test_a_batch_of_mixed_lengths_keeps_its_order(sentiment: SentimentPipeline) -> None:
    alone = [sentiment.predict([text])[0] for text in TEXTS]
    assert len({round(result.probability, 3) for result in alone}) == len(TEXTS)
    for order in ((0, 1, 2, 3, 4), (3, 0, 4, 2, 1), (1, 1, 3, 1, 0)):
        for place, result in zip(order, sentiment.predict([TEXTS[i] for i in order]), strict=True):
            assert abs(result.probability - alone[place].probability) <= TOLERANCE
            assert result.tokens == alone[place].tokens


def test_many_texts_are_cut_into_batches_and_all_answered(
    sentiment: SentimentPipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = sentiment.predict(TEXTS)
    monkeypatch.setattr(scorers, "TOKENS_A_BATCH", 4)
    apart = sentiment.predict(TEXTS)
    gaps = [abs(a.probability - b.probability) for a, b in zip(apart, together, strict=True)]
    assert max(gaps) <= TOLERANCE
    assert sentiment.predict([]) == []


def test_a_trace_lays_open_every_layer(sentiment: SentimentPipeline) -> None:
    trace = sentiment.trace(TEXTS[1])
    network = network_of(sentiment).network
    assert isinstance(network, SentimentNetwork)
    config = network.config
    shape = (len(trace.tokens), config.hidden_size)
    assert len(trace.layers) == config.layers
    for layer in trace.layers:
        assert layer.hidden.shape == shape
        assert (layer.cell is None) == (config.cell != "lstm")
        assert {gate.shape for gate in layer.gates.values()} == {shape}
    vocabulary = network_of(sentiment).encode.vocabulary
    assert trace.known == tuple(token.text in vocabulary for token in trace.tokens)
    assert all(trace.text[t.start : t.end].lower() == t.text for t in trace.tokens)


def test_unknown_words_are_counted(sentiment: SentimentPipeline) -> None:
    result = sentiment.predict([TEXTS[4]])[0]
    assert (result.tokens, result.unknown) == (7, 1)


def test_a_long_text_is_read_whole_with_the_same_answer_both_ways(
    sentiment: SentimentPipeline,
) -> None:
    text = "The plot is weak but the music is great . " * 300
    trace, result = sentiment.trace(text), sentiment.predict([text])[0]
    assert len(trace.tokens) == result.tokens == 3_000
    assert abs(trace.probabilities[-1] - result.probability) <= TOLERANCE


@pytest.mark.parametrize("text", NOTHING_TO_JUDGE, ids=lambda text: repr(text[:12]))
def test_texts_that_hold_nothing_to_judge(sentiment: SentimentPipeline, text: str) -> None:
    for ask in (sentiment.trace, lambda given: sentiment.predict(["good", given])):
        with pytest.raises(InputError) as error:
            ask(text)
        assert len(str(error.value)) < 200


def test_the_longest_text_is_accepted(sentiment: SentimentPipeline) -> None:
    text = "good" + " " * (MAX_CHARACTERS - 8) + "bad."
    assert len(text) == MAX_CHARACTERS == 100_000
    assert sentiment.predict([text])[0].tokens == 3
    with pytest.raises(InputError, match="100,001"):
        sentiment.predict([text + "."])


@given(text=st.text(st.characters()), known=st.booleans())
@example("İ ﷽ \ud800 ﬁlm", True)
@example("<script>alert('good')</script>", False)
@example("<" * 99 + "good" + ">" * 99, True)
def test_any_text_gets_a_bounded_answer_or_an_input_error(
    sentiment: SentimentPipeline, text: str, known: bool
) -> None:
    try:
        trace = sentiment.trace(text + " good" * known)
    except InputError:
        assert not (known and "<" not in text)
        return
    assert np.all((trace.probabilities > 0) & (trace.probabilities < 1))
    result = sentiment.predict([trace.text])[0]
    assert abs(result.probability - trace.probabilities[-1]) <= TOLERANCE
    assert 0.5 <= result.confidence <= 1


def test_threads_that_share_a_pipeline_get_the_answers_of_one(sentiment: SentimentPipeline) -> None:
    asked = TEXTS * 4
    alone = [sentiment.trace(text).probabilities for text in asked]
    with ThreadPoolExecutor(4) as threads:
        traces = list(threads.map(sentiment.trace, asked))
        results = list(threads.map(lambda text: sentiment.predict([text])[0], asked))
    for one, trace, result in zip(alone, traces, results, strict=True):
        assert np.abs(one - trace.probabilities).max() <= TOLERANCE
        assert abs(one[-1] - result.probability) <= TOLERANCE


@pytest.mark.parametrize("name", SENTIMENT_MODELS + OTHER_SENTIMENT_MODELS)
def test_an_intact_folder_passes_its_self_check(models_root: Path, name: str) -> None:
    assert "2 golden examples" in self_check(models_root / name)


def nudged(examples: list[dict[str, Any]]) -> None:
    examples[1]["probabilities"][3] += 0.01


def shortened(examples: list[dict[str, Any]]) -> None:
    examples[0]["probabilities"].pop()


def without_a_number(examples: list[dict[str, Any]]) -> None:
    examples[0]["probabilities"][-1] = float("nan")


def without_answers(examples: list[dict[str, Any]]) -> None:
    del examples[1]["probabilities"]


@pytest.mark.parametrize("change", [nudged, shortened, without_a_number, without_answers])
def test_a_model_that_answers_otherwise_than_when_saved_fails_its_self_check(
    models_root: Path, tmp_path: Path, change: Callable[[list[dict[str, Any]]], None]
) -> None:
    folder = Path(shutil.copytree(models_root / SENTIMENT_MODELS[0], tmp_path / "model"))
    examples = json.loads((folder / GOLDEN).read_text())
    change(examples)
    (folder / GOLDEN).write_text(json.dumps(examples))
    with pytest.raises(ModelError, match="model"):
        self_check(folder)


@pytest.mark.parametrize("name", OTHER_SENTIMENT_MODELS)
def test_every_kind_of_model_answers_and_refuses_alike(models_root: Path, name: str) -> None:
    pipeline = SentimentPipeline.load(models_root / name)
    alone = [pipeline.predict([text])[0] for text in TEXTS]
    assert len({round(result.probability, 3) for result in alone}) >= len(TEXTS) - 1
    for one, other in zip(alone, pipeline.predict(TEXTS), strict=True):
        assert abs(one.probability - other.probability) <= TOLERANCE
    with pytest.raises(InputError, match="holds no word"):
        pipeline.predict(["..."])


@pytest.mark.parametrize("name", ["baseline-tiny-vader", "baseline-tiny-tfidf"])
def test_a_baseline_says_that_it_has_no_steps(models_root: Path, name: str) -> None:
    pipeline = SentimentPipeline.load(models_root / name)
    for ask in (pipeline.trace, pipeline.answers_so_far):
        with pytest.raises(InputError, match=f"{name} takes a text whole"):
            ask("A good film.")


def test_tfidf_weighs_pairs_of_words(models_root: Path) -> None:
    pipeline = SentimentPipeline.load(models_root / "baseline-tiny-tfidf")
    joined, apart = pipeline.predict(["not good", "good not"])
    assert abs(joined.probability - apart.probability) > 0.01


def test_a_reader_from_both_ends_answers_at_no_more_than_32_prefixes(models_root: Path) -> None:
    pipeline = SentimentPipeline.load(models_root / "sentiment-tiny-bilstm")
    text = TEXTS[3]
    trace, answers = pipeline.trace(text), pipeline.answers_so_far(text)
    given = np.flatnonzero(~np.isnan(answers))
    assert len(given) == MAX_PREFIXES == 32
    assert (given[0], given[-1]) == (0, len(trace.tokens) - 1)
    # Each of them is the answer to the text that ends there.
    for index in given[[0, 3, 17, -1]]:
        prefix = text[: trace.tokens[index].end]
        assert abs(answers[index] - pipeline.predict([prefix])[0].probability) <= TOLERANCE
    assert np.flatnonzero(~np.isnan(trace.probabilities)).tolist() == [len(trace.tokens) - 1]
    assert abs(trace.probabilities[-1] - answers[-1]) <= TOLERANCE
    assert (len(trace.layers), trace.backward_layers) == (2, 1)


def network_of(pipeline: SentimentPipeline) -> NetworkScorer:
    assert isinstance(pipeline.scorer, NetworkScorer)
    return pipeline.scorer
