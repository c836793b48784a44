"""A translation and how it came about, on a stage."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st

from dashboard.language import _
from dashboard.messages import problems_as_messages
from dashboard.player.cells import KnownCells
from dashboard.player.component import play
from dashboard.player.sources import Encoding, Sentence
from dashboard.player.steering import FREE, Steering
from dashboard.player.writing import writing_show
from dashboard.shows.translation.steering import WISHES
from dashboard.views.cells import known_cells
from pipelines.tasks.translation.results import Translation


@problems_as_messages()
def show_translation(translations: Mapping[str, Translation], steering: Steering = FREE) -> None:
    """The player, with one sentence as one or several models translate it."""
    show = translation_show(translations, steering, known_cells(translations))
    play(show, WISHES.player, **WISHES.clicks)
    if len(translations) > 1:
        st.caption(_("Underlined: words that not all of them say."))


def translation_show(
    translations: Mapping[str, Translation],
    steering: Steering = FREE,
    cells: Mapping[str, KnownCells] | None = None,
    *,
    follows: bool = False,
) -> bytes:
    """One sentence as one or several models translate it, by name, for the player.

    Args:
        steering, cells, follows: as ``writing_show`` takes them.
    """
    first = next(iter(translations.values()))
    tokens = [word.token for word in first.source]
    encodings = {name: _encoding(one) for name, one in translations.items()}
    source = Sentence(first.original, tokens, encodings)
    return writing_show(translations, source, steering, cells=cells, follows=follows)


def _encoding(translation: Translation) -> Encoding:
    return Encoding(
        known=[word.known for word in translation.source],
        order=[*reversed(range(len(translation.source)))],
        layers=[layer.map(np.flipud) for layer in translation.encoder],
        attention=translation.attention,
    )
