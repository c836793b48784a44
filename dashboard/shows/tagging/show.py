"""Synced many to many on stage."""

from __future__ import annotations

from dashboard.show import Batch, Show
from dashboard.shows.tagging.character import show_character
from dashboard.shows.tagging.compared import (
    require_predictions,
    show_disagreements,
    verdict,
    verdicts,
)
from dashboard.shows.tagging.names import in_words
from dashboard.shows.tagging.page import compare, open_show, perform, scene
from dashboard.shows.tagging.texts import REQUEST
from dashboard.shows.tagging.trust import show_scores, show_trust
from pipelines.messages import N_
from pipelines.tasks.tagging import task

TAGGING = Show(
    task=task.TAGGING,
    title=N_("Tagging"),
    icon=":material/label:",
    invitation=N_("A request being tagged"),
    instructive=("tagging-bilstm", "tagging-lstm", "tagging-window-mlp"),
    claim=N_("{model} finds slots with an F1 of {score} of 100"),
    perform=perform,
    compare=compare,
    opening=open_show,
    scores=show_scores,
    character=show_character,
    trust=show_trust,
    require_predictions=require_predictions,
    verdict=verdict,
    verdicts=verdicts,
    disagreements=show_disagreements,
    scene=scene,
    hears=True,
    batch=Batch(
        certainty=lambda answer: answer["probability"],
        level="intent",
        label="intent",
        put=lambda _model, text: REQUEST.put(text),
        titles={
            "intent": N_("intent"),
            "slots": N_("slots it found"),
            "slots_sure": N_("is sure of slots"),
        },
        in_words=in_words,
    ),
)
