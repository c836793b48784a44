"""Which words an answer hangs on, by three ways, and how far these agree."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.charts.results import effects_by_word
from dashboard.glossary.explaining import explained
from dashboard.language import _, number, told
from dashboard.shows.sentiment import answers
from dashboard.views.figure import show_chart
from pipelines.messages import N_
from pipelines.tasks.sentiment.results import SentimentTrace

_ASKED = "why"  # In the address, too.
_WAYS = (N_("word by word"), N_("left out"), N_("gradients"))
_SHOWN = 15


def show_effects(model: str, trace: SentimentTrace) -> None:
    """What each word gave the answer: a chart, and how far the three ways agree.

    Raises:
        PipelineError: the text cannot be used.
    """
    if not st.toggle(_("Which words it hangs on"), key=_ASKED, bind="query-params"):
        return
    effects = answers.word_effects(model, trace.text, stop=_ASKED)
    running = np.diff(trace.probabilities, prepend=np.nan)
    ways = (running, effects.left_out, effects.gradients)
    table = pd.DataFrame(dict(zip(map(told, _WAYS), ways, strict=True)))
    words = [
        f"{place}. {trace.text[token.start : token.end]}"
        for place, token in enumerate(trace.tokens, start=1)
    ]
    strength = (table.abs() / table.abs().max()).mean(axis=1).to_numpy()
    strongest = np.sort(np.argsort(-strength, kind="stable")[:_SHOWN])
    shown = table.iloc[strongest].set_axis([words[place] for place in strongest])
    show_chart(effects_by_word(shown), _in_words(shown), "words")
    st.markdown(explained(_agreement(table)))
    st.caption(
        explained(
            _(
                "Word by word: what the running answer changed by when the word was read. Left "
                "out: what the answer loses without the word, all others staying. Gradients: "
                "integrated gradients of the logit, from zero word vectors. Bars are drawn to the "
                "strongest of each way."
            )
        )
    )


def _agreement(table: pd.DataFrame) -> str:
    ranks = table.corr("spearman").to_numpy()
    said = []
    for first, second in combinations(range(len(_WAYS)), 2):
        rank = ranks[first, second]
        pair = {"first": table.columns[first], "second": table.columns[second]}
        said.append(
            _("{first} and {second} cannot be compared", **pair)
            if np.isnan(rank)
            else _("{first} and {second} {rank:.2f}", rank=rank, **pair)
        )
    return _("Agreement, as rank correlation: {said}.", said="; ".join(said))


def _in_words(shown: pd.DataFrame) -> str:
    rows = [
        f"{word}: " + ", ".join(number(v, "+.3f") for v in row)
        for word, row in zip(shown.index, shown.to_numpy(), strict=True)
    ]
    return _(
        "What each word gave the answer ({ways}). {rows}",
        ways=", ".join(shown.columns),
        rows="; ".join(rows),
    )
