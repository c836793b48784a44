"""What a captioner takes over from others: first weights and words, or what they expect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from pipelines.errors import ModelError
from pipelines.tasks.captioning.encoder import encoder_folders, encoder_hashes
from pipelines.tasks.captioning.network import CaptionConfig, CaptionDecoder
from pipelines.tasks.captioning.pipeline import CaptionPipeline
from pipelines.text import Vocabulary


def extended(known: Vocabulary, found: Vocabulary) -> Vocabulary:
    """The words that are known, in their places, and behind them those that were found beside."""
    return Vocabulary([*known.entries, *(word for word in found.entries if word not in known)])


def build_decoder(
    network: CaptionConfig, words: int, start: CaptionDecoder | None
) -> CaptionDecoder:
    """A new decoder, or one with the sizes and weights of ``start``.

    Words that ``start`` does not know come last. They begin as rare as the rarest that it knows.
    """
    if start is None:
        return CaptionDecoder(network, words)
    config = replace(start.config, dropout=network.dropout, image_dropout=network.image_dropout)
    decoder = CaptionDecoder(config, words)
    fresh, state = decoder.state_dict(), start.state_dict()
    known = len(state["head.bias"])
    for name in ("embedding.weight", "head.weight"):
        state[name] = torch.cat([state[name], fresh[name][known:]])
    rarest = state["head.bias"].min().expand(words - known)
    state["head.bias"] = torch.cat([state["head.bias"], rarest])
    decoder.load_state_dict(state)
    return decoder


def known_captioner(path: Path, encoders: Sequence[Path]) -> CaptionPipeline:
    """A captioner to learn from, which must see the same features.

    Raises:
        ModelError: it does not, or is damaged.
    """
    known = CaptionPipeline.load(path)
    seen, asked = encoder_hashes(encoder_folders(path)), encoder_hashes(encoders)
    if list(seen.values()) != list(asked.values()):
        raise ModelError(
            "{path} sees by {seen}, not by {asked} of {parent}. "
            "Choose captioners of the same encoders, in the same order.",
            path=path,
            seen=", ".join(seen),
            asked=", ".join(asked),
            parent=encoders[0].parent,
        )
    return known


def teacher(path: Path, vocabulary: Vocabulary, encoders: Sequence[Path]) -> CaptionDecoder:
    """The decoder of a captioner that must know the same words, too.

    Raises:
        ModelError: it does not, or as ``known_captioner``.
    """
    known = known_captioner(path, encoders)
    if known.vocabulary.entries != vocabulary.entries:
        raise ModelError(
            "{path} knows {n:,} words, the new captioner will know {other:,} or others. Choose a "
            "captioner of the same data.",
            path=path,
            n=len(known.vocabulary),
            other=len(vocabulary),
        )
    return known.decoder
