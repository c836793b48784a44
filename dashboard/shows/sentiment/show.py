"""Many to one on stage."""

from __future__ import annotations

from dashboard.show import Batch, Show
from dashboard.shows.sentiment.character import show_character
from dashboard.shows.sentiment.compared import (
    QUESTIONS,
    require_predictions,
    show_disagreements,
    verdict,
    verdicts,
)
from dashboard.shows.sentiment.own import OWN
from dashboard.shows.sentiment.page import compare, open_show, perform, scene
from dashboard.shows.sentiment.texts import REVIEW
from dashboard.shows.sentiment.trust import show_scores, show_trust
from dashboard.shows.sentiment.verdicts import named
from pipelines.messages import N_
from pipelines.tasks.sentiment import task

# What files call the two labels, unless a viewer says otherwise.
LABELS = {
    **dict.fromkeys(("positive", "positiv", "pos", "1", "true", "+"), "positive"),
    **dict.fromkeys(("negative", "negativ", "neg", "0", "-1", "false", "-"), "negative"),
}

SENTIMENT = Show(
    task=task.SENTIMENT,
    title=N_("Sentiment"),
    icon=":material/menu_book:",
    invitation=N_("A review being read"),
    instructive=("sentiment-best", "sentiment-lstm", "sentiment-rnn", "baseline-tfidf"),
    claim=N_("{model} is right on {score} of 100 reviews"),
    perform=perform,
    compare=compare,
    opening=open_show,
    character=show_character,
    scores=show_scores,
    trust=show_trust,
    questions=QUESTIONS,
    require_predictions=require_predictions,
    verdict=verdict,
    verdicts=verdicts,
    disagreements=show_disagreements,
    scene=scene,
    hears=True,
    batch=Batch(
        certainty=lambda answer: abs(answer["probability"] - 0.5),
        level="level",
        label="label",
        labels=LABELS,
        put=lambda _model, text: REVIEW.put(text),
        titles={
            "level": N_("how clear"),
            "opinion": N_("opinion"),
            "probability": N_("probability of “positive”"),
            "tokens": N_("words and marks"),
        },
        in_words=named,
    ),
    own=OWN,
)
