"""A tagger in three plain sentences: what it is good at, bad at, and a typical failure."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from dashboard.glossary.explaining import explained
from dashboard.language import _
from dashboard.messages import plain
from dashboard.report.gathering import gather_said
from dashboard.show import Scores
from dashboard.shows.tagging import answers
from dashboard.shows.tagging.names import in_words
from dashboard.shows.tagging.reading import slot_in_words
from dashboard.shows.tagging.texts import HARD, REQUEST
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.tagging.task import TEST

_NAMED = 3  # Slots that it finds best.
_ENOUGH = 10  # Of a rarer slot, one request more or less would change the sentence.


def show_character(model: ModelDirectory, metrics: Scores) -> None:
    """The sentences, from what was measured; the failure is one of today, and can be played.

    Raises:
        PipelineError: the model is damaged.
    """
    if TEST not in metrics:
        return
    scores = metrics[TEST]
    often = {slot: row["f1"] for slot, row in scores["by_slot"].items() if row["count"] >= _ENOUGH}
    if not often:
        return
    best = sorted(often, key=lambda slot: -often[slot])
    good = _(
        "**Good at**: of {n} of 100 requests it knows what is asked for; the slots that it finds "
        "best are {named}.",
        n=round(scores["intent_accuracy"]),
        named=plain(", ".join(map(in_words, best[:_NAMED]))),
    )
    bad = _(
        "**Bad at**: {worst}, with an F1 of {f1:.0f} of 100; {n} of 100 requests have a wrong tag "
        "somewhere.",
        worst=plain(in_words(best[-1])),
        f1=often[best[-1]],
        n=round(100 - scores["sentence_accuracy"]),
    )
    gather_said("character", [good, bad])
    st.markdown(explained(f"{good}  \n{bad}"))
    _show_failure(model.name)


def _show_failure(model: str) -> None:
    """The first of the hard requests on which it fails."""
    for text, phrase, slot in HARD:
        result = answers.trace(model, text).result
        found = {text[span.start : span.end].lower(): span.slot for span in result.spans}
        if found.get(phrase) == slot:
            continue
        inside = (slot_in_words(kind, words) for words, kind in found.items())
        said, play = st.columns([5, 1], vertical_alignment="center")
        said.markdown(
            _(
                "**A typical failure**: in “{request}”, “{phrase}” is meant as {slot}. It finds: "
                "{found}.",
                request=plain(text),
                phrase=plain(phrase),
                slot=plain(in_words(slot)),
                found=plain("; ".join(inside)) or _("no slot is filled"),
            )
        )
        address = urlencode({REQUEST.name: text, "tagging-model": model})
        play.link_button(_("Play it"), f"tagging?{address}", width="stretch")
        return
