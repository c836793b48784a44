"""Synced many to many on stage: a forecast after each value."""

from __future__ import annotations

from dashboard.show import Show
from dashboard.shows.series.compared import (
    by_horizon,
    require_predictions,
    show_disagreements,
    verdict,
    verdicts,
)
from dashboard.shows.series.courses import BY_TITLE
from dashboard.shows.series.own import OWN
from dashboard.shows.series.page import compare, open_show, perform, scene
from dashboard.shows.series.trust import show_scores, show_trust
from pipelines.messages import N_
from pipelines.tasks.series import task

SERIES = Show(
    task=task.SERIES,
    title=N_("Series"),
    icon=":material/show_chart:",
    invitation=N_("A curve being forecast"),
    instructive=("series-lstm", "series-rnn", "series-window-mlp", "series-window-mlp-long"),
    claim=N_("{model} comes {score} % nearer than “all stays as it is”"),
    perform=perform,
    compare=compare,
    opening=open_show,
    scores=show_scores,
    trust=show_trust,
    require_predictions=require_predictions,
    verdict=verdict,
    verdicts=verdicts,
    disagreements=show_disagreements,
    scene=scene,
    names=lambda: list(BY_TITLE),
    own=OWN,
    questions={N_("How fast do forecasts get worse?"): by_horizon},
)
