"""How a page has a small model trained on texts of a viewer's own."""

from __future__ import annotations

from dashboard.show import Own, Scores, Share, Start
from pipelines.messages import N_

_EPOCHS, _EPOCHS_ON = 8, 4


def _share(scores: Scores) -> Share | None:
    """Of an own table, reviews and sentences hold the same rows."""
    test = scores.get("imdb_test")
    if not test or not test.get("texts") or "accuracy_interval" not in test:
        return None
    commonest = 100 * max(map(sum, test["confusion"])) / test["texts"]
    low, high = test["accuracy_interval"]
    return Share(test["accuracy"], low, high, commonest, test["texts"])


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
    share=_share,
)
