"""The taggers behind their pipeline: answers, traces, and folders that are damaged."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import InputError, ModelError
from pipelines.models.files import GOLDEN, VOCABULARY, WEIGHTS
from pipelines.tasks.tagging.network import TaggingNetwork
from pipelines.tasks.tagging.pipeline import TaggingPipeline
from pipelines.tasks.tagging.results import Choice, TaggingResult
from tests.commands import self_check
from tests.damage import change_config, hash_anew
from tests.tasks.tagging.tiny import CALIBRATION, RUNNING, SMALL_CONFIGS, build_tiny_tagger

TOLERANCE = 1e-5
TEXTS = ("What's on in Oslo?", "Play R&B hits, please!", "zorro", "will it rain " * 20)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("taggers")
    for kind, config in SMALL_CONFIGS.items():
        build_tiny_tagger(folder / kind, config)
    return folder


@pytest.fixture(scope="module", params=SMALL_CONFIGS)
def tagger(request: pytest.FixtureRequest, root: Path) -> TaggingPipeline:
    return TaggingPipeline.load(root / request.param)


@pytest.fixture
def own(root: Path, tmp_path: Path) -> Path:
    """A folder to damage."""
    return Path(shutil.copytree(root / "lstm", tmp_path / "lstm"))


def numbers(result: TaggingResult) -> np.ndarray:
    choices = [*(word.tag for word in result.words), result.intent]
    return np.array([[one.probability, one.runner_up_probability] for one in choices])


def check_same(one: TaggingResult, other: TaggingResult) -> None:
    assert (one.text, one.tags, one.intent.label) == (other.text, other.tags, other.intent.label)
    assert np.abs(numbers(one) - numbers(other)).max() <= TOLERANCE


def check_choice(choice: Choice, sure_from: float) -> None:
    assert choice.label != choice.runner_up
    assert 0 <= choice.runner_up_probability <= choice.probability <= 1
    assert choice.sure == (choice.probability > sure_from)


def test_words_keep_their_spelling_and_place(tagger: TaggingPipeline) -> None:
    (result,) = tagger.predict(["What's on in OSLO, Ola?"])
    spelt = [result.text[word.token.start : word.token.end] for word in result.words]
    assert spelt == ["What", "s", "on", "in", "OSLO", "Ola"]
    assert [word.known for word in result.words] == [True, True, False, True, True, True]


def test_a_trace_ends_with_the_answer(tagger: TaggingPipeline) -> None:
    for text, result in zip(TEXTS, tagger.predict(TEXTS), strict=True):
        trace = tagger.trace(text)
        check_same(trace.result, result)
        assert trace.intents[-1] == trace.result.intent
        best = trace.tag_probabilities.argmax(axis=1)
        assert tuple(trace.tags[tag] for tag in best) == result.tags
        last = trace.intent_probabilities[-1]
        assert trace.intent_names[last.argmax()] == result.intent.label
        assert last.max() == pytest.approx(result.intent.probability)
        # Whatever may not follow has no share of its own, and leaves it to nobody.
        sums = trace.tag_probabilities.sum(axis=1)
        assert np.all((sums > 0) & (sums <= 1 + TOLERANCE))


@pytest.mark.parametrize("kind", RUNNING)
def test_an_answer_while_reading_is_that_to_the_words_so_far(root: Path, kind: str) -> None:
    tagger = TaggingPipeline.load(root / kind)
    text = TEXTS[3][:60]
    trace = tagger.trace(text)
    assert trace.while_reading
    for step, word in enumerate(trace.result.words, 1):
        (so_far,) = tagger.predict([text[: word.token.end]])
        assert so_far.tags == trace.result.tags[:step]
        intent = trace.intents[step - 1]
        assert intent is not None
        assert intent.label == so_far.intent.label
        assert intent.probability == pytest.approx(so_far.intent.probability, abs=TOLERANCE)


@pytest.mark.parametrize("kind", sorted(set(SMALL_CONFIGS) - set(RUNNING)))
def test_one_who_reads_on_has_one_intent(root: Path, kind: str) -> None:
    trace = TaggingPipeline.load(root / kind).trace(TEXTS[0])
    assert not trace.while_reading
    assert set(trace.intents[:-1]) == {None}
    assert np.isnan(trace.intent_probabilities[:-1]).all()


def test_a_trace_lays_open_every_layer(tagger: TaggingPipeline) -> None:
    trace = tagger.trace(TEXTS[0])
    if not isinstance(tagger.network, TaggingNetwork):
        assert trace.layers == ()
        return
    config = tagger.network.config
    assert len(trace.layers) - trace.backward_layers == config.layers
    assert trace.backward_layers == (config.layers if config.bidirectional else 0)
    for layer in trace.layers:
        assert (layer.cell is None) == (config.cell != "lstm")
        assert {values.shape for values in layer.values()} == {(5, config.hidden_size)}


def test_spans_are_joined_words(tagger: TaggingPipeline) -> None:
    filled = [span for result in tagger.predict(TEXTS) for span in result.spans]
    assert filled
    for result in tagger.predict(TEXTS):
        inside = [place for span in result.spans for place in span.words]
        assert inside == [place for place, tag in enumerate(result.tags) if tag != "O"]
        for span in result.spans:
            words = [result.words[place] for place in span.words]
            assert (span.start, span.end) == (words[0].token.start, words[-1].token.end)
            assert span.probability == min(word.tag.probability for word in words)
            assert span.sure == all(word.tag.sure for word in words)


@given(text=st.text(st.characters(), max_size=200), known=st.booleans())
def test_any_text_gets_a_bounded_answer_or_an_input_error(
    tagger: TaggingPipeline, text: str, known: bool
) -> None:
    try:
        (result,) = tagger.predict([text + " oslo" * known])
    except InputError:
        assert not (known and "<" not in text)
        return
    for word in result.words:
        check_choice(word.tag, CALIBRATION["tag_confidence_threshold"])
    check_choice(result.intent, CALIBRATION["intent_confidence_threshold"])


@pytest.mark.parametrize("text", ["", "?!", "a" * 1_001])
def test_what_cannot_be_read(tagger: TaggingPipeline, text: str) -> None:
    for ask in (tagger.trace, lambda given: tagger.predict(["play", given])):
        with pytest.raises(InputError) as error:
            ask(text)
        assert len(str(error.value)) < 200


def test_threads_that_share_a_pipeline_get_the_answers_of_one(tagger: TaggingPipeline) -> None:
    alone = [tagger.trace(text).result for text in TEXTS * 4]
    with ThreadPoolExecutor(4) as threads:
        for one, other in zip(alone, threads.map(tagger.trace, TEXTS * 4), strict=True):
            check_same(one, other.result)


def test_an_intact_folder_passes_its_self_check(tagger: TaggingPipeline, root: Path) -> None:
    assert "3 golden examples agree" in self_check(root / tagger.name)


def nudged(examples: list[dict[str, Any]]) -> None:
    examples[1]["probabilities"][3] += 0.01


def renamed(examples: list[dict[str, Any]]) -> None:
    examples[1]["tags"][3] = "B-other"


def less_sure(examples: list[dict[str, Any]]) -> None:
    examples[0]["intent_probability"] -= 0.01


def shortened(examples: list[dict[str, Any]]) -> None:
    examples[0]["probabilities"].pop()


def without_answers(examples: list[dict[str, Any]]) -> None:
    del examples[1]["intent"]


def without_words(examples: list[dict[str, Any]]) -> None:
    examples[2]["text"] = "…"


@pytest.mark.parametrize(
    "change", [nudged, renamed, less_sure, shortened, without_answers, without_words]
)
def test_a_model_that_answers_otherwise_than_when_saved_fails_its_self_check(
    own: Path, change: Callable[[list[dict[str, Any]]], None]
) -> None:
    examples = json.loads((own / GOLDEN).read_text())
    change(examples)
    (own / GOLDEN).write_text(json.dumps(examples))
    with pytest.raises(ModelError, match="lstm"):
        self_check(own)


@pytest.mark.parametrize("name", [WEIGHTS, VOCABULARY])
def test_a_changed_file_is_noticed(own: Path, name: str) -> None:
    content = bytearray((own / name).read_bytes())
    content[-3] ^= 1
    (own / name).write_bytes(content)
    with pytest.raises(ModelError, match="damaged"):
        TaggingPipeline.load(own)


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "task": lambda config: config.update(task="sentiment"),
    "architecture": lambda config: config.update(architecture="attention"),
    "no labels": lambda config: config.pop("labels"),
    "labels of another kind": lambda config: config["labels"].update(tags=[1, 2]),
    "labels twice": lambda config: config["labels"]["tags"].append("O"),
    "fewer labels": lambda config: config["labels"]["intents"].append("C"),
    "other sizes": lambda config: config["network"].update(hidden_size=8),
    "no sizes": lambda config: config["network"].update(hidden_size=-1),
    "other settings": lambda config: config["network"].update(attention=True),
    "no calibration": lambda config: config["calibration"].pop("tag_temperature"),
    "a temperature of zero": lambda config: config["calibration"].update(tag_temperature=0.0),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_damaged_config_is_named(own: Path, change: Callable[[Any], object]) -> None:
    change_config(own, change)
    with pytest.raises(ModelError, match="lstm"):
        TaggingPipeline.load(own)


def test_a_vocabulary_of_other_letters_does_not_fit(own: Path) -> None:
    entries = json.loads((own / VOCABULARY).read_text())
    (own / VOCABULARY).write_text(json.dumps([*entries[:-1], "łódź"]))
    hash_anew(own, VOCABULARY)
    with pytest.raises(ModelError, match="does not fit"):
        TaggingPipeline.load(own)
