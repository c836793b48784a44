"""One to many on stage."""

from __future__ import annotations

from dashboard.language import told
from dashboard.show import Batch, Show, per_word
from dashboard.shows.captioning.character import show_character
from dashboard.shows.captioning.compared import (
    require_predictions,
    show_disagreements,
    verdict,
    verdicts,
)
from dashboard.shows.captioning.page import compare, names, open_show, perform, scene, tell
from dashboard.shows.captioning.pictures import put_upload
from dashboard.shows.captioning.trust import show_trust
from pipelines.messages import N_
from pipelines.tasks.captioning import task
from pipelines.tasks.captioning.trust import borrowed_floor

CAPTIONING = Show(
    task=task.CAPTIONING,
    title=N_("Captioning"),
    icon=":material/image:",
    invitation=N_("A caption being written"),
    instructive=("caption-best", "caption-rnn"),
    claim=N_("{model} scores {score} points for saying what people say, by CIDEr-D"),
    perform=perform,
    compare=compare,
    opening=open_show,
    character=show_character,
    trust=show_trust,
    require_predictions=require_predictions,
    verdict=verdict,
    verdicts=verdicts,
    disagreements=show_disagreements,
    tell=tell,
    scene=scene,
    names=names,
    batch=Batch(
        certainty=lambda answer: per_word(answer["log_probability"], answer["caption"]),
        level="confidence",
        put_photo=put_upload,
        in_words=told,
        caveat=lambda model: borrowed_floor(model.section("trust")),
        titles={
            "caption": N_("caption"),
            "confidence": N_("trust"),
            "likelihood": N_("likelihood"),
            "familiar": N_("is familiar"),
        },
    ),
)
