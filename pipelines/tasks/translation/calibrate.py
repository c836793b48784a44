"""Chooses, on validation sentences, a translator's beam. A training does it at its end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipelines.generation.choosing import Found, choose_beam, found_by
from pipelines.generation.results import Hypothesis
from pipelines.generation.stored import decoding_section
from pipelines.generation.strategies import Beam
from pipelines.models.saving import update_config
from pipelines.tasks.translation.data import Pairs, load_pairs
from pipelines.tasks.translation.metrics import bleu
from pipelines.tasks.translation.pipeline import TranslationPipeline
from pipelines.tasks.translation.reading import joined

BEAM_WIDTH = 5
LENGTH_PENALTIES = (0.4, 0.6, 0.8, 1.0, 1.2)


def calibrate(path: Path, data: Path) -> dict[str, Any]:
    """Choose and store the beam of a model folder, and its golden examples anew.

    Raises:
        ModelError: the model folder is damaged.
        DataError: the validation sentences of the data folder cannot be used.
    """
    pipeline = TranslationPipeline.load(path)
    pairs = load_pairs(data, "validation", pipeline.source_language)
    beam = choose_translating_beam(pipeline, pairs)
    found = {"decoding": decoding_section(beam, pipeline.max_words)}
    update_config(path, **found)
    TranslationPipeline.load(path).write_golden_examples(path)
    return found


def choose_translating_beam(pipeline: TranslationPipeline, pairs: Pairs) -> Beam:
    """The beam whose translations have the highest BLEU."""

    def search(beam: Beam) -> Found:
        return [found_by(pipeline.decode_words(words, beam)) for words in pairs.source]

    def worth(found: Sequence[Hypothesis]) -> float:
        return bleu([joined(one.words) for one in found], pairs.references)

    return choose_beam(search, worth, [BEAM_WIDTH], LENGTH_PENALTIES)
