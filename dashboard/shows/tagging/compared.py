"""Which of two taggers is better, and where they disagree."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.language import _, told
from dashboard.messages import plain
from dashboard.services.folders import Key, asked
from dashboard.shows.tagging.names import in_words
from dashboard.shows.tagging.reading import slot_in_words
from dashboard.shows.tagging.texts import REQUEST
from dashboard.views.disagreements import list_rows, require_measured_on
from dashboard.views.metrics import mcnemar
from dashboard.views.records import title_of_test
from pipelines.data.folder import data_folder
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.measured import described
from pipelines.scoring.verdicts import Comparison, Verdict
from pipelines.tasks.tagging import comparison
from pipelines.tasks.tagging.labels import spans
from pipelines.tasks.tagging.task import TAGGING, TEST

_PARTS = {N_("all tags right"): "tags", N_("intent"): "intents"}


def require_predictions(model: ModelDirectory) -> None:
    """See that a tagger can be compared with others.

    Raises:
        ModelError: it was not scored, or what it answered is damaged.
    """
    _predictions(asked(model.name))


def verdict(first: ModelDirectory, other: ModelDirectory) -> Verdict:
    """The paired bootstrap of two taggers by slot F1.

    Raises:
        ModelError: one of them was not scored, or on other requests.
    """
    return _compared_slots(asked(first.name), asked(other.name))


def verdicts(first: ModelDirectory, other: ModelDirectory) -> list[str]:
    """McNemar's test of two taggers on requests with all tags right, and on intents, a line each.

    Raises:
        ModelError: one of them was not scored, or on other requests.
    """
    title = title_of_test(first.metrics(), TAGGING, TEST)
    lines = []
    for name, part in _PARTS.items():
        found = _compared(asked(first.name), asked(other.name), part)
        asked_of = _("{test}, {part}", test=title, part=told(name))
        lines.append(mcnemar(found, asked_of, told(TAGGING.tests[TEST].kind), first, other))
    return lines


def show_disagreements(first: str, second: str) -> None:
    """The requests of the test part that two taggers answer differently.

    Raises:
        PipelineError: the data or a prediction cannot be used.
    """
    table = _disagreements(first, second)
    st.markdown(
        _(
            "**{first}** and **{second}** answer differently to {number:,} requests. "
            "Choose one to put it on stage.",
            first=plain(first),
            second=plain(second),
            number=len(table),
        )
    )
    columns = {"request": st.column_config.Column(_("request"))}
    alt = _("Requests on which the two models disagree.")
    list_rows(table, columns, f"{first}-{second}", alt, lambda row: REQUEST.put(row["request"]))


def _disagreements(first: str, second: str) -> pd.DataFrame:
    words, there = _requests(str(data_folder(None)))
    require_measured_on(there, first, TEST)
    one, other = (_predictions(asked(name)) for name in (first, second))
    rows = [
        (" ".join(words[row]), _in_words(one, row, words[row]), _in_words(other, row, words[row]))
        for row in range(len(words))
        if (one.tags[row], one.intents[row]) != (other.tags[row], other.intents[row])
    ]
    return pd.DataFrame(rows, columns=["request", first, second])


def _in_words(found: comparison.Predictions, row: int, words: list[str]) -> str:
    filled = (
        slot_in_words(slot, " ".join(words[places.start : places.stop]))
        for slot, places in spans(found.tags[row].split())
    )
    slots = ", ".join(filled) or _("no slot")
    return f"{in_words(found.intents[row])}: {slots}"


@st.cache_data(max_entries=16, show_spinner=False)
def _predictions(key: Key) -> comparison.Predictions:
    return comparison.load_predictions(Path(key[0]))


@st.cache_data(max_entries=64, show_spinner=False)
def _compared(first: Key, second: Key, part: str) -> Comparison:
    return comparison.compare(_predictions(first), _predictions(second), part)


@st.cache_data(max_entries=64, show_spinner=False)
def _compared_slots(first: Key, second: Key) -> Verdict:
    return comparison.compare_slots(_predictions(first), _predictions(second))


@st.cache_data(max_entries=2, show_spinner=False)
def _requests(folder: str) -> tuple[list[list[str]], dict[str, object]]:
    from pipelines.tasks.tagging.data import items, load_requests

    requests = load_requests(Path(folder), "test")
    return requests.words, described(items(requests))
