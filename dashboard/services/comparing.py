"""Which of two models is better, and where they disagree."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.services.folders import Key, asked
from pipelines.data.folder import data_folder
from pipelines.errors import ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.measured import described, measured_on
from pipelines.tasks.captioning import comparison as of_captioners
from pipelines.tasks.captioning.samples import photo_name
from pipelines.tasks.sentiment import comparison as of_readers
from pipelines.tasks.sentiment.labelled import load_tests


def require_predictions(model: ModelDirectory, parts: Sequence[str]) -> None:
    """See that a model can be compared with others.

    Args:
        model: for sentiment or captioning.
        parts: test sets, or strategies of captioners.

    Raises:
        ModelError: it was not scored on one of them, or what it answered is damaged.
    """
    for part in parts:
        load = _texts if model.task == "sentiment" else _captions
        load(asked(model.name), part)


def has_predictions(model: ModelDirectory, parts: Sequence[str]) -> bool:
    """Whether ``require_predictions`` would find them all."""
    try:
        require_predictions(model, parts)
    except ModelError:
        return False
    return True


def comparison(first: str, second: str, test: str) -> of_readers.Comparison:
    """McNemar's test of two models on a test set.

    Raises:
        ModelError: one of them was not scored on it.
    """
    return _compared(asked(first), asked(second), test)


def caption_comparison(first: str, second: str) -> dict[str, of_captioners.Difference]:
    """The paired bootstrap of two captioners, each by its own beam, for each score.

    Raises:
        ModelError: one of them was not scored, or on other photos.
    """
    return _captions_compared(asked(first), asked(second))


def disagreements(first: str, second: str, test: str) -> pd.DataFrame:
    """The texts of a test set to which two models give different answers.

    Returns:
        Columns ``text``, ``meant`` (1 for positive) and each model's probability of a positive
        text by its name; the furthest apart first.

    Raises:
        DataError: the test set is not at hand.
        ModelError: one of them was not scored on it, or on other texts.
    """
    texts, there = _test_texts(str(data_folder(None)), test)
    record = ModelDirectory.open(Path(asked(first)[0])).metrics()
    if measured_on(record, "sentiment").get(test) != there:
        raise ModelError(
            f"{first} was measured on other texts than the data folder holds, so where it "
            "disagrees cannot be listed. Name the folder of its test."
        )
    (one, labels), (other, _) = (_texts(asked(name), test) for name in (first, second))
    if not len(one) == len(other) == len(texts):
        raise ModelError(
            f"{first} was scored on {len(one):,} texts, {second} on {len(other):,}; the data "
            f"folder has {len(texts):,}. Score both again."
        )
    rows = of_readers.disagreements(one, other)
    return pd.DataFrame(
        {
            "text": [texts[row] for row in rows],
            "meant": labels[rows],
            first: one[rows],
            second: other[rows],
        }
    )


def caption_disagreements(first: str, second: str) -> pd.DataFrame:
    """What two captioners wrote under the test photos, each by its own beam, where it differs.

    Returns:
        Columns ``photo`` (its name), each model's caption by its name, and how much better the
        first one is in CIDEr-D, ``lead``, times 100; the furthest apart first.

    Raises:
        ModelError: one of them was not scored, or on other photos.
    """
    one, other = (_captions(asked(name), "beam") for name in (first, second))
    of_captioners.require_same_photos(one.scores, other.scores)
    table = pd.DataFrame(
        {
            "photo": [photo_name(number) for number in range(1, len(one.captions) + 1)],
            first: one.captions,
            second: other.captions,
            "lead": 100 * (one.scores.cider - other.scores.cider),
        }
    )
    differing = table[table[first] != table[second]]
    return differing.sort_values("lead", key=abs, ascending=False, kind="stable")


@st.cache_data(max_entries=64, show_spinner=False)
def _texts(key: Key, test: str) -> tuple[np.ndarray, np.ndarray]:
    return of_readers.load_predictions(Path(key[0]), test)


@st.cache_data(max_entries=16, show_spinner=False)
def _captions(key: Key, strategy: str) -> of_captioners.Predictions:
    return of_captioners.load_predictions(Path(key[0]), strategy)


@st.cache_data(max_entries=64, show_spinner=False)
def _compared(first: Key, second: Key, test: str) -> of_readers.Comparison:
    one, other = (_texts(key, test) for key in (first, second))
    if not np.array_equal(one[1], other[1]):
        names = " and ".join(Path(path).name for path, _ in (first, second))
        raise ModelError(f"{names} were scored on different texts. Score both again.")
    return of_readers.compare(one[0], other[0], one[1])


@st.cache_data(max_entries=64, show_spinner=False)
def _captions_compared(first: Key, second: Key) -> dict[str, of_captioners.Difference]:
    one, other = (_captions(key, "beam") for key in (first, second))
    return of_captioners.compare(one.scores, other.scores)


@st.cache_data(max_entries=2, show_spinner=False)
def _test_texts(folder: str, test: str) -> tuple[list[str], dict[str, object]]:
    labelled = load_tests(Path(folder))[test]
    return labelled.texts, described(zip(*labelled, strict=True))
