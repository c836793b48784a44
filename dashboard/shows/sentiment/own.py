"""How a page has a small model trained on texts of a viewer's own."""

from __future__ import annotations

from dashboard.show import Own, Start
from pipelines.messages import N_

_EPOCHS, _EPOCHS_ON = 8, 4

OWN = Own(
    invitation=N_(
        "Bring a table of texts that are known to be positive or negative, and a small network "
        "learns on this machine to tell them apart."
    ),
    columns={"text": N_("Texts"), "label": N_("Labels")},
    groups={"positive": N_("Positive labels"), "negative": N_("Negative labels")},
    starts=(
        Start(
            N_("A model that has read 25,000 film reviews"),
            N_("It knows English and opinions already, and learns what is different in yours."),
            (f"--training.epochs={_EPOCHS_ON}",),
            _EPOCHS_ON,
            model="sentiment-lstm",
        ),
        Start(
            N_("Nothing"),
            N_(
                "It knows no word but those of your table: for other languages, or to see how "
                "much examples matter."
            ),
            (
                *("--network.embedding_size=64", "--network.hidden_size=64"),
                f"--training.epochs={_EPOCHS}",
            ),
            _EPOCHS,
        ),
    ),
)
