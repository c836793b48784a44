"""Which of two taggers is better, and where they disagree."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.messages import plain
from dashboard.services.folders import Key, asked
from dashboard.shows.tagging.reading import in_words
from dashboard.shows.tagging.texts import put_request
from dashboard.views.disagreements import choose_row
from pipelines.data.folder import data_folder
from pipelines.errors import ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.measured import title_of
from pipelines.scoring.verdicts import Comparison
from pipelines.tasks.tagging import comparison
from pipelines.tasks.tagging.task import TAGGING, TEST

_PARTS = {"all tags right": "tags", "intent": "intents"}


def require_predictions(model: ModelDirectory) -> None:
    """See that a tagger can be compared with others.

    Raises:
        ModelError: it was not scored, or what it answered is damaged.
    """
    _predictions(asked(model.name))


def verdicts(first: ModelDirectory, other: ModelDirectory) -> list[str]:
    """McNemar's test of two taggers on requests with all tags right, and on intents, a line each.

    Raises:
        ModelError: one of them was not scored, or on other requests.
    """
    title = title_of(first.metrics(), TAGGING, TEST)
    lines = []
    for name, part in _PARTS.items():
        found = _compared(asked(first.name), asked(other.name), part)
        lines.append(
            f"{title}, {name}: **{plain(first.name)}** beside **{plain(other.name)}**: "
            f"{found.verdict} (it alone is right on {found.only_first:,} requests, the other alone "
            f"on {found.only_second:,}; McNemar's test, p = {found.p_value:.2g})"
        )
    return lines


def show_disagreements(first: str, second: str) -> None:
    """The requests of the test part that two taggers answer differently.

    Raises:
        PipelineError: the data or a prediction cannot be used.
    """
    table = _disagreements(first, second)
    st.markdown(
        f"**{plain(first)}** and **{plain(second)}** answer differently to {len(table):,} "
        "requests. Choose one to put it on stage."
    )
    row = choose_row(table, {}, f"{first}-{second}", "Requests")
    if row is not None:
        st.markdown(plain(str(row["request"])))
        st.button("Put it on stage", on_click=put_request, args=(row["request"],))


def _disagreements(first: str, second: str) -> pd.DataFrame:
    texts = _requests(str(data_folder(None)))
    one, other = (_predictions(asked(name)) for name in (first, second))
    if not len(one.tags) == len(other.tags) == len(texts):
        raise ModelError(
            f"{first} was scored on {len(one.tags):,} requests, {second} on {len(other.tags):,}; "
            f"the data folder has {len(texts):,}. Score both again."
        )
    said = [[_in_words(found, row) for row in range(len(texts))] for found in (one, other)]
    table = pd.DataFrame({"request": texts, first: said[0], second: said[1]})
    return table[table[first] != table[second]]


def _in_words(found: comparison.Predictions, row: int) -> str:
    slots = [in_words(tag[2:]) for tag in found.tags[row].split() if tag.startswith("B-")]
    return f"{in_words(found.intents[row])}: {', '.join(slots) or 'no slot'}"


@st.cache_data(max_entries=16, show_spinner=False)
def _predictions(key: Key) -> comparison.Predictions:
    return comparison.load_predictions(Path(key[0]))


@st.cache_data(max_entries=64, show_spinner=False)
def _compared(first: Key, second: Key, part: str) -> Comparison:
    return comparison.compare(_predictions(first), _predictions(second), part)


@st.cache_data(max_entries=2, show_spinner=False)
def _requests(folder: str) -> list[str]:
    from pipelines.tasks.tagging.data import load_requests

    return [" ".join(words) for words in load_requests(Path(folder), "test").words]
