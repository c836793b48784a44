"""Texts that are kept back: balanced, in two halves, and read by no training."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import cast, get_args

import pytest

from pipelines.data.folder import VARIABLE, read_split
from pipelines.tasks.sentiment import evaluate
from pipelines.tasks.sentiment.behaviour import load_cases
from pipelines.tasks.sentiment.kept_back import Part, load_kept_back, load_neutral
from pipelines.tasks.sentiment.labelled import LabelledTexts
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.sources import DATASETS

PARTS: tuple[Part, ...] = get_args(Part)
# Phrases of the treebank, too. They stay, as failure rates were published with them.
# What is learnt from leaves them out.
ANYBODYS = {"A funny film.", "It is a great film.", "A man is asleep on a park bench."}
LONG = 30  # Characters without blanks; what is shorter, somebody may well have written too.


def kept_back() -> list[str]:
    opinions = [texts for part in PARTS for texts, _ in load_kept_back(part).values()]
    return [text for texts in (*opinions, *map(load_neutral, PARTS)) for text in texts]


def behaviour_texts() -> set[str]:
    return {text for case in load_cases() for text in (case.text, case.variant) if text}


def squeezed(text: str) -> str:
    """The same for whoever sets blanks and capitals otherwise, as the treebank does."""
    return "".join(text.casefold().split())


@pytest.mark.parametrize("kind", ["sentences", "shouts"])
def test_halves_are_alike(kind: str) -> None:
    halves = [load_kept_back(part)[kind] for part in PARTS]
    for texts, labels in halves:
        assert len(texts) == len(labels) >= 100
        assert labels.count(0) == labels.count(1)
    assert len({len(labels) for _, labels in halves}) == 1


def test_most_texts_without_opinion_are_for_the_test() -> None:
    assert {part: len(load_neutral(part)) for part in PARTS} == {"validation": 250, "test": 500}


def test_no_text_is_kept_back_twice_or_stands_in_a_behaviour_test() -> None:
    counts = Counter(map(squeezed, kept_back()))
    assert max(counts.values()) == 1
    assert not counts.keys() & set(map(squeezed, behaviour_texts()))


@pytest.mark.skipif(not os.environ.get(VARIABLE), reason="no data folder is named")
def test_no_text_can_be_learnt_by_heart() -> None:
    folder = Path(os.environ[VARIABLE])
    ours = {squeezed(text) for text in {*kept_back(), *behaviour_texts()} - ANYBODYS}
    others = (squeezed(text) for text in kept_back() if text not in ANYBODYS)
    long = [text for text in others if len(text) >= LONG]
    for dataset in DATASETS:
        for split in dataset.splits:
            column = "text" if "text" in dataset.columns else "en"
            texts = cast(list[str], read_split(folder, dataset, split, (column,))[column])
            rows = [squeezed(text) for text in texts]
            joined = "\n".join(rows)
            assert not ours.intersection(rows)
            assert not [text for text in long if text in joined]


def test_a_text_that_is_refused_is_no_right_answer(
    sentiment: SentimentPipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    opinions = {
        "sentences": LabelledTexts(["A good film."] * 2, [0, 1]),
        "shouts": LabelledTexts(["Xyzzy."] * 2, [0, 1]),
    }
    monkeypatch.setattr(evaluate, "load_kept_back", lambda _: opinions)
    monkeypatch.setattr(evaluate, "load_neutral", lambda _: ["Xyzzy."])
    scores = evaluate.score_kept_back(sentiment, "test")
    assert scores["sentences"]["accuracy"] == 50
    assert scores["shouts"]["accuracy"] == scores["shouts"]["accuracy_interval"][0] == 0
    assert scores["neutral"] == {"sure": 0, "texts": 1}
    assert scores["refused"] == 3
