"""The models in the repository: whole, honest about themselves, and small."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from pipelines.models.directory import ModelDirectory
from pipelines.models.files import VOCABULARY
from pipelines.models.listing import list_models
from tests.commands import self_check

ROOT = Path(__file__).parents[2]
MODELS = ROOT / "models"
NAMES = sorted(path.parent.name for path in MODELS.glob("*/config.json"))
SCORED = [name for name in NAMES if not name.startswith("encoder")]
COMPARED = [n for n in SCORED if n.startswith("sentiment-") and n != "sentiment-best"]
NETWORKS = [name for name in SCORED if not name.startswith("baseline")]
GERMAN_HEADINGS = {
    "Intent": "Zweck",
    "Network": "Netz",
    "Network, data and recipe": "Netz, Daten und Training",
    "Data and recipe": "Daten und Training",
    "Recipe": "Herstellung",
    "Scores": "Kennzahlen",
    "Limits": "Grenzen",
}


def numbers(card: str) -> Counter[float]:
    """The numbers of a card, as English marks them, but for those in code."""
    found = re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?(?:e-\d+)?", re.sub(r"`[^`]+`", "", card))
    return Counter(float(one.replace(",", "")) for one in found)


@pytest.mark.parametrize("name", NAMES)
def test_model_passes_its_self_check(name: str) -> None:
    assert "agree" in self_check(MODELS / name)


@pytest.mark.parametrize("name", NAMES)
def test_model_has_a_card(name: str) -> None:
    card = ModelDirectory.open(MODELS / name).card()
    assert {"## Intent", "## Limits"} <= set(card.splitlines())


@pytest.mark.parametrize("name", NAMES)
def test_a_card_says_the_same_in_german(name: str) -> None:
    """The same headings, numbers, code, tables and lists, in the words and marks of German."""
    model = ModelDirectory.open(MODELS / name)
    english, german = model.card("en"), model.card("de")
    assert english.startswith("# ") == german.startswith("# ") == (name in SCORED)
    headings = [re.findall(r"^##+ (.*)$", card, re.MULTILINE) for card in (english, german)]
    assert [GERMAN_HEADINGS[one] for one in headings[0]] == headings[1]
    for kept in (r"`[^`]+`", r"\]\([^)]+\)", r"\*\*|^- |^\d+\. |\|"):
        found = [Counter(re.findall(kept, card, re.MULTILINE)) for card in (english, german)]
        assert found[0] == found[1]
    assert numbers(english) == numbers(german.translate(str.maketrans(",.", ".,")))


@pytest.mark.parametrize("name", SCORED)
def test_command_that_made_a_model_is_recorded(name: str) -> None:
    config = ModelDirectory.open(MODELS / name).config
    assert f"models/{name}" in config["command"]
    assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in config["data"].values())
    if name in NETWORKS:
        assert isinstance(config["training"]["seed"], int)


@pytest.mark.parametrize("name", [n for n in NETWORKS if (MODELS / n / VOCABULARY).exists()])
def test_vocabulary_is_small_enough(name: str) -> None:
    assert len(json.loads((MODELS / name / VOCABULARY).read_text())) <= 28_000


def test_models_are_small_together() -> None:
    assert all(listing.directory for listing in list_models(MODELS))
    size = sum(path.stat().st_size for path in MODELS.rglob("*") if path.is_file())
    assert size < 230_000_000


@pytest.mark.parametrize("name", [name for name in SCORED if name.startswith("caption")])
def test_a_captioner_knows_what_is_familiar_however_it_was_saved(name: str) -> None:
    found = ModelDirectory.open(MODELS / name).metrics()["trust"]
    for preparation in (found, found["varied"]):
        assert preparation["false_alarms"] < 6
        assert preparation["out_of_distribution_noticed"] > 90


@pytest.mark.parametrize("name", ["caption-rnn", "caption-gru", "caption-lstm-stacked"])
def test_compared_captioners_share_width_data_and_effort(name: str) -> None:
    lstm = ModelDirectory.open(MODELS / "caption-lstm").config
    other = ModelDirectory.open(MODELS / name).config
    for section in ("network", "encoders", "training", "data"):
        for field in lstm[section].keys() - {"cell", "layers"}:
            assert other[section][field] == lstm[section][field]


@pytest.mark.parametrize("name", [name for name in COMPARED if name != "sentiment-lstm"])
def test_compared_readers_share_width_data_and_effort(name: str) -> None:
    lstm = ModelDirectory.open(MODELS / "sentiment-lstm").config
    other = ModelDirectory.open(MODELS / name).config
    studied = {"cell", "pooling", "layers", "bidirectional"}
    for field in lstm["network"].keys() - studied:
        assert other["network"].get(field, lstm["network"][field]) == lstm["network"][field]
    for field, value in lstm["training"].items():
        assert other["training"][field] == value
    assert other["data"] == lstm["data"]


@pytest.mark.parametrize("name", ["translation-en-de", "translation-attention"])
def test_compared_translators_share_width_data_and_effort(name: str) -> None:
    first = ModelDirectory.open(MODELS / "translation-de-en").config
    other = ModelDirectory.open(MODELS / name).config
    for section in ("network", "training", "data"):
        for field in first[section].keys() - {"attention"}:
            assert other[section][field] == first[section][field]


@pytest.mark.parametrize("name", ["gestures-lstm-stacked", "gestures-lstm-stacked-3"])
def test_stacked_recognisers_differ_in_layers_alone(name: str) -> None:
    one = ModelDirectory.open(MODELS / "gestures-lstm").config
    deeper = ModelDirectory.open(MODELS / name).config
    assert deeper["network"] == {**one["network"], "layers": deeper["network"]["layers"]}
    assert all(deeper[section] == one[section] for section in ("training", "data"))


def test_readme_states_the_measured_scores() -> None:
    """Under the titles that the tasks give their metrics."""
    stated = {}
    for table in re.findall(r"(?:^\|.+\|\n)+", (ROOT / "README.md").read_text(), re.MULTILINE):
        head, _, *rows = [line.strip("|").split("|") for line in table.splitlines()]
        for name, *cells in rows if head[0].strip() == "model" else ():
            stated[name.strip(" `")] = dict(zip(map(str.strip, head[1:]), cells, strict=True))
    assert stated.keys() == set(SCORED)
    for name, figures in stated.items():
        directory = ModelDirectory.open(MODELS / name)
        by_title = {metric.title: metric for metric in directory.kind.metrics}
        assert directory.kind.metrics[0].title in figures
        for title, figure in figures.items():
            measured = by_title[title].of(directory.metrics())
            assert float(figure) == pytest.approx(measured, abs=0.0501)
