"""The translators behind their pipeline: answers, traces, and folders that are damaged."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.errors import InputError, ModelError
from pipelines.generation.strategies import Beam, Greedy, Sample, Strategy
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import GOLDEN, SOURCE_VOCABULARY, VOCABULARY, WEIGHTS
from pipelines.tasks.translation.pipeline import TranslationPipeline
from pipelines.tasks.translation.reading import cut, wished
from tests.commands import self_check
from tests.damage import change_config, hash_anew
from tests.tasks.translation.tiny import PAIRS, SMALL_CONFIGS, build_tiny_translator

GERMAN = [pair[1] for pair in PAIRS]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("translators")
    for kind in SMALL_CONFIGS:
        build_tiny_translator(folder / kind, kind)
    return folder


@pytest.fixture(scope="module", params=SMALL_CONFIGS)
def translator(request: pytest.FixtureRequest, root: Path) -> TranslationPipeline:
    return TranslationPipeline.load(root / request.param)


@pytest.fixture
def own(root: Path, tmp_path: Path) -> Path:
    """A folder to damage."""
    return Path(shutil.copytree(root / "lstm", tmp_path / "lstm"))


def test_what_was_learnt_by_heart_is_said(translator: TranslationPipeline) -> None:
    said = [translator.translate(text).sentence for text in GERMAN]
    assert sum(one == other for one, (other, _) in zip(said, PAIRS, strict=True)) >= 3


@pytest.mark.parametrize("strategy", [None, Greedy(), Beam(2, 1.0), Sample(seed=3)])
def test_a_translation_ends_as_its_decoding_does(
    translator: TranslationPipeline, strategy: Strategy | None
) -> None:
    found = translator.translate(GERMAN[0], strategy)
    *_, last = translator.decode(GERMAN[0], strategy)
    assert found.hypothesis == last.best == found.steps[-1].best
    assert found.free is None


def test_a_translation_lays_open_what_was_read(translator: TranslationPipeline) -> None:
    text = "  Zwei HUNDE lesen, ein Zebra."
    found = translator.translate(text)
    config = translator.network.config
    spelt = [text[word.token.start : word.token.end] for word in found.source]
    assert spelt == ["Zwei", "HUNDE", "lesen", ",", "ein", "Zebra", "."]
    assert found.source[1].token.text == "hunde"
    assert found.unknown == ("lesen", ",", "Zebra")
    assert found.warning is not None
    assert "“lesen”" in str(found.warning)
    assert len(found.encoder) == config.layers
    for layer in found.encoder:
        assert (layer.cell is None) == (config.cell != "lstm")
        assert {values.shape for values in layer.values()} == {(7, config.hidden_size)}
    start = found.steps[0].branches[0].layers
    for handed, first in zip(found.handed_over, start, strict=True):
        assert handed.hidden.shape == first.hidden.shape


def test_attention_has_a_row_a_word(translator: TranslationPipeline) -> None:
    for strategy in (None, Beam(2, 0.5), Greedy(wished("A man runs", "", translator.vocabulary))):
        found = translator.translate(GERMAN[1], strategy)
        if not translator.network.config.attention:
            assert found.attention is None
            continue
        assert found.attention is not None
        rows = len(found.hypothesis.words) + found.hypothesis.ended
        assert found.attention.shape == (rows, len(found.source))
        assert np.allclose(found.attention.sum(axis=1), 1, atol=1e-5)


def test_a_known_sentence_needs_no_warning(translator: TranslationPipeline) -> None:
    assert translator.translate(GERMAN[0]).warning is None


def test_wishes_are_met_and_have_a_price(translator: TranslationPipeline) -> None:
    constraints = wished("a woman", "dogs", translator.vocabulary)
    found = translator.translate(GERMAN[0], Beam(3, 0.7, 0, constraints))
    assert found.sentence.startswith("A woman ")
    assert "dogs" not in found.hypothesis.words
    assert found.free == translator.translate(GERMAN[0], Beam(3, 0.7)).hypothesis
    assert found.price > 0
    with pytest.raises(InputError, match="does not know “zebra”"):
        translator.translate(GERMAN[0], Greedy(wished("zebra", "", translator.vocabulary)))


@settings(max_examples=30)
@given(text=st.text(max_size=40))
def test_any_text_is_translated_or_refused(translator: TranslationPipeline, text: str) -> None:
    if not any(any(map(str.isalnum, token.text)) for token in cut(text)):
        with pytest.raises(InputError, match="no word"):
            translator.translate(text, Greedy())
        return
    found = translator.translate(text, Greedy())
    assert found.hypothesis.words
    assert found.original == text


def test_threads_that_share_a_pipeline_get_the_answers_of_one(root: Path) -> None:
    translator = TranslationPipeline.load(root / "attention")
    alone = [translator.translate(text).hypothesis for text in GERMAN]
    with ThreadPoolExecutor(4) as threads:
        together = [one.hypothesis for one in threads.map(translator.translate, GERMAN)]
    assert together == alone


def test_an_intact_folder_passes_its_self_check(root: Path) -> None:
    assert "2 golden examples agree" in self_check(root / "lstm")


def otherwise(examples: list[dict[str, Any]]) -> None:
    examples[1]["translation"] += "!"


def nudged(examples: list[dict[str, Any]]) -> None:
    examples[0]["log_probability"] -= 0.1


def without_words(examples: list[dict[str, Any]]) -> None:
    examples[0]["text"] = "…"


@pytest.mark.parametrize("change", [otherwise, nudged, without_words])
def test_a_model_that_answers_otherwise_than_when_saved_fails_its_self_check(
    own: Path, change: Callable[[list[dict[str, Any]]], None]
) -> None:
    examples = json.loads((own / GOLDEN).read_text())
    change(examples)
    (own / GOLDEN).write_text(json.dumps(examples))
    with pytest.raises(ModelError, match="lstm"):
        self_check(own)


def test_a_model_that_says_the_same_of_all_fails_its_self_check(own: Path) -> None:
    examples = json.loads((own / GOLDEN).read_text())
    (own / GOLDEN).write_text(json.dumps([examples[0], examples[0]]))
    with pytest.raises(ModelError, match="of every sentence"):
        self_check(own)


@pytest.mark.parametrize("name", [WEIGHTS, VOCABULARY, SOURCE_VOCABULARY])
def test_a_changed_file_is_noticed(own: Path, name: str) -> None:
    content = bytearray((own / name).read_bytes())
    content[-3] ^= 1
    (own / name).write_bytes(content)
    with pytest.raises(ModelError, match="damaged"):
        TranslationPipeline.load(own)


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "task": lambda config: config.update(task="tagging"),
    "language": lambda config: config.update(source="fr"),
    "no language": lambda config: config.pop("source"),
    "no network": lambda config: config.pop("network"),
    "cell": lambda config: config["network"].update(cell="qrnn"),
    "attention": lambda config: config["network"].update(attention=True),
    "attention of another kind": lambda config: config["network"].update(attention="yes"),
    "size": lambda config: config["network"].update(hidden_size=33),
    "no beam": lambda config: config.pop("decoding"),
    "width": lambda config: config["decoding"].update(width=0),
    "length": lambda config: config["decoding"].update(max_words=10**9),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_description_is_refused(
    own: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    change_config(own, change)
    with pytest.raises(ModelError):
        TranslationPipeline.load(own)


@pytest.mark.parametrize("name", [VOCABULARY, SOURCE_VOCABULARY])
@pytest.mark.parametrize("words", [["a"], [1, 2], ["<pad>", "<unk>", "a", "a"], ["<pad>", "<unk>"]])
def test_words_that_cannot_be(own: Path, name: str, words: list[object]) -> None:
    (own / name).write_text(json.dumps(words))
    hash_anew(own, name)
    with pytest.raises(ModelError):
        TranslationPipeline.load(own)


def test_the_size_of_a_folder_counts_both_vocabularies(own: Path) -> None:
    names = (WEIGHTS, VOCABULARY, SOURCE_VOCABULARY)
    assert ModelDirectory.open(own).size == sum((own / name).stat().st_size for name in names)
