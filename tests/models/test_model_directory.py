"""A model folder: saved, verified, listed, and refused when anything in it is not right."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from pipelines.errors import ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import CARD, CONFIG, GOLDEN, HISTORY, METRICS, VOCABULARY, WEIGHTS
from pipelines.models.listing import list_models
from pipelines.models.saving import save_model, update_config
from pipelines.tasks.captioning.encoder import encoder_folders
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from tests.conftest import OTHER_SENTIMENT_MODELS, SENTIMENT_MODELS
from tests.damage import NO_SIZES, change_config, hash_anew

NAME = "sentiment-tiny-lstm"
NO_CALIBRATION = (11, -11, float("nan"), float("inf"), 1e300, 10**400, True, None, [1.0])
NO_MATRICES = ("3", "[]", "[[1, 2]]", "[[1, 2], [3]]", '[["a", "b"], ["c", "d"]]', "null")


def scores_with(confusion: str) -> bytes:
    return f'{{"imdb_test": {{"confusion": {confusion}}}}}'.encode()


def check_refused(folder: Path, *parts: str) -> None:
    with pytest.raises(ModelError) as error:
        SentimentPipeline.load(folder)
    for part in (folder.name, *parts):
        assert part in str(error.value)


def test_stored_weights_are_in_half_precision(models_root: Path) -> None:
    stored = load_file(models_root / NAME / WEIGHTS)
    assert {value.dtype for value in stored.values()} == {torch.float16}
    files = (models_root / NAME / name for name in (WEIGHTS, VOCABULARY))
    assert ModelDirectory.open(models_root / NAME).size == sum(f.stat().st_size for f in files)


def test_saving_again_removes_old_scores_and_keeps_the_card(folder: Path) -> None:
    (folder / METRICS).write_text("{}")
    (folder / "README.md").write_text("A card.")
    save_model(folder, config={"task": "sentiment"}, weights=load_file(folder / WEIGHTS))
    assert not (folder / METRICS).exists()
    assert not (folder / GOLDEN).exists()
    directory = ModelDirectory.open(folder)
    assert directory.metrics() == {}
    assert directory.card() == "A card."


@pytest.mark.parametrize("place", [0, 20, -1])
def test_a_flipped_byte_in_the_weights(folder: Path, place: int) -> None:
    content = bytearray((folder / WEIGHTS).read_bytes())
    content[place] ^= 1
    (folder / WEIGHTS).write_bytes(content)
    check_refused(folder, WEIGHTS)


def test_the_vocabulary_of_another_model(folder: Path) -> None:
    other = folder.parent / "caption-tiny-lstm" / VOCABULARY
    (folder / VOCABULARY).write_bytes(other.read_bytes())
    check_refused(folder, VOCABULARY)


@pytest.mark.parametrize("name", [WEIGHTS, VOCABULARY, CONFIG])
def test_a_missing_file(folder: Path, name: str) -> None:
    (folder / name).unlink()
    check_refused(folder, name)


def test_a_missing_folder(tmp_path: Path) -> None:
    check_refused(tmp_path / "sentiment-gone")


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '"text"', "{}", '{"format": 99}'])
def test_a_config_that_is_none(folder: Path, content: str) -> None:
    (folder / CONFIG).write_text(content)
    check_refused(folder, CONFIG)


def test_a_config_that_is_no_text(folder: Path) -> None:
    (folder / CONFIG).write_bytes(b"\xff\xfe\x00")
    check_refused(folder, CONFIG)


@pytest.mark.parametrize("section", ["sha256", "network", "calibration"])
@pytest.mark.parametrize("value", [None, [], "text"])
def test_a_config_without_a_section(folder: Path, section: str, value: object) -> None:
    change_config(folder, lambda config: config.update({section: value}))
    check_refused(folder, section)


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("network", "cell", "transformer"),
        ("network", "colour", "blue"),
        ("network", "hidden_size", "wide"),
        ("network", "hidden_size", 40_000),
        ("network", "pooling", "median"),
        ("calibration", "offset", "warm"),
        *product(["network"], ["embedding_size", "hidden_size", "layers"], NO_SIZES),
        *product(["calibration"], ["offset", "slope", "confidence_threshold"], NO_CALIBRATION),
    ],
)
def test_a_config_with_a_value_that_no_network_has(
    folder: Path, section: str, key: str, value: object
) -> None:
    change_config(folder, lambda config: config[section].update({key: value}))
    check_refused(folder, CONFIG)


@pytest.mark.parametrize("value", ["poetry", "", None, 7, ["sentiment"], {"sentiment": 1}])
def test_a_config_for_no_known_task(folder: Path, value: object) -> None:
    change_config(folder, lambda config: config.update(task=value))
    check_refused(folder, CONFIG, "task")
    change_config(folder, lambda config: config.pop("task"))
    check_refused(folder, CONFIG, "task")


def test_a_size_counts_the_files_that_are_there(folder: Path) -> None:
    directory = ModelDirectory.open(folder)
    (folder / WEIGHTS).unlink()
    assert directory.size == (folder / VOCABULARY).stat().st_size
    change_config(folder, lambda config: config.update(sha256=["weights"]))
    assert ModelDirectory.open(folder).size == directory.size


@pytest.mark.parametrize("name", [WEIGHTS, VOCABULARY])
def test_a_config_that_does_not_vouch_for_a_file(folder: Path, name: str) -> None:
    change_config(folder, lambda config: config["sha256"].pop(name))
    check_refused(folder, name)


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "{}",
        '"<pad><unk>"',
        "[]",
        '["fig"]',
        '["<pad>", "<unk>", "a", "a"]',
        "[[]]",
        '["<pad>", "<unk>", 7]',
    ],
)
def test_a_file_that_is_no_vocabulary_with_a_matching_hash(folder: Path, content: str) -> None:
    (folder / VOCABULARY).write_text(content)
    hash_anew(folder, VOCABULARY)
    check_refused(folder, VOCABULARY)


def test_a_model_for_another_task(models_root: Path) -> None:
    check_refused(models_root / "caption-tiny-lstm", "captioning")


def test_models_are_listed_by_task(models_root: Path) -> None:
    def names(task: str | None) -> list[str]:
        return [listing.name for listing in list_models(models_root, task)]

    assert names("encoder") == ["encoder-tiny"]
    assert names("captioning") == ["caption-tiny-lstm", "caption-tiny-rnn"]
    assert names("sentiment") == sorted(SENTIMENT_MODELS + OTHER_SENTIMENT_MODELS)
    assert sorted(names(None)) == sorted(p.name for p in models_root.iterdir() if p.is_dir())


def test_a_broken_folder_is_listed_as_broken_and_blanks_no_other(folder: Path) -> None:
    (folder / CONFIG).write_text("{")
    listings = {entry.name: entry for entry in list_models(folder.parent)}
    assert listings[NAME].directory is None
    assert NAME in str(listings[NAME].problem)
    assert listings["sentiment-tiny-rnn"].directory is not None
    assert listings["sentiment-tiny-rnn"].problem is None
    # It tells no task, so a page that wants models for one does not offer it.
    working = [entry.name for entry in list_models(folder.parent, "sentiment")]
    assert NAME not in working
    assert "sentiment-tiny-rnn" in working


def test_a_new_folder_appears_and_other_entries_do_not(folder: Path, tmp_path: Path) -> None:
    root = folder.parent
    before = len(list_models(root, "sentiment"))
    (root / "notes.txt").write_text("no model")
    (root / "empty").mkdir()
    folder.rename(root / "my-own")
    assert "my-own" in [entry.name for entry in list_models(root, "sentiment")]
    assert len(list_models(root, "sentiment")) == before
    assert list_models(tmp_path / "gone") == []


def test_golden_examples_that_are_missing_or_none(folder: Path) -> None:
    strange = ('[{"text": "a"}]', '[{"text": 1, "probabilities": [0.5]}]', '["a"]', "[[]]", "7")
    answers = ("[]", "0.5", '["a"]', "[[0.5]]", "[null]", '{"0": 0.5}')
    other = [f'[{{"text": "Good.", "probabilities": {answer}}}]' for answer in answers]
    for content in ("[]", "{}", "{", *strange, *other):
        (folder / GOLDEN).write_text(content)
        with pytest.raises(ModelError, match=GOLDEN):
            ModelDirectory.open(folder).golden_examples()
    (folder / GOLDEN).unlink()
    with pytest.raises(ModelError, match=GOLDEN):
        ModelDirectory.open(folder).golden_examples()


@pytest.mark.parametrize(
    "content", [b"{", b"[1]", b"null", b"\xff\xfe", *map(scores_with, NO_MATRICES)]
)
def test_scores_that_are_none(folder: Path, content: bytes) -> None:
    (folder / METRICS).write_bytes(content)
    with pytest.raises(ModelError, match=METRICS):
        ModelDirectory.open(folder).metrics()


def test_a_card_may_begin_with_a_table_and_with_a_mark_of_its_encoding(folder: Path) -> None:
    table = "| stage | accuracy % |\n|---|---|\n| one | 92.0 |\n"
    (folder / CARD).write_text(table, encoding="utf-8-sig")
    assert ModelDirectory.open(folder).card() == table


def test_an_encoder_that_is_named_as_a_path_stays_in_the_folder(folder: Path) -> None:
    away = folder.parent.parent / "encoder-away"
    away.mkdir()
    captioner = ModelDirectory.open(folder.parent / "caption-tiny-lstm")
    for name in ("../encoder-away", str(away), "..", ".", ".new-1", "sentiment-tiny-rnn/.."):
        update_config(captioner.path, encoders={name: ""})
        with pytest.raises(ModelError, match="does not lie beside it"):
            encoder_folders(captioner.path)


def test_the_history_lies_in_the_folder(models_root: Path) -> None:
    assert (models_root / NAME / HISTORY).read_text().startswith("epoch,")
