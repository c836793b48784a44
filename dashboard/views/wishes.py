"""What a text must and must not say, and what of its source may not be seen.

Typed, or clicked in the player, and taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple, TypeVar

import streamlit as st

from dashboard.language import _, told
from dashboard.player.steering import Steering
from dashboard.views.address import gone_back, remember
from pipelines.errors import InputError
from pipelines.generation.results import Writing
from pipelines.generation.strategies import END, plain_words

Text = TypeVar("Text", bound=Writing)


class Wishes(NamedTuple):
    """As they are typed, and as an address holds them: empty where there is none."""

    begin: str = ""
    ban: str = ""
    cover: str = ""


@dataclass(frozen=True)
class WishChoice:
    """Wishes that the viewer has of a text.

    Attributes:
        begin, ban: their names in the address, and keys in the session.
        cover: likewise, where a part of what is put into words can be covered; else empty.
        player: key of the player that they are clicked in.
        read: makes words of what is typed.
    """

    begin: str
    ban: str
    cover: str = ""
    player: str = "player"
    read: Callable[[str], list[str]] = plain_words

    def choose(self, source: str) -> Wishes:
        """Draw fields for the first words and for those to avoid; what is wished.

        Args:
            source: names what is put into words: what was covered of another is forgotten.
        """
        begin, ban = st.columns([5, 4])
        beginning = begin.text_input(
            _("Begin with"),
            key=self.begin,
            bind="query-params",
            on_change=self._remember,
            placeholder=_("the first words; a full stop ends the text"),
        )
        banned = ban.text_input(
            _("Never say"),
            key=self.ban,
            bind="query-params",
            on_change=self._remember,
            placeholder=_("words to avoid"),
        )
        cover = self._covered(source) if self.cover else ""
        wishes = Wishes(beginning or "", banned or "", cover)
        st.session_state[self._now] = wishes
        return wishes

    def grant(
        self, wishes: Wishes, write: Callable[[Wishes], tuple[Text, Steering]]
    ) -> tuple[Text, Steering]:
        """The text under wishes, and those that were met.

        Wishes that cannot be met are left out, and it is said why.

        Raises:
            PipelineError: ``write`` raised it without any wish.
        """
        undo = bool(st.session_state.get(self._past))
        try:
            text, steering = write(wishes)
        except InputError as error:
            if wishes == Wishes():
                raise
            text, _free = write(Wishes())
            steering = Steering(refused=told(error.message))
        return text, replace(steering, undo=undo)

    @property
    def clicks(self) -> Mapping[str, Callable[[], None]]:
        """What a click in the player does, by its name there."""
        granted: dict[str, Callable[[Any], None]] = {
            "steered": self._steer,
            "banned": self._ban,
            "covered": self._cover,
            "released": self._release,
        }
        clicks = {name: partial(self._clicked, name, grant) for name, grant in granted.items()}
        return {**clicks, "undone": self._undo}

    @property
    def _now(self) -> str:
        return f"{self.begin}-now"

    @property
    def _past(self) -> str:
        return f"{self.begin}-past"

    @property
    def _source(self) -> str:
        return f"{self.begin}-source"

    def _covered(self, source: str) -> str:
        state = st.session_state
        if gone_back() or self.cover not in state:
            state[self.cover] = st.query_params.get(self.cover, "")
        elif state.get(self._source) != source:
            self._forget_covers()
        remember(self.cover, state[self.cover])
        state[self._source] = source
        return str(state[self.cover])

    def _forget_covers(self) -> None:
        """What was covered of one photo is not to be covered of another."""
        st.session_state[self.cover] = ""
        past = st.session_state.get(self._past, [])
        st.session_state[self._past] = [wishes._replace(cover="") for wishes in past]

    def _steer(self, words: Sequence[str]) -> None:
        ended = words[-1] == END
        text = " ".join(words[:-1] if ended else words)
        st.session_state[self.begin] = f"{text}." if ended and not text.endswith(".") else text

    def _ban(self, word: str) -> None:
        st.session_state[self.ban] = f"{st.session_state.get(self.ban) or ''} {word}".strip()

    def _cover(self, part: Sequence[int]) -> None:
        st.session_state[self.cover] = "-".join(map(str, part))

    def _release(self, names: Sequence[str]) -> None:
        kind, *words = names
        if kind == "ban":
            typed = self.read(st.session_state[self.ban] or "")
            gone = {word.casefold() for word in words}
            kept = (word for word in typed if word.casefold() not in gone)
            st.session_state[self.ban] = " ".join(kept)
        elif kind in ("begin", "cover"):
            st.session_state[getattr(self, kind)] = ""

    def _undo(self) -> None:
        if st.session_state[self.player].undone and st.session_state.get(self._past):
            wishes = st.session_state[self._past].pop()
            for name, value in zip((self.begin, self.ban, self.cover), wishes, strict=True):
                if name:
                    st.session_state[name] = value

    def _remember(self) -> None:
        now = st.session_state.get(self._now, Wishes())
        st.session_state.setdefault(self._past, []).append(now)

    def _clicked(self, name: str, grant: Callable[[Any], None]) -> None:
        if clicked := st.session_state[self.player][name]:
            self._remember()
            grant(clicked)
