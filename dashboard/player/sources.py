"""What is put into words: a photo that is seen at once, or a sentence that is read word by word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.language import _
from dashboard.player.layers import Before
from dashboard.player.payload import MAX_LINK_CHARACTERS, Payload
from pipelines.layers.traces import LayerTrace
from pipelines.text import Token

Trace = LayerTrace[np.ndarray]


@dataclass(frozen=True)
class Photo:
    """A photo, seen before the first step.

    Attributes:
        name: in words.
        address: of the picture, as a browser reads it; the picture itself in it.
        in_link: whether a link can bring it back.
        caution: what to keep in mind about all that is said of it; empty where nothing is.
    """

    name: str
    address: str
    in_link: bool
    caution: str = ""

    @property
    def named(self) -> str:
        """What tells it from another one."""
        return self.address

    @property
    def steps(self) -> int:
        """How many steps pass before the first word is written."""
        return 0

    @property
    def before(self) -> Before:
        """What is in a memory before the first step."""
        remark = _("What later words wrote because of the photo counts as theirs.")
        return Before(_("the photo"), remark)

    @property
    def first_note(self) -> str:
        """What there is to say of the gates at the first step; empty where it is what they did."""
        return _("The photo has been read, once and for all; no word has been written yet.")

    def described(self) -> dict[str, Any]:
        """As the player takes it."""
        missing = "" if self.in_link else _("the photo")
        return {"photo": self.address, "photo_name": self.name, "not_in_link": missing}

    def lane(self, _name: str, _payload: Payload) -> dict[str, Any]:
        """How a model, by its name, took it in, as the player takes it."""
        return {}

    def read(self, _name: str) -> list[str]:
        """What a model read at the steps before the first word is written."""
        return []

    def whole(self, _name: str, _number: int, writing: Trace) -> Trace:
        """What a layer did at all steps, where ``writing`` is what it did at those of writing."""
        return writing


@dataclass(frozen=True)
class Encoding:
    """How one model reads a sentence.

    Attributes:
        known: whether each word is in its vocabulary, in their order.
        order: the places of the words in the order in which they are read.
        layers: what each layer of the encoder did at these steps, ``(S, H)``, from the bottom up;
            the decoder's go on from its last states.
        attention: how much each word of the sentence was looked back at for each word that was
            written, ``(T, S)``; None of a model that cannot look back.
    """

    known: Sequence[bool]
    order: Sequence[int]
    layers: Sequence[Trace]
    attention: np.ndarray | None = None


@dataclass(frozen=True)
class Sentence:
    """A sentence, read word by word before the first word is written.

    Attributes:
        text: as it was given.
        tokens: its words, with their places in ``text``.
        encodings: how models read it, by their names.
        caution: what to keep in mind about all that is said of it; empty where nothing is.
    """

    text: str
    tokens: Sequence[Token]
    encodings: Mapping[str, Encoding]
    caution: str = ""

    @property
    def named(self) -> str:
        """What tells it from another one."""
        return self.text

    @property
    def steps(self) -> int:
        """How many steps pass before the first word is written."""
        return len(self.tokens)

    @property
    def before(self) -> None:
        """Nothing is in a memory before the first step."""

    @property
    def first_note(self) -> str:
        """What there is to say of the gates at the first step; empty where it is what they did."""
        return ""

    def described(self) -> dict[str, Any]:
        """As the player takes it."""
        ends = [0, *(token.end for token in self.tokens)]
        pieces = [
            (self.text[end : token.start], self.text[token.start : token.end])
            for end, token in zip(ends, self.tokens, strict=False)
        ]
        missing = _("the text") if len(self.text) > MAX_LINK_CHARACTERS else ""
        sentence = {"tokens": pieces, "after": self.text[ends[-1] :]}
        return {"sentence": sentence, "not_in_link": missing}

    def lane(self, name: str, payload: Payload) -> dict[str, Any]:
        """How a model, by its name, took it in, as the player takes it."""
        encoding = self.encodings[name]
        looked = encoding.attention
        return {
            "known": list(encoding.known),
            "order": list(encoding.order),
            "attention": None if looked is None else payload.add(looked, 0, 1),
        }

    def read(self, name: str) -> list[str]:
        """What a model read at the steps before the first word is written."""
        spelt = [self.text[token.start : token.end] for token in self.tokens]
        return [spelt[place] for place in self.encodings[name].order]

    def whole(self, name: str, number: int, writing: Trace) -> Trace:
        """What a layer did at all steps, where ``writing`` is what it did at those of writing."""
        reading = self.encodings[name].layers[number]
        return LayerTrace.joined([reading, writing], np.concatenate)
