"""A sentiment model in three plain sentences: what it is good at, bad at, and a typical failure."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from dashboard.glossary.explaining import explained
from dashboard.language import _, told
from dashboard.messages import plain
from dashboard.report.gathering import gather_said
from dashboard.show import Scores
from dashboard.shows.sentiment import answers
from dashboard.shows.sentiment.texts import REVIEW
from dashboard.shows.sentiment.verdicts import in_colour
from pipelines.models.directory import ModelDirectory

_NAMED = 3  # Kinds of texts that it never fails.


def show_character(model: ModelDirectory, metrics: Scores) -> None:
    """The sentences, from what was measured; the failure is one of today, and can be played.

    Raises:
        PipelineError: the model is damaged.
    """
    rates, hard = metrics.get("behaviour"), metrics.get("kept_back")
    if not (rates and hard and "imdb_test" in metrics):
        return
    flawless = [kind for kind, rate in rates.items() if not rate["failed"]]
    named = sorted(flawless, key=lambda kind: -rates[kind]["cases"])[:_NAMED]
    good = _(
        "**Good at**: {right:.0f} of 100 film reviews are read rightly, and in {n} of {kinds} "
        "kinds of texts no case fails ({named}).",
        right=metrics["imdb_test"]["accuracy"],
        n=len(flawless),
        kinds=len(rates),
        named=plain(", ".join(map(told, named)) or "–"),
    )
    worst = max(rates, key=lambda kind: rates[kind]["failed"])
    bad = _(
        "**Bad at**: {worst}, where {failed:.0f} of 100 cases fail; of hard sentences that were "
        "kept back, {right:.0f} of 100 are read rightly.",
        worst=plain(told(worst)),
        failed=rates[worst]["failed"],
        right=hard["sentences"]["accuracy"],
    )
    gather_said("character", [good, bad])
    st.markdown(explained(f"{good}  \n{bad}"))
    _show_failure(model.name, worst)


def _show_failure(model: str, kind: str) -> None:
    failure = answers.typical_failure(model, kind)
    if failure is None:
        return
    said, play = st.columns([5, 1], vertical_alignment="center")
    said.markdown(
        _(
            "**A typical failure**: “{case}” is meant {meant}. It answers: {answer}.",
            case=plain(failure.case.text),
            meant=told(failure.case.expect),
            answer=in_colour(failure.result),
        )
    )
    address = urlencode({REVIEW.name: failure.case.text, "sentiment-model": model})
    play.link_button(_("Play it"), f"sentiment?{address}", width="stretch")
