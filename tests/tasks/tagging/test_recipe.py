"""A tagger from the data folder to its scores."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipelines.models.arrays import read_arrays
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import METRICS, PREDICTIONS
from pipelines.scoring.evaluation import written
from pipelines.tasks.tagging.calibrate import fit_calibration
from pipelines.tasks.tagging.calibration import BOUNDS, chosen, probabilities
from pipelines.tasks.tagging.data import Requests, load_requests
from pipelines.tasks.tagging.evaluate import evaluate
from pipelines.tasks.tagging.metrics import score_results
from pipelines.tasks.tagging.pipeline import TaggingPipeline
from pipelines.tasks.tagging.results import Choice, TaggedWord, TaggingResult
from pipelines.tasks.tagging.train import train
from pipelines.tasks.tagging.training import TaggingTraining
from pipelines.text import Token
from pipelines.training.settings import Hardware, Run
from tests.commands import self_check
from tests.tasks.tagging.tiny import SMALL_CONFIGS, build_tiny_tagger, write_tiny_data

TRAINING = TaggingTraining(epochs=2, batch_size=4, min_count=1, ema_decay=0.5)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_data(tmp_path_factory.mktemp("data"))


@pytest.mark.parametrize("kind", ["lstm", "bilstm", "window"])
def test_a_trained_model_is_whole(data: Path, tmp_path: Path, kind: str) -> None:
    run = Run(tmp_path / "model", data, tmp_path / "run", False, Hardware(accelerator="cpu"))
    train(run, SMALL_CONFIGS[kind], TRAINING)
    assert "agree" in self_check(run.output)
    directory = ModelDirectory.open(run.output)
    history = directory.history()
    assert history["epoch"] == [1, 2]
    assert {"validation_slot_f1", "validation_intent_accuracy"} <= history.keys()
    assert set(directory.config["data"]) == {"snips/train", "snips/validation", "snips/test"}
    assert directory.vocabulary().entries[:2] == ("<pad>", "<unk>")
    # Words of the held-out parts are unknown.
    assert "oslo" in directory.vocabulary()
    assert "narvik" not in directory.vocabulary()


def test_an_evaluation_records_scores_and_answers(data: Path, tmp_path: Path) -> None:
    model = build_tiny_tagger(tmp_path / "model", SMALL_CONFIGS["gru"])
    evaluation = evaluate(model, data)
    metrics, beside = written(model, evaluation, None)
    assert not evaluation.left_out
    assert beside is None
    assert ModelDirectory.open(model).metrics() == metrics
    assert metrics["snips_test"]["requests"] == metrics["measured_on"]["snips_test"]["items"] == 4
    found = read_arrays(model / PREDICTIONS, ("tags", "intents", "true_tags", "true_intents"))
    assert found is not None
    requests = load_requests(data, "test")
    assert found[2].tolist() == [" ".join(tags) for tags in requests.tags]
    results = TaggingPipeline.load(model).predict([" ".join(words) for words in requests.words])
    assert found[0].tolist() == [" ".join(result.tags) for result in results]
    # Where this is another test, the record stays.
    before = (model / METRICS).read_bytes()
    other = write_tiny_data(tmp_path / "other")
    (other / "snips" / "test.parquet").unlink()
    (other / "snips" / "train.parquet").rename(other / "snips" / "test.parquet")
    _, beside = written(model, evaluate(model, other), None)
    assert beside
    assert (model / METRICS).read_bytes() == before


def answered(tags: str, sure: bool) -> TaggingResult:
    def choice(label: str) -> Choice:
        return Choice(label, 0.9, "other", 0.05, sure)

    words = [TaggedWord(Token("x", 0, 1), True, choice(tag)) for tag in tags.split()]
    return TaggingResult("x", tuple(words), choice("a"))


def scored(*rows: tuple[str, str], sure: bool = True) -> dict[str, object]:
    """Each of the ``rows`` holds tags that were said, and the true ones."""
    true = [row.split() for _, row in rows]
    requests = Requests([["x"] * len(row) for row in true], true, ["a"] * len(rows))
    return score_results([answered(said, sure) for said, _ in rows], requests)


@pytest.mark.parametrize(
    ("said", "true", "right", "found", "there"),
    [
        ("O B-x I-x", "O B-x I-x", 1, 1, 1),
        ("O B-x O", "O B-x I-x", 0, 1, 1),  # A part is nothing.
        ("B-x I-x I-x", "O B-x I-x", 0, 1, 1),
        ("B-x B-x O", "B-x I-x O", 0, 2, 1),
        ("B-y I-y O", "B-x I-x O", 0, 1, 1),
        ("B-x B-y O", "B-x B-y B-x", 2, 2, 3),
        ("O O O", "B-x O B-x", 0, 0, 2),
    ],
)
def test_spans_count_whole(said: str, true: str, right: int, found: int, there: int) -> None:
    scores = scored((said, true))
    assert scores["slot_f1"] == pytest.approx(200 * right / (found + there), abs=0.01)
    assert scores["slot_precision"] == pytest.approx(100 * right / max(found, 1), abs=0.01)
    assert scores["slot_recall"] == pytest.approx(100 * right / there, abs=0.01)
    intervals = scores["intervals"]
    assert isinstance(intervals, dict)
    # One request drawn anew is itself.
    assert intervals["slot_f1"] == [scores["slot_f1"]] * 2


def test_scores_of_several_requests() -> None:
    scores = scored(("B-x O", "B-x O"), ("O O", "B-y O"), ("O", "O"))
    assert scores["slot_f1"] == pytest.approx(66.67)
    assert scores["sentence_accuracy"] == scores["frame_accuracy"] == pytest.approx(66.67)
    assert scores["intent_accuracy"] == 100
    assert scores["by_slot"] == {"x": {"f1": 100, "count": 1}, "y": {"f1": 0, "count": 1}}
    assert (scores["requests"], scores["spans"]) == (3, 2)
    assert scores["sure"] == {"coverage": 100, "accuracy": 80}
    assert scores["calibration_error"] == pytest.approx(10, abs=0.01)  # 90 % said, 4 of 5 true.
    intervals = scores["intervals"]
    assert isinstance(intervals, dict)
    low, high = intervals["slot_f1"]
    assert low < 66.67 < high
    unsure = scored(("O B-x", "O B-x"), sure=False)
    assert unsure["sure"] == {"coverage": 0, "accuracy": None}


def test_a_calibration_lies_within_its_bounds(data: Path, tmp_path: Path) -> None:
    pipeline = TaggingPipeline.load(build_tiny_tagger(tmp_path / "model", SMALL_CONFIGS["bilstm"]))
    found = fit_calibration(pipeline, load_requests(data, "validation"))
    for name, (low, high) in BOUNDS.items():
        assert low <= getattr(found, name) <= high
    # Weights drawn at random are far too sure.
    assert found.tag_temperature > 1.5


def test_probabilities_cool() -> None:
    logits = np.array([[2.0, 0.0, -9.0]])
    hot, cold = probabilities(logits, 1.0)[0], probabilities(logits, 4.0)[0]
    assert hot[0] > cold[0] > cold[1] > hot[1]
    assert (hot.sum(), cold.sum()) == pytest.approx((1, 1))


def test_a_choice_names_its_runner_up() -> None:
    shares = np.array([0.2, 0.6, 0.2])
    choice = chosen(1, shares, ("a", "b", "c"), 0.5)
    assert (choice.label, choice.runner_up, choice.sure) == ("b", "a", True)
    assert not chosen(1, shares, ("a", "b", "c"), 0.6).sure
    # Where all but one are forbidden, some other one is named with nothing to say for it.
    forced = chosen(0, np.array([0.1, 0, 0]), ("a", "b", "c"), 0.5)
    assert (forced.label, forced.runner_up, forced.runner_up_probability) == ("a", "b", 0)
