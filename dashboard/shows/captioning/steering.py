"""What a caption must and must not say: typed, or clicked in the player, and taken back."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.language import _, told
from dashboard.messages import plain
from dashboard.shows.captioning import answers
from pipelines.errors import InputError
from pipelines.generation.strategies import END, Constraints, Strategy
from pipelines.tasks.captioning.results import Caption

_BEGIN, _BAN = "begin", "ban"  # Names in the address, too.
_NOW, _PAST = "steering-now", "steering-past"


def steered_caption(
    model: str, picture: bytes, strategy: Strategy, beginning: str, banned: str
) -> tuple[Caption, Constraints]:
    """The caption under the wishes of the viewer, and those that were met.

    Wishes that cannot be met are answered in a message, and left out.

    Args:
        beginning, banned: as they are typed.

    Raises:
        PipelineError: the picture cannot be used, or the model is damaged.
    """
    if not (beginning.strip() or banned.strip()):
        return answers.caption(model, picture, strategy), Constraints()
    try:
        constraints = Constraints.of(beginning, banned)
        wished = replace(strategy, constraints=constraints)
        return answers.caption(model, picture, wished), constraints
    except InputError as error:
        st.warning(plain(told(error.message)), icon=":material/info:")
        return answers.caption(model, picture, strategy), Constraints()


def choose_wishes() -> tuple[str, str]:
    """The first words of a caption, and words that it must avoid, as they are typed."""
    begin, ban, undo = st.columns([5, 4, 2], vertical_alignment="bottom")
    beginning = begin.text_input(
        _("Begin with"),
        key=_BEGIN,
        bind="query-params",
        on_change=_remember,
        placeholder=_("the first words; a full stop ends the caption"),
    )
    banned = ban.text_input(
        _("Never say"),
        key=_BAN,
        bind="query-params",
        on_change=_remember,
        placeholder=_("words to avoid"),
    )
    if st.session_state.get(_PAST):
        undo.button(_("Undo"), icon=":material/undo:", on_click=_undo, width="stretch")
    st.session_state[_NOW] = (beginning, banned)
    return beginning or "", banned or ""


def steer_to_clicked() -> None:
    """Begin with the words up to the candidate that was clicked."""
    clicked = st.session_state["player"].steered
    if clicked:
        _remember()
        words = [str(word) for word in clicked]
        ended = words[-1] == END
        st.session_state[_BEGIN] = " ".join(words[:-1]) + "." if ended else " ".join(words)


def ban_clicked() -> None:
    """Never say the word that was clicked."""
    clicked = st.session_state["player"].banned
    if clicked:
        _remember()
        st.session_state[_BAN] = f"{st.session_state.get(_BAN) or ''} {clicked}".strip()


def _remember() -> None:
    st.session_state.setdefault(_PAST, []).append(st.session_state.get(_NOW, ("", "")))


def _undo() -> None:
    st.session_state[_BEGIN], st.session_state[_BAN] = st.session_state[_PAST].pop()
