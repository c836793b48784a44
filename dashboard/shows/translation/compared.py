"""Which of two translators is better, where they disagree, and what long sentences cost."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.charts.comparison import score_by_length
from dashboard.language import _, number, told
from dashboard.messages import plain
from dashboard.services.folders import MODELS, Key, asked
from dashboard.show import Figure, Scores
from dashboard.shows.translation.texts import SENTENCES, language_read
from dashboard.views.disagreements import list_rows, require_measured_on
from dashboard.views.records import title_of_test
from pipelines.data.folder import data_folder
from pipelines.data.multi30k import Language
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.bootstrap import Difference
from pipelines.scoring.measured import described
from pipelines.scoring.verdicts import Verdict
from pipelines.tasks.translation import comparison
from pipelines.tasks.translation.task import TEST, TRANSLATION


def require_predictions(model: ModelDirectory) -> None:
    """See that a translator can be compared with others.

    Raises:
        ModelError: it was not scored, or what it wrote is damaged.
    """
    _predictions(asked(model.name))


def verdict(first: ModelDirectory, other: ModelDirectory) -> Verdict:
    """The paired bootstrap of two translators by BLEU, each by its own beam.

    Raises:
        ModelError: one of them was not scored, or on other sentences.
    """
    return _compared(asked(first.name), asked(other.name)).verdict


def verdicts(first: ModelDirectory, other: ModelDirectory) -> list[str]:
    """The paired bootstrap of two translators, each by its own beam, in a line.

    Raises:
        ModelError: one of them was not scored, or on other sentences.
    """
    found = _compared(asked(first.name), asked(other.name))
    return [
        _(
            "{test}: **{first}** beside **{other}**: BLEU {verdict} ({points:+.1f}, from "
            "{low:+.1f} to {high:+.1f}); paired bootstrap, 95 %",
            test=title_of_test(first.metrics(), TRANSLATION, TEST),
            first=plain(first.name),
            other=plain(other.name),
            verdict=told(found.verdict),
            points=found.points,
            low=found.low,
            high=found.high,
        )
    ]


def show_disagreements(first: str, second: str) -> None:
    """The test sentences that two translators translate differently.

    Raises:
        PipelineError: the data or a prediction cannot be used.
    """
    language = language_read(ModelDirectory.open(MODELS / first))
    table = _disagreements(first, second, language)
    st.markdown(
        _(
            "**{first}** and **{second}** translate {number:,} sentences differently; those come "
            "first where one is furthest ahead. Choose one to put it on stage.",
            first=plain(first),
            second=plain(second),
            number=len(table),
        )
    )
    columns = {
        "sentence": st.column_config.Column(_("sentence")),
        "lead": st.column_config.NumberColumn(
            _("lead of {model}", model=first),
            format="%+.0f",
            help=_("Its BLEU of this sentence alone less that of the other."),
        ),
    }
    alt = _("Sentences that the two models translate differently.")
    choice = SENTENCES[language]
    list_rows(table, columns, f"{first}-{second}", alt, lambda row: choice.put(row["sentence"]))


def by_length(scores: Mapping[str, Scores]) -> Figure | None:
    """BLEU of short and of long sentences, of models by their names."""
    found = {
        name: metrics["beam"]["by_length"] for name, metrics in scores.items() if "beam" in metrics
    }
    if not found:
        return None
    rows = {
        name: {span: float(row["bleu"]) for span, row in spans.items()}
        for name, spans in found.items()
    }
    said = "; ".join(
        f"{name}: " + ", ".join(f"{span} {number(value, '.1f')}" for span, value in spans.items())
        for name, spans in rows.items()
    )
    title = title_of_test(next(iter(scores.values())), TRANSLATION, TEST)
    return Figure(
        _("BLEU by length, {test}", test=title),
        score_by_length(rows, list(scores), N_("BLEU")),
        _("BLEU by length of the sentence in words and marks. {said}.", said=said),
    )


def _disagreements(first: str, second: str, language: Language) -> pd.DataFrame:
    _compared(asked(first), asked(second))  # Which sees that it can be done.
    texts, there = _sentences(str(data_folder(None)), language)
    require_measured_on(there, first, TEST)
    one, other = (_predictions(asked(name)) for name in (first, second))
    lead = comparison.corpus_bleu(one.counts) - comparison.corpus_bleu(other.counts)
    table = pd.DataFrame(
        {"sentence": texts, first: one.translations, second: other.translations, "lead": lead}
    )
    differing = table[table[first] != table[second]]
    return differing.sort_values("lead", key=abs, ascending=False, kind="stable")


@st.cache_data(max_entries=16, show_spinner=False)
def _predictions(key: Key) -> comparison.Predictions:
    return comparison.load_predictions(Path(key[0]))


@st.cache_data(max_entries=64, show_spinner=False)
def _compared(first: Key, second: Key) -> Difference:
    return comparison.compare(_predictions(first), _predictions(second))


@st.cache_data(max_entries=2, show_spinner=False)
def _sentences(folder: str, language: Language) -> tuple[list[str], dict[str, object]]:
    from pipelines.tasks.translation.data import items, load_pairs

    pairs = load_pairs(Path(folder), "test", language)
    return pairs.texts, described(items(pairs, language))
