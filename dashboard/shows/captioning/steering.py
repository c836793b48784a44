"""What a caption must and must not say, and what of the photo it may see.

Typed, or clicked in the player, and taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import streamlit as st

from dashboard.language import _, told
from dashboard.player.steering import Steering
from dashboard.shows.captioning import answers
from dashboard.views.address import gone_back, remember
from pipelines.errors import InputError
from pipelines.generation.strategies import END, Constraints, Strategy, plain_words
from pipelines.pictures.covering import Rectangle
from pipelines.tasks.captioning.results import Caption

_BEGIN, _BAN, _COVER = "begin", "ban", "cover"  # Names in the address, too.
_NOW, _PAST, _PHOTO = "steering-now", "steering-past", "steering-photo"


class Wishes(NamedTuple):
    """As they are typed, and as an address holds them: empty where there is none."""

    begin: str = ""
    ban: str = ""
    cover: str = ""


def steered_caption(
    model: str, picture: bytes, strategy: Strategy, wishes: Wishes
) -> tuple[Caption, Steering]:
    """The caption under the wishes of the viewer, and those that were met.

    Wishes that cannot be met are left out, and it is said why.

    Raises:
        PipelineError: the picture cannot be used, or the model is damaged.
    """
    undo = bool(st.session_state.get(_PAST))
    try:
        return _steered(model, picture, strategy, wishes, undo=undo)
    except InputError as error:
        if wishes == Wishes():
            raise
        caption = answers.caption(model, picture, strategy)
        return caption, Steering(refused=told(error.message), undo=undo)


def _steered(
    model: str, picture: bytes, strategy: Strategy, wishes: Wishes, *, undo: bool
) -> tuple[Caption, Steering]:
    constraints = Constraints.of(wishes.begin, wishes.ban)
    cover = Rectangle.of(wishes.cover) if wishes.cover else None
    wished = replace(strategy, constraints=constraints)
    caption = answers.caption(model, picture, wished, cover)
    whole = answers.caption(model, picture, wished).hypothesis if cover else None
    return caption, Steering(constraints, cover, whole, undo=undo)


def choose_wishes(photo: str) -> Wishes:
    """The first words of a caption, words that it must avoid, and what was covered of ``photo``."""
    begin, ban = st.columns([5, 4])
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
    if gone_back() or _COVER not in st.session_state:
        st.session_state[_COVER] = st.query_params.get(_COVER, "")
    elif st.session_state.get(_PHOTO) != photo:
        _forget_covers()
    remember(_COVER, st.session_state[_COVER])
    st.session_state[_PHOTO] = photo
    st.session_state[_NOW] = Wishes(beginning or "", banned or "", st.session_state[_COVER])
    return Wishes(*st.session_state[_NOW])


def _forget_covers() -> None:
    """What was covered of one photo is not to be covered of another."""
    st.session_state[_COVER] = ""
    past = st.session_state.get(_PAST, [])
    st.session_state[_PAST] = [wishes._replace(cover="") for wishes in past]


def _steer(words: Sequence[str]) -> None:
    ended = words[-1] == END
    st.session_state[_BEGIN] = " ".join(words[:-1]) + "." if ended else " ".join(words)


def _ban(word: str) -> None:
    st.session_state[_BAN] = f"{st.session_state.get(_BAN) or ''} {word}".strip()


def _cover(part: Sequence[int]) -> None:
    st.session_state[_COVER] = "-".join(map(str, part))


def _release(names: Sequence[str]) -> None:
    kind, *words = names
    if kind == _BAN:
        kept = [word for word in plain_words(st.session_state[_BAN] or "") if word not in words]
        st.session_state[_BAN] = " ".join(kept)
    elif kind in (_BEGIN, _COVER):
        st.session_state[kind] = ""


def _undo() -> None:
    if st.session_state["player"].undone and st.session_state.get(_PAST):
        values = st.session_state[_PAST].pop()
        st.session_state[_BEGIN], st.session_state[_BAN], st.session_state[_COVER] = values


def _remember() -> None:
    st.session_state.setdefault(_PAST, []).append(st.session_state.get(_NOW, Wishes()))


def _clicked(name: str, grant: Callable[[Any], None]) -> None:
    if clicked := st.session_state["player"][name]:
        _remember()
        grant(clicked)


# What a click in the player does, by its name there.
CLICKS: Mapping[str, Callable[[], None]] = {
    "steered": partial(_clicked, "steered", _steer),
    "banned": partial(_clicked, "banned", _ban),
    "covered": partial(_clicked, "covered", _cover),
    "released": partial(_clicked, "released", _release),
    "undone": _undo,
}
