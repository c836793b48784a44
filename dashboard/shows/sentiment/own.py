"""How a page has a small model trained on texts of a viewer's own."""

from __future__ import annotations

from functools import partial

from dashboard.show import Own, Scores, Start
from dashboard.views.own_scores import Share, show_shares
from pipelines.messages import N_

_EPOCHS, _EPOCHS_ON = 8, 2
# Of opinions on products, 150 of 1,500 held back, sentiment-best is right on 97 of 100 (others like
# them it had learnt from), sentiment-lstm on 77, after five epochs on 86, what begins with nothing
# on 84. Of sentences that none has learnt from, the first is right on 85 of 100, the second on 64.
_GOING_ON = (
    *("--network.piece_buckets=12000", "--network.detects_opinion=true", "--network.dropout=0.4"),
    # So slow that it keeps what it knows, and so few and short that the time is bounded.
    *(f"--training.epochs={_EPOCHS_ON}", "--training.learning_rate=0.0002"),
    *("--training.reviews=2000", "--training.max_tokens=200"),
)


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
        "Bring a table of texts that are known to be positive or negative, and a model learns on "
        "this machine to tell them apart."
    ),
    columns={"text": N_("Texts"), "label": N_("Labels")},
    groups={"positive": N_("Positive labels"), "negative": N_("Negative labels")},
    starts=(
        Start(
            N_("The best model for reviews that is shown here"),
            N_("It knows everyday English already, and learns what is different in your texts."),
            _GOING_ON,
            _EPOCHS_ON,
            model="sentiment-best",
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
    scores=partial(
        show_shares,
        share_in=_share,
        sentence=N_("Of {n:,} rows that were held back, it is right on **{right:.1f} of 100**."),
    ),
)
