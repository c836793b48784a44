"""The recipe of the record captioner, and the page to judge it by, by their real command lines."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from pipelines.errors import InputError, ModelError
from pipelines.generation.results import Hypothesis
from pipelines.layers.recurrent import knows_bfloat16
from pipelines.models.arrays import write_arrays
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import GOLDEN, HISTORY, METRICS, PREDICTIONS, VOCABULARY, WEIGHTS
from pipelines.pictures.images import read_image
from pipelines.scoring.evaluation import written
from pipelines.tasks.captioning import calibrate, evaluate, finetune, sheet, train
from pipelines.tasks.captioning.comparison import (
    PhotoScores,
    Predictions,
    as_arrays,
    load_predictions,
)
from pipelines.tasks.captioning.encoder import ImageEncoder
from pipelines.tasks.captioning.pipeline import CaptionPipeline
from pipelines.tasks.captioning.samples import scikit_image_photo
from pipelines.tasks.captioning.starting import build_decoder
from tests.commands import SMALL, history, run_command, self_check
from tests.damage import change_column
from tests.tasks.captioning.test_data import with_bad_photo


@pytest.mark.usefixtures("measured_briefly")
def test_captions_are_laid_beside_their_photos(
    caption_run: Path, tiny_data: Path, tmp_path: Path
) -> None:
    path = caption_run / "model"
    written(path, evaluate.evaluate(path, tiny_data), None)
    page = tmp_path / "new" / "sheet.html"
    marked = caption_run / "<b>&"
    shutil.copytree(caption_run / "model", marked, dirs_exist_ok=True)
    run_command(sheet, page, caption_run / "model", marked, "--data", tiny_data)
    text = page.read_text()
    assert text.count("<img ") == text.count("a person") == 3
    assert text.count(load_predictions(caption_run / "model").captions[0]) >= 2
    assert "&lt;b&gt;&amp;" in text
    assert "<b>" not in text
    scores = PhotoScores(np.zeros((1, 10)), np.zeros(1), np.zeros(1))
    write_arrays(marked / PREDICTIONS, as_arrays({"beam": Predictions(("a",), scores)}))
    with pytest.raises(ModelError, match="1 photos"):
        run_command(sheet, page, marked, "--data", tiny_data)


@pytest.mark.usefixtures("measured_briefly")
def test_rows_that_cannot_be_read_are_named_and_the_others_scored(
    caption_run: Path, tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = with_bad_photo(tiny_data, tmp_path, "test", b"%PDF-1.7")
    model = Path(shutil.copytree(caption_run / "model", caption_run / "left-out"))
    (model / METRICS).unlink(missing_ok=True)  # A record of other photos would stay.
    with pytest.raises(SystemExit) as ended:
        run_command(evaluate, model, "--data", folder)
    assert ended.value.code == 1
    assert re.search(r"Left out: Row 2 of .*test.parquet is a PDF", capsys.readouterr().err)
    assert ModelDirectory.open(model).metrics()["beam"]["photos"] == 2
    run_command(sheet, tmp_path / "sheet.html", model, "--data", folder)
    assert (tmp_path / "sheet.html").read_text().count("<img ") == 2


def test_a_captioner_goes_on_from_another_and_is_trained_for_its_score(
    caption_run: Path, tiny_data: Path
) -> None:
    new = caption_run / "critical"
    options = ("--data", tiny_data, "--run", caption_run / "runs" / "critical", *SMALL)
    encoder = ("--encoders", caption_run / "encoder-tiny", "--start", caption_run / "model")
    training = (
        "--training.epochs=1", "--training.min_count=1", "--training.self_critical=0.5",
        "--training.views=2", "--network.dropout=0", "--network.hidden_size=9",
    )  # fmt: skip
    run_command(train, new, *options, *encoder, *training)
    network = ModelDirectory.open(new).config["network"]
    # Its sizes are those of the captioner that it started from, whatever was asked for.
    assert (network["hidden_size"], network["dropout"]) == (6, 0)
    (row,) = history(new / HISTORY)
    assert 0 < row["validation_distinct_captions"] <= 3
    assert row["validation_words_used"] > 0
    old, now = (load_file(path / WEIGHTS) for path in (caption_run / "model", new))
    # One epoch of small steps leaves it near its start.
    assert 0 < (old["head.weight"] - now["head.weight"]).abs().max() < 0.05
    # Words that are too rare here stay known.
    run_command(train, new, *options, *encoder, *training, "--training.min_count=6")
    words = [json.loads((path / VOCABULARY).read_text()) for path in (caption_run / "model", new)]
    assert words[0] == words[1]


def test_new_words_join_those_that_a_captioner_knows(
    caption_run: Path, tiny_data: Path, tmp_path: Path
) -> None:
    start, new = caption_run / "model", caption_run / "extended"
    data = Path(shutil.copytree(tiny_data, tmp_path / "data"))
    for row in range(3):
        change_column(data / "flickr8k" / "train.parquet", "caption_0", row, "A zebra yawns .")
    run_command(
        train, new, "--data", data, "--run", caption_run / "runs" / "extended", *SMALL,
        "--encoders", caption_run / "encoder-tiny", "--start", start, "--training.epochs=1",
        "--training.min_count=3", "--training.learning_rate=1e-12",
    )  # fmt: skip
    known, words = (json.loads((path / VOCABULARY).read_text()) for path in (start, new))
    assert words[: len(known)] == known
    assert sorted(words[len(known) :]) == ["yawns", "zebra"]
    assert "zebra" not in known
    old, now = (load_file(path / WEIGHTS) for path in (start, new))
    for name in ("embedding.weight", "head.weight", "head.bias"):
        assert torch.equal(now[name][: len(known)], old[name])
        assert now[name].isfinite().all()
    before = CaptionPipeline.load(start).decoder
    after = build_decoder(before.config, len(words), before).eval()
    features = torch.randn(2, before.config.feature_size)
    ids = torch.tensor([[2, *range(4, len(known))]] * 2)
    then, there = before(features, ids).softmax(-1), after(features, ids).softmax(-1)
    among_known = there[..., : len(known)]
    assert (among_known.sum(-1) < 1).all()
    assert torch.allclose(among_known / among_known.sum(-1, keepdim=True), then, atol=1e-5)


def test_an_encoder_is_trained_on_with_its_decoder(caption_run: Path, tiny_data: Path) -> None:
    new, encoder = caption_run / "tuned", caption_run / "encoder-tuned"
    before = caption_run / "encoder-tiny"
    # As the published recipe does, where the processor can.
    precision = "bf16-mixed" if knows_bfloat16("cpu") else "32-true"
    options: tuple[object, ...] = (
        "--data", tiny_data, "--run", caption_run / "runs" / "tuned", "--start",
        caption_run / "model", "--training.epochs=1", "--training.batch_size=2",
        "--training.blocks=1", "--training.learning_rate=0.01", "--hardware.accelerator=cpu",
        f"--hardware.precision={precision}",
    )  # fmt: skip
    with pytest.raises(InputError, match="another name"):
        run_command(finetune, new, *options, "--encoder", before)
    run_command(finetune, new, *options, "--encoder", encoder)
    assert self_check(encoder)
    assert ModelDirectory.open(encoder).config["original"] == before.name
    photo = read_image(scikit_image_photo("chelsea.png"))
    with pytest.raises(ModelError, match="no classes"):
        ImageEncoder.load(encoder).class_probabilities(photo)
    old, now = load_file(before / WEIGHTS), load_file(encoder / WEIGHTS)
    assert {name for name in old if name not in now} == {"classifier.weight", "classifier.bias"}
    moved = {name for name, value in now.items() if not torch.equal(value, old[name])}
    # The last block learns; what is below it, and all statistics, stay.
    assert {name.split(".")[0] for name in moved} == {"blocks", "conv_head", "bn2"}
    assert {name.split(".")[1] for name in moved if name.startswith("blocks")} == {"6"}
    assert not any("running" in name for name in moved)
    (row,) = history(new / HISTORY)
    assert row["validation_distinct_captions"] > 0


def test_a_beam_is_chosen_anew(caption_run: Path, tiny_data: Path) -> None:
    folder = shutil.copytree(caption_run / "model", caption_run / "again")
    before = ModelDirectory.open(folder)
    (folder / GOLDEN).unlink()
    run_command(calibrate, folder, "--data", tiny_data)
    after = ModelDirectory.open(folder)
    assert after.section("decoding") == before.section("decoding")
    # What was kept of the features is half as precise.
    trust, again = (dict(one.section("trust")) for one in (before, after))
    assert again.pop("floor_of") == trust.pop("floor_of") == "validation"
    assert again == pytest.approx(trust, rel=1e-3)
    assert ModelDirectory.open(folder).golden_examples()


def test_no_beam_buys_one_score_with_the_other(
    captioner: CaptionPipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The higher the length penalty, the longer the caption that it prefers.
    found = [_hypothesis(2, -1.0), _hypothesis(4, -2.0), _hypothesis(8, -4.5)]
    worth = {2: (50.0, 22.0), 4: (51.5, 21.0), 8: (52.0, 18.0)}

    def score(captions: list[str], _: object) -> SimpleNamespace:
        cider, bleu = (np.array([score]) for score in worth[len(captions[0].split())])
        return SimpleNamespace(corpus=lambda: {"cider_d": cider, "bleu_4": bleu})

    monkeypatch.setattr(calibrate, "found_by", lambda _: found)
    monkeypatch.setattr(calibrate, "score_photos", score)
    features = torch.zeros(1, captioner.decoder.config.feature_size)
    chosen = calibrate.choose_captioning_beam(captioner, features, [])
    assert chosen.length_penalty == 1.1


def _hypothesis(length: int, log_probability: float) -> Hypothesis:
    return Hypothesis(("a",) * length, (log_probability / length,) * length, 0, True, 0.0)
