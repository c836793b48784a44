"""Which of two translators is better, where they disagree, and what long sentences cost."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.charts.comparison import score_by_length
from dashboard.language import _, told
from dashboard.show import Figure, Scores
from pipelines.errors import ModelError
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.verdicts import Verdict


def require_predictions(model: ModelDirectory) -> None:
    raise ModelError("x")


def verdict(first: ModelDirectory, other: ModelDirectory) -> Verdict:
    raise ModelError("x")


def verdicts(first: ModelDirectory, other: ModelDirectory) -> list[str]:
    raise ModelError("x")


def show_disagreements(first: str, second: str) -> None:
    raise ModelError("x")


def by_length(scores: Mapping[str, Scores]) -> Figure | None:
    """BLEU of short and of long sentences, of models by their names."""
    rows = {
        name: {span: float(row["bleu"]) for span, row in metrics["beam"]["by_length"].items()}
        for name, metrics in scores.items()
        if metrics.get("beam", {}).get("by_length")
    }
    if not rows:
        return None
    said = "; ".join(
        f"{name}: " + ", ".join(f"{span} {value:.1f}" for span, value in spans.items())
        for name, spans in rows.items()
    )
    chart = score_by_length(rows, list(scores), N_("BLEU"))
    alt = _("BLEU by length of the sentence in tokens. {said}.", said=said)
    return Figure(_("BLEU by length, {test}", test=told(N_("Multi30k test 2016"))), chart, alt)
