"""The recipe of the record model, and the models beside it, by their real command lines."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
import torch
from safetensors.torch import load_file

from pipelines.errors import DataError, ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import WEIGHTS
from pipelines.models.saving import sha256
from pipelines.scoring.evaluation import written
from pipelines.tasks.sentiment import label, make_baseline, pretrain, train
from pipelines.tasks.sentiment.data import load_unlabelled_reviews, load_unlabelled_texts
from pipelines.tasks.sentiment.evaluate import evaluate
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.pretrained import load_pretrained
from tests.commands import SMALL, run_command, self_check
from tests.tiny_models import REVIEW_WORDS


@pytest.fixture(scope="module")
def pretrained(tiny_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A language model of the tiny reviews."""
    folder = tmp_path_factory.mktemp("pretrained")
    output = folder / "language.safetensors"
    options = ("--data", tiny_data, "--run", folder / "run", "--training.epochs=2")
    run_command(pretrain, output, *options, *SMALL, "--network.cell=gru")
    return output


@pytest.fixture(scope="module")
def taught(tiny_data: Path, models_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What two tiny models say of the unlabelled reviews."""
    output = tmp_path_factory.mktemp("taught") / "labels.safetensors"
    teachers = [models_root / name for name in ("sentiment-tiny-lstm", "baseline-tiny-tfidf")]
    run_command(label, output, *teachers, "--data", tiny_data)
    return output


def trained(folder: Path, data: Path, *options: object) -> ModelDirectory:
    run = ("--data", data, "--run", folder / "run", "--training.epochs=1")
    run_command(train, folder / "model", *run, *SMALL, *options)
    return ModelDirectory.open(folder / "model")


def test_a_language_model_learns(pretrained: Path) -> None:
    rows = (pretrained.parent / "run" / "history.csv").read_text().splitlines()
    losses = [float(row.split(",")[1]) for row in rows[1:]]
    assert losses[1] < losses[0]


def test_a_classifier_starts_from_the_language_model(
    pretrained: Path, tiny_data: Path, tmp_path: Path
) -> None:
    still = ("--training.learning_rate=1e-9", "--training.weight_decay=0")
    model = trained(tmp_path, tiny_data, "--start", pretrained, *still)
    first, stored = load_file(pretrained), load_file(model.path / WEIGHTS)
    assert {"embedding.weight", "recurrent.layers.0.weight_hh_l0"} <= first.keys()
    assert all(torch.equal(stored[name], values) for name, values in first.items())
    # Its sizes are those of the language model, whatever the defaults are.
    assert model.section("network")["cell"] == "gru"
    assert set(model.config["data"]) >= {"start", "imdb/train"}


def test_a_trained_model_learns_on(tiny_data: Path, models_root: Path, tmp_path: Path) -> None:
    start = models_root / "sentiment-tiny-lstm"
    still = ("--training.learning_rate=1e-9", "--training.weight_decay=0")
    model = trained(tmp_path, tiny_data, "--start", start, *still)
    first, stored = load_file(start / WEIGHTS), load_file(model.path / WEIGHTS)
    assert all(torch.equal(stored[name], values.half()) for name, values in first.items())
    assert model.config["data"]["start"] == sha256(start / WEIGHTS)


@pytest.mark.parametrize("name", ["baseline-tiny-tfidf", "sentiment-tiny-window"])
def test_other_models_are_no_start(name: str, models_root: Path) -> None:
    with pytest.raises(ModelError, match="no recurrent sentiment model and no transformer"):
        load_pretrained(models_root / name)


def test_what_was_pretrained_moves_less(pretrained: Path, tiny_data: Path, tmp_path: Path) -> None:
    first = load_file(pretrained)["embedding.weight"].float()

    def moved(rate: float) -> float:
        options = ("--start", pretrained, f"--training.pretrained_rate={rate}")
        model = trained(tmp_path / str(rate), tiny_data, *options)
        stored = load_file(model.path / WEIGHTS)["embedding.weight"].float()
        return float((stored - first).abs().mean())

    assert 0 < moved(0.01) < 0.2 * moved(1.0)


def test_teachers_label_what_the_student_reads(
    taught: Path, tiny_data: Path, models_root: Path, tmp_path: Path
) -> None:
    texts = label.distilled_texts(label.load_labels(taught), tiny_data, taught)
    assert texts["reviews"].tokens == load_unlabelled_reviews(tiny_data)
    for domain in ("reviews", "sentences"):
        known = {word for word in REVIEW_WORDS.split() if word.isalpha()}
        row = next(n for n, words in enumerate(texts[domain].tokens) if known.intersection(words))
        first = " ".join(texts[domain].tokens[row])
        network, counted = (
            SentimentPipeline.load(models_root / name).predict([first])[0]
            for name in ("sentiment-tiny-lstm", "baseline-tiny-tfidf")
        )
        logits = [np.log(p / (1 - p)) for p in (network.probability, counted.probability)]
        mean = 1 / (1 + np.exp(-np.mean(logits)))
        positive, opinion = texts[domain].targets[row]
        assert positive == pytest.approx(mean, abs=2e-3)
        assert opinion > 0.99  # Neither of them can say.
    model = trained(tmp_path, tiny_data, "--distillation", taught, "--training.ema_decay=0.9")
    assert set(model.config["data"]) >= {"distillation"}
    assert "agree" in self_check(model.path)


def test_others_may_label_the_sentences(
    taught: Path, tiny_data: Path, models_root: Path, tmp_path: Path
) -> None:
    models = [models_root / name for name in ("sentiment-tiny-lstm", "baseline-tiny-tfidf")]
    output = tmp_path / "labels.safetensors"
    run_command(label, output, *models, "--sentences", models[1], "--data", tiny_data)
    found, together = load_file(output), load_file(taught)
    assert torch.equal(found["reviews"], together["reviews"])
    assert not torch.equal(found["sentences"], together["sentences"])


def test_each_sentence_is_a_whole_one_of_a_review(tiny_data: Path) -> None:
    texts = load_unlabelled_texts(tiny_data)
    keys = [" ".join(sentence) for sentence in texts["sentences"]]
    assert len(keys) == len(set(keys)) > 0
    reviews = {" ".join(review) for review in texts["reviews"]}
    for sentence in texts["sentences"]:
        assert [word for word in sentence if word in (".", "?", "!")] == sentence[-1:]
        assert any(" ".join(sentence) in review for review in reviews)
    assert load_unlabelled_texts(tiny_data) == texts


def test_labels_of_other_reviews_are_refused(taught: Path, tiny_data: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(tiny_data, tmp_path / "data"))
    path = data / "imdb" / "unsupervised.parquet"
    pq.write_table(pq.read_table(path).slice(1), path)
    with pytest.raises(DataError, match="holds 23"):
        label.distilled_texts(label.load_labels(taught), data, taught)
    (tmp_path / "labels.safetensors").write_bytes(b"none")
    with pytest.raises(DataError, match="Make it with label"):
        label.load_labels(tmp_path / "labels.safetensors")


def test_something_else_than_a_language_model_is_no_start(taught: Path, tmp_path: Path) -> None:
    for path in (taught, tmp_path / "missing.safetensors"):
        with pytest.raises(ModelError, match="Pretrain one"):
            load_pretrained(path)


def test_a_window_perceptron_is_trained_by_the_same_command(
    tiny_data: Path, tmp_path: Path
) -> None:
    run = ("--data", tiny_data, "--run", tmp_path / "run", "--training.epochs=1")
    run_command(train, tmp_path / "model", *run, "--hardware.accelerator=cpu", "--window=4")
    model = ModelDirectory.open(tmp_path / "model")
    assert model.config["architecture"] == "window"
    assert model.section("network")["window"] == 4
    assert "gradient_by_distance" not in evaluate(model.path, tiny_data).metrics


@pytest.mark.parametrize("kind", ["vader", "tfidf", "nbsvm"])
def test_baselines_are_made_and_scored_like_the_rest(
    kind: str, tiny_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for counting in ("TFIDF", "NBSVM"):
        rare = getattr(make_baseline, counting)._replace(min_count=1)
        monkeypatch.setattr(make_baseline, counting, rare)
    run_command(make_baseline, kind, tmp_path / kind, "--data", tiny_data)
    assert "agree" in self_check(tmp_path / kind)
    metrics, _ = written(tmp_path / kind, evaluate(tmp_path / kind, tiny_data), None)
    stored = json.loads((tmp_path / kind / "metrics.json").read_text())
    assert stored == metrics
    assert metrics["imdb_test"]["accuracy"] > 60  # Praise and blame are plain in the tiny reviews.
    assert "trace_250_tokens" not in metrics["milliseconds"]
