"""How a page has small forecasters trained on series of a viewer's own."""

from __future__ import annotations

from dashboard.show import Own, Start
from dashboard.shows.series.record import show_own_record
from pipelines.messages import N_

_EPOCHS = 40

OWN = Own(
    invitation=N_(
        "Bring a table with a value at each of many times, such as sales by month, and networks "
        "learn on this machine to forecast it. They are scored on the last third, beside “all "
        "stays as it is” and “as a season ago”."
    ),
    columns={"time": N_("Times"), "value": N_("Values")},
    groups={},
    starts=(
        Start(
            N_("Nothing"),
            N_("A series is like itself alone: networks learn from its first two thirds."),
            (f"--training.epochs={_EPOCHS}", "--network.members=3", "--network.dropout=0.1"),
            _EPOCHS,
        ),
    ),
    scores=show_own_record,
    fields={"season": N_("Steps of a season")},
)
