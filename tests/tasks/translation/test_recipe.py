"""A translator from the data folder to its scores."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sacrebleu.metrics.bleu import BLEU

from pipelines.data.multi30k import Language
from pipelines.errors import DataError, ModelError
from pipelines.models.arrays import write_arrays
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import PREDICTIONS
from pipelines.models.weights import load_weights
from pipelines.scoring.evaluation import written
from pipelines.tasks.translation.calibrate import calibrate
from pipelines.tasks.translation.comparison import (
    Predictions,
    as_arrays,
    compare,
    corpus_bleu,
    interval,
    load_predictions,
)
from pipelines.tasks.translation.data import EncodedPairs, items, load_pairs
from pipelines.tasks.translation.evaluate import evaluate, score
from pipelines.tasks.translation.metrics import bleu, chrf, chrf_interval, ngram_counts, signatures
from pipelines.tasks.translation.pipeline import TranslationPipeline
from pipelines.tasks.translation.train import train, vocabularies
from pipelines.tasks.translation.training import TranslationTraining
from pipelines.training.settings import Hardware, Run
from tests.commands import self_check
from tests.tasks.translation.tiny import (
    SMALL_CONFIGS,
    build_tiny_translator,
    write_pairs,
    write_tiny_data,
)

TRAINING = TranslationTraining(
    epochs=40, batch_size=5, learning_rate=0.03, min_count=1, ema_decay=0.5, label_smoothing=0.0
)
SAID = ["A dog runs .", "A man in a coat.", "Two!"]
MEANT = ["A dog runs.", "A man in a red coat.", "Two dogs run."]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_data(tmp_path_factory.mktemp("data"))


@pytest.mark.parametrize(("kind", "language"), [("lstm", "en"), ("attention", "de")])
def test_a_trained_model_is_whole_and_small(
    data: Path, tmp_path: Path, kind: str, language: Language
) -> None:
    run = Run(tmp_path / "model", data, tmp_path / "run", False, Hardware(accelerator="cpu"))
    train(run, language, SMALL_CONFIGS[kind], TRAINING)
    assert "agree" in self_check(run.output)
    directory = ModelDirectory.open(run.output)
    first, *_, last = directory.history()["validation_score"]
    assert last > first + 5
    assert set(directory.config["data"]) == {"multi30k/train", "multi30k/validation"}
    translator = TranslationPipeline.load(run.output)
    assert translator.source_language == language
    # Words of the held-out parts are unknown.
    known = translator.source if language == "en" else translator.vocabulary
    assert "green" in known
    assert "blue" not in known
    # A byte a weight, and little else.
    small = sum(weights.nbytes for weights in load_weights(directory).values())
    assert small > 1.8 * (run.output / "weights.safetensors").stat().st_size


def test_an_evaluation_records_scores_and_answers(data: Path, tmp_path: Path) -> None:
    model = build_tiny_translator(tmp_path / "model", "gru")
    calibrate(model, data)
    evaluation = evaluate(model, data)
    metrics, beside = written(model, evaluation, None)
    assert not evaluation.left_out
    assert beside is None
    assert ModelDirectory.open(model).metrics() == metrics
    assert metrics["measured_on"]["multi30k_test"]["items"] == 5
    assert metrics["unknown_words"] == 0
    translator, pairs = TranslationPipeline.load(model), load_pairs(data, "test", "de")
    found = load_predictions(model)
    assert list(found.translations) == [translator.translate(text).text for text in pairs.texts]
    assert metrics["beam"]["bleu"] == round(bleu(found.translations, pairs.references), 2)
    for name, (low, high) in metrics["beam"]["intervals"].items():
        assert low <= metrics["beam"][name] <= high
    lengths = metrics["beam"]["by_length"].values()
    assert sum(one["sentences"] for one in lengths) == 5


def test_both_directions_have_one_test(data: Path) -> None:
    one, other = (items(load_pairs(data, "test", language), language) for language in ("en", "de"))
    assert one == other
    assert one[0][0].startswith("Two dogs")


@pytest.mark.parametrize("rows", [[0, 1, 2], [0], [2], [1, 1, 0]])
def test_bleu_of_counts_is_that_of_sacrebleu(rows: list[int]) -> None:
    counts = ngram_counts(SAID, MEANT)
    expected = BLEU().corpus_score([SAID[row] for row in rows], [[MEANT[row] for row in rows]])
    assert corpus_bleu(counts[rows].sum(axis=0)[None])[0] == pytest.approx(expected.score)


def test_nothing_right_is_worth_nothing() -> None:
    assert corpus_bleu(ngram_counts(["Zzz"], ["A dog."]).sum(axis=0)[None])[0] == 0


def test_an_interval_holds_its_score() -> None:
    counts = np.tile(ngram_counts(SAID, MEANT), (30, 1))
    low, high = interval(counts)
    assert low < bleu(SAID, MEANT) < high
    assert interval(counts[:1]) == pytest.approx((100, 100), abs=1e-6)
    low, high = chrf_interval(SAID * 30, MEANT * 30)
    assert low < chrf(SAID, MEANT) < high
    assert chrf_interval(["Zzz"], ["A dog."]) == (0, 0)


def test_a_signature_says_how_was_scored() -> None:
    assert "case:mixed|eff:no|tok:13a" in signatures()["bleu"]


def predicted(said: list[str], meant: list[str] = MEANT) -> Predictions:
    counts = np.tile(ngram_counts(said, meant), (40, 1))
    return Predictions(tuple(said) * 40, counts, np.full(40 * len(said), 5))


def test_a_paired_difference_knows_what_is_better() -> None:
    good, poor = predicted(MEANT), predicted(SAID)
    assert compare(good, poor).verdict == "better"
    assert compare(poor, good).verdict == "worse"
    assert compare(poor, poor).points == 0
    with pytest.raises(ModelError, match="different languages"):
        compare(good, predicted(SAID, ["Ein Hund.", "Ein Mann rennt los.", "Zwei."]))


def test_predictions_come_back_as_they_were_kept(tmp_path: Path) -> None:
    kept = predicted(SAID)
    write_arrays(tmp_path / PREDICTIONS, as_arrays({"beam": kept}))
    found = load_predictions(tmp_path)
    assert found.translations == kept.translations
    assert (found.counts == kept.counts).all()
    with pytest.raises(ModelError, match="by greedy"):
        load_predictions(tmp_path, "greedy")
    arrays = as_arrays({"beam": kept})
    write_arrays(tmp_path / PREDICTIONS, {**arrays, "lengths": arrays["lengths"][:3]})
    with pytest.raises(ModelError, match="damaged"):
        load_predictions(tmp_path)


def test_a_batch_begins_and_ends_with_its_markers(data: Path) -> None:
    pairs = load_pairs(data, "train", "de")
    read, written = vocabularies(pairs, 1)
    batch = EncodedPairs(pairs, read, written)[[2, 0]]
    assert batch.rows.tolist() == [2, 0]
    assert batch.source.lengths.tolist() == [5, 8]
    assert batch.source.ids[0, 5:].tolist() == [0, 0, 0]
    words = [written.entries[word] for word in batch.words[0].tolist()]
    assert " ".join(words) == "<start> A man rides a bicycle . <end> <pad> <pad>"


def test_words_that_are_too_rare_are_unknown(data: Path) -> None:
    read, written = vocabularies(load_pairs(data, "train", "en"), 2)
    assert "green" in read
    assert "bicycle" not in read
    assert "Zwei" not in written


def test_pairs_without_words_go(tmp_path: Path) -> None:
    write_pairs(tmp_path, "test", [("", "Ein Hund."), ("A dog.", "Ein Hund."), ("A cat.", " ")])
    assert load_pairs(tmp_path, "test", "en").texts == ["A dog."]
    write_pairs(tmp_path, "test", [("", "Ein Hund.")])
    with pytest.raises(DataError, match="no pair"):
        load_pairs(tmp_path, "test", "en")


def test_scores_are_of_sentences(data: Path) -> None:
    pairs = load_pairs(data, "test", "en")
    found = score(pairs.references, pairs)
    assert found.lengths[0] == len(pairs.source[0])
    assert corpus_bleu(found.counts.sum(axis=0)[None])[0] == pytest.approx(100)
