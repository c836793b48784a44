"""Synced many to many over frames on stage."""

from __future__ import annotations

from dashboard.show import Show
from dashboard.shows.gestures.compared import show_disagreements
from dashboard.shows.gestures.own import OWN
from dashboard.shows.gestures.page import compare, open_show, perform, scene
from dashboard.shows.gestures.paths import names
from dashboard.shows.gestures.watching import in_words
from dashboard.views.frames import Measured
from pipelines.messages import N_
from pipelines.tasks.gestures import task

_MEASURED = Measured(task.GESTURES, task.TEST, in_words)
GESTURES = Show(
    task=task.GESTURES,
    title=N_("Gestures"),
    icon=":material/gesture:",
    invitation=N_("A gesture being named"),
    instructive=("gestures-lstm", "gestures-window-mlp", "gestures-frame", "gestures-rnn"),
    claim=N_("{model} is right on {score}% of all frames"),
    perform=perform,
    compare=compare,
    opening=open_show,
    scores=_MEASURED.show_scores,
    trust=_MEASURED.show_trust,
    require_predictions=_MEASURED.require_predictions,
    verdict=_MEASURED.verdict,
    verdicts=_MEASURED.verdicts,
    disagreements=show_disagreements,
    scene=scene,
    names=names,
    own=OWN,
)
