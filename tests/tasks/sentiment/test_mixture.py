"""What an epoch of a training is drawn from."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import get_args

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.tasks.sentiment import mixture
from pipelines.tasks.sentiment.behaviour import load_cases
from pipelines.tasks.sentiment.data import NO_OPINION, Kind, Texts, load_validation_texts
from pipelines.tasks.sentiment.kept_back import load_kept_back, load_neutral
from pipelines.tasks.sentiment.mixture import load_more_texts, load_pools
from pipelines.tasks.sentiment.training import SentimentTraining
from pipelines.text import words

KINDS: tuple[Kind, ...] = get_args(Kind)


@pytest.fixture
def data(tiny_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Tiny data of every kind, some of which are what models are tested on."""
    monkeypatch.setattr(mixture, "COMPOSED", 300)
    folder = Path(shutil.copytree(tiny_data, tmp_path / "data"))
    sst = pq.read_table(folder / "sst/test.parquet")["text"].to_pylist()
    tested = [load_cases()[0].text, load_kept_back("test")["shouts"].texts[0], sst[0]]
    texts = {
        "opinions": [*tested, "easy to use", "broke after a week"],
        "counterfactual": [*tested, "a dull film after all", "a fine film after all"],
    }
    for name, found in texts.items():
        (folder / name).mkdir()
        labels = [number % 2 for number in range(len(found))]
        pq.write_table(pa.table({"text": found, "label": labels}), folder / name / "train.parquet")
    (folder / "multi30k").mkdir()
    captions = [load_neutral("test")[0], "a man in a hat", "two dogs run"]
    pq.write_table(pa.table({"en": captions, "de": captions}), folder / "multi30k/train.parquet")
    return folder


def keys(texts: Texts) -> set[str]:
    return {" ".join(tokens) for tokens in texts.tokens}


def test_nothing_that_models_are_tested_on_is_learnt_from(data: Path) -> None:
    training = SentimentTraining(more=dict.fromkeys(KINDS, 10), misspelt=1.0)
    pools = load_pools(data, training, {})
    learnt = set().union(*(keys(pool.texts) for pool in pools))
    tested = [text for case in load_cases() for text in (case.text, case.variant) if text]
    for part in ("validation", "test"):
        tested += load_neutral(part)
        tested += [text for found in load_kept_back(part).values() for text in found.texts]
        tested += pq.read_table(data / f"sst/{part}.parquet")["text"].to_pylist()
    assert not learnt & {" ".join(words(text)) for text in tested}
    assert {"a fine film after all", "a dull film after all"} <= learnt


def test_what_people_turned_of_a_validation_review_is_not_learnt_from(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = load_validation_texts(data)["reviews"].texts[0]
    turned = [f"Honestly, {review} And I hated it.", "a fine film after all"]
    table = pa.table({"text": turned, "label": [0, 1]})
    pq.write_table(table, data / "counterfactual/train.parquet")
    monkeypatch.setattr(mixture, "TWIN_GRAMS", 3)
    (kept,) = load_more_texts(data, "counterfactual").tokens
    assert kept == words("a fine film after all")


def test_every_epoch_draws_as_many_as_it_was_told(data: Path) -> None:
    more: dict[Kind, int] = {"opinions": 7, "captions": 3}
    training = SentimentTraining(reviews=9, more=more, phrases_per_label=5)
    reviews, sentences, *others = load_pools(data, training, {})
    assert reviews.drawn == 9
    assert sentences.drawn is None
    assert sorted(pool.drawn or 0 for pool in others)[-1] == 7
    assert [pool.drawn for pool in others if NO_OPINION in pool.texts.targets] == [3]


def test_a_share_of_the_short_texts_is_misspelt(data: Path) -> None:
    def composed(misspelt: float) -> Texts:
        training = SentimentTraining(more={"composed": 10}, misspelt=misspelt)
        return load_pools(data, training, {})[-1].texts

    clean, typed = composed(0.0), composed(1.0)
    assert clean.targets == typed.targets
    changed = [a != b for a, b in zip(clean.tokens, typed.tokens, strict=True)]
    assert 0.2 < sum(changed) / len(changed) < 0.8  # Even in a hurry, much is spelt right.
