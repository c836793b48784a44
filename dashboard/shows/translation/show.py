"""Many to many on stage."""

from __future__ import annotations

from dashboard.show import Batch, Show, per_word
from dashboard.shows.translation.compared import (
    by_length,
    require_predictions,
    show_disagreements,
    verdict,
    verdicts,
)
from dashboard.shows.translation.page import compare, open_show, perform, retell, scene
from dashboard.shows.translation.texts import SENTENCES, language_read
from dashboard.shows.translation.trust import show_trust
from pipelines.messages import N_
from pipelines.tasks.translation import task

TRANSLATION = Show(
    task=task.TRANSLATION,
    title=N_("Translation"),
    icon=":material/translate:",
    invitation=N_("A sentence being translated"),
    instructive=("translation-de-en", "translation-attention"),
    claim=N_("{model} writes what people wrote with a BLEU of {score} of 100"),
    perform=perform,
    compare=compare,
    opening=open_show,
    trust=show_trust,
    require_predictions=require_predictions,
    verdict=verdict,
    verdicts=verdicts,
    disagreements=show_disagreements,
    retell=retell,
    questions={N_("What do long sentences cost?"): by_length},
    scene=scene,
    hears=True,
    batch=Batch(
        certainty=lambda answer: per_word(answer["log_probability"], answer["translation"]),
        put=lambda model, text: SENTENCES[language_read(model)].put(text),
        titles={"translation": N_("translation")},
    ),
)
