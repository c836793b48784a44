"""What a captioner is worth.

Every photo of the Flickr8k test part goes through the public pipeline, encoder included, so the
scores are those of what is served. Captions and references are lower case, without punctuation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import numpy as np
from PIL import Image
from tqdm import tqdm

from pipelines.command_line import complain
from pipelines.generation.results import exhaust
from pipelines.generation.strategies import Beam, Greedy, Strategy
from pipelines.language import told
from pipelines.models.directory import ModelDirectory
from pipelines.pictures.images import prepare
from pipelines.scoring.evaluation import Evaluation
from pipelines.scoring.measured import described
from pipelines.scoring.timing import median_milliseconds
from pipelines.tasks.captioning.comparison import (
    PhotoScores,
    Predictions,
    as_arrays,
    intervals,
)
from pipelines.tasks.captioning.data import Readable, load_readable, load_references
from pipelines.tasks.captioning.encoder import encoder_folders
from pipelines.tasks.captioning.metrics import References, score_photos
from pipelines.tasks.captioning.out_of_distribution import out_of_distribution_pictures
from pipelines.tasks.captioning.pipeline import CaptionPipeline
from pipelines.tasks.captioning.results import Confidence, Word
from pipelines.tasks.captioning.trust import borrowed_floor
from pipelines.tasks.captioning.variations import varied

SEED = 2  # Other photos as users bring them than calibration saw.


def evaluate(model: Path, data: Path) -> Evaluation:
    """Score a model folder on the test part, and measure what else it is worth.

    Raises:
        ModelError: the model folder is damaged.
        DataError: the file of the test part cannot be used.
    """
    pipeline, test = CaptionPipeline.load(model), load_readable(data, "test")
    found, captions = _scored(pipeline, test, data)
    photos, references, _ = test
    more = {
        "trust": _trust_in_all(pipeline, photos, captions, references),
        **_size(model, pipeline),
        "milliseconds": _speed(pipeline, photos[0]),
    }
    return found.extended(more)


def scored(model: Path, data: Path) -> Evaluation:
    """The scores on the test part alone.

    Raises:
        ModelError, DataError: as of ``evaluate``.
    """
    return _scored(CaptionPipeline.load(model), load_readable(data, "test"), data)[0]


def _scored(
    pipeline: CaptionPipeline, test: Readable, data: Path
) -> tuple[Evaluation, list[tuple[str, Confidence]]]:
    """The scores, and what the model's own beam says of each photo."""
    photos, references, left_out = test
    learnt = {" ".join(one) for several in load_references(data, "train") for one in several}
    metrics: dict[str, Any] = {}
    predictions: dict[str, Predictions] = {}
    strategies: dict[str, Strategy] = {"greedy": Greedy(), "beam": pipeline.beam}
    for name, strategy in strategies.items():
        found = _captions(pipeline, photos, strategy, name)
        captions = [text for text, _ in found]
        scores = score_photos(captions, references)
        metrics[name] = {**_scores(scores), **_variety(captions, learnt)}
        predictions[name] = Predictions(tuple(captions), scores)
    measured = {"flickr8k_test": _described(references)}
    return Evaluation(metrics, measured, as_arrays(predictions), [*map(str, left_out)]), found


def _trust_in_all(
    pipeline: CaptionPipeline,
    photos: Sequence[Image.Image],
    captions: Sequence[tuple[str, Confidence]],
    references: References,
) -> dict[str, Any]:
    """Likewise of the photos as users bring them."""
    brought = _captions(pipeline, varied(photos, SEED), pipeline.beam, "photos as users bring them")
    pictures = out_of_distribution_pictures()
    floor = {"floor": pipeline.trust.floor, "floor_of": pipeline.trust.floor_of}
    if said := borrowed_floor(floor):
        complain(told(said))
    return {
        **floor,
        **_trust(captions, references, pipeline),
        **_noticed({kind: list(map(prepare, some)) for kind, some in pictures.items()}, pipeline),
        "varied": {
            **_trust(brought, references, pipeline),
            **_noticed({kind: varied(some, SEED) for kind, some in pictures.items()}, pipeline),
        },
    }


