"""One to many on stage."""

from __future__ import annotations

from dashboard.show import Show
from dashboard.shows.captioning.compared import require_predictions, show_disagreements, verdicts
from dashboard.shows.captioning.page import compare, perform
from dashboard.shows.captioning.trust import show_trust
from pipelines.messages import N_
from pipelines.tasks.captioning import task

CAPTIONING = Show(
    task=task.CAPTIONING,
    title=N_("Captioning"),
    icon=":material/image:",
    invitation=N_("A caption being written"),
    perform=perform,
    compare=compare,
    trust=show_trust,
    require_predictions=require_predictions,
    verdicts=verdicts,
    disagreements=show_disagreements,
)
