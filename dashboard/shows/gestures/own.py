"""How a page has a small model trained on recordings of a viewer's own."""

from __future__ import annotations

from functools import partial

from dashboard.show import Own, Scores, Start
from dashboard.views.own_scores import Share, show_shares
from pipelines.messages import N_
from pipelines.tasks.gestures.task import TEST

_EPOCHS = 15


def _share(scores: Scores) -> Share | None:
    test = scores.get(TEST)
    if not test or "frame_accuracy" not in test["intervals"]:
        return None
    counts = [label["count"] for label in test["by_label"].values()]
    low, high = test["intervals"]["frame_accuracy"]
    commonest = 100 * max(counts) / max(1, sum(counts))
    return Share(test["frame_accuracy"], low, high, commonest, sum(counts))


OWN = Own(
    invitation=N_(
        "Bring recordings of a fingertip, a row for each frame: where it is, and what the hand "
        "does. A network learns on this machine to name that while it happens."
    ),
    columns={
        "recording": N_("Recordings"),
        "x": N_("How far to the right"),
        "y": N_("How far down"),
        "label": N_("Labels"),
    },
    groups={
        "stop": N_("Labels of holding still"),
        "clockwise": N_("Labels of clockwise circles"),
        "counterclockwise": N_("Labels of counterclockwise circles"),
        "move": N_("Labels of other moves"),
        "more": N_("Labels of your own"),
    },
    each="more",
    starts=(
        Start(
            N_("Nothing"),
            N_("It knows no hand but those of your recordings."),
            (f"--training.epochs={_EPOCHS}",),
            _EPOCHS,
        ),
    ),
    scores=partial(
        show_shares,
        share_in=_share,
        sentence=N_("Of {n:,} frames that were held back, it is right on **{right:.1f} of 100**."),
    ),
    optional={"time": N_("Times, if there are any")},
    fields={"width": N_("Width of the picture, in pixels")},
)
