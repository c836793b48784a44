"""What a model folder says of the words that it writes, and of how they are searched for."""

from __future__ import annotations

from typing import Any

from pipelines.errors import ModelError
from pipelines.generation.strategies import (
    END,
    MAX_BEAM_WIDTH,
    MAX_LENGTH_PENALTY,
    MAX_NO_REPEAT_NGRAM_SIZE,
    MAX_WORDS,
    START,
    Beam,
)
from pipelines.models.directory import ModelDirectory
from pipelines.text import Vocabulary


def decoding_section(beam: Beam, max_words: int) -> dict[str, Any]:
    """A beam, and where a text is cut, as ``config.json`` holds them."""
    return {
        "width": beam.width,
        "length_penalty": beam.length_penalty,
        "no_repeat_ngram_size": beam.no_repeat_ngram_size,
        "max_words": max_words,
    }


def stored_decoding(directory: ModelDirectory) -> tuple[Beam, int]:
    """The same from there.

    Raises:
        ModelError: a value is missing or out of range.
    """
    beam = Beam(
        directory.number("decoding", "width", 1, MAX_BEAM_WIDTH),
        directory.number("decoding", "length_penalty", 0.0, MAX_LENGTH_PENALTY),
        directory.number("decoding", "no_repeat_ngram_size", 0, MAX_NO_REPEAT_NGRAM_SIZE),
    )
    return beam, directory.number("decoding", "max_words", 1, MAX_WORDS)


def writing_vocabulary(directory: ModelDirectory) -> Vocabulary:
    """The words that a model writes, the markers of a text's two ends among them.

    Raises:
        ModelError: the file is no list of words, or lacks a marker.
    """
    vocabulary = directory.vocabulary()
    if START not in vocabulary or END not in vocabulary:
        raise ModelError(
            "{model}/vocabulary.json lacks {start} and {end}.",
            model=directory.name,
            start=START,
            end=END,
        )
    return vocabulary