def _described(references: References) -> dict[str, Any]:
    """The photos that could be read, by what people say of them."""
    return described([" ".join(caption) for caption in captions] for captions in references)


def _captions(
    pipeline: CaptionPipeline, photos: Sequence[Image.Image], strategy: Strategy, name: str
) -> list[tuple[str, Confidence]]:
    """The caption of each photo and what it is worth; all its steps would take 2 MB each."""
    progress = tqdm(photos, desc=f"Captions, {name}", unit="photo")
    found = (pipeline.caption(photo, strategy) for photo in progress)
    return [(one.text, one.confidence) for one in found if one.confidence]


def _trust(
    captions: Sequence[tuple[str, Confidence]], references: References, pipeline: CaptionPipeline
) -> dict[str, Any]:
    """What came of each word of confidence, and how many photos were called unfamiliar."""
    all_cider = score_photos([text for text, _ in captions], references).cider
    words = np.array([confidence.word for _, confidence in captions])
    by_word = {}
    for word in get_args(Word):
        cider = all_cider[words == word]
        by_word[word] = {
            "captions": len(cider),
            "good": _percent(cider >= pipeline.trust.floor),
            "cider_d": round(100 * float(cider.mean()), 2) if len(cider) else None,
        }
    unfamiliar = np.array([not confidence.familiar for _, confidence in captions])
    return {"said": by_word, "false_alarms": _percent(unfamiliar)}


def _noticed(
    pictures: Mapping[str, Sequence[Image.Image]], pipeline: CaptionPipeline
) -> dict[str, Any]:
    """How many outsiders were noticed, by kind."""
    noticed = {
        kind: np.array([_is_unfamiliar(pipeline, picture) for picture in some])
        for kind, some in pictures.items()
    }
    return {
        "out_of_distribution_noticed": _percent(np.concatenate(list(noticed.values()))),
        "by_kind": {kind: _percent(found) for kind, found in noticed.items()},
    }


def _is_unfamiliar(pipeline: CaptionPipeline, picture: Image.Image) -> bool:
    confidence = pipeline.caption(picture, Greedy()).confidence
    return confidence is not None and not confidence.familiar


def _percent(found: np.ndarray) -> float | None:
    return round(100 * float(found.mean()), 1) if len(found) else None


def _scores(scores: PhotoScores) -> dict[str, Any]:
    return {
        **{name: round(float(values[0]), 2) for name, values in scores.corpus().items()},
        "intervals": {
            name: [round(low, 2), round(high, 2)] for name, (low, high) in intervals(scores).items()
        },
    }


def _variety(captions: list[str], learnt: set[str]) -> dict[str, float]:
    """How much a captioner has to say, and how much of it was learnt by heart."""
    lengths = [len(caption.split()) for caption in captions]
    return {
        "photos": len(captions),
        "distinct_captions": len(set(captions)),
        "words_used": len({word for caption in captions for word in caption.split()}),
        "mean_length": round(float(np.mean(lengths)), 2),
        "spread_of_length": round(float(np.std(lengths)), 2),
        "from_training_captions": round(100 * float(np.mean([c in learnt for c in captions])), 1),
    }


def _size(model: Path, pipeline: CaptionPipeline) -> dict[str, int]:
    """Of decoder and encoders together."""
    networks = [pipeline.decoder, *(encoder.network for encoder in pipeline.encoders)]
    folders = [model, *encoder_folders(model)]
    return {
        "parameters": sum(p.numel() for network in networks for p in network.parameters()),
        "bytes": sum(ModelDirectory.open(folder).size for folder in folders),
    }


def _speed(pipeline: CaptionPipeline, photo: Image.Image) -> dict[str, float]:
    features, beam = pipeline.encode([photo]), Beam(width=3)
    calls: dict[str, Callable[[], object]] = {
        "encoder": lambda: pipeline.encode([photo]),
        "decoder_beam_3": lambda: exhaust(pipeline.decode_features(features, beam)),
        "caption_beam_3": lambda: pipeline.caption(photo, beam),
    }
    return {name: round(median_milliseconds(call), 1) for name, call in calls.items()}
