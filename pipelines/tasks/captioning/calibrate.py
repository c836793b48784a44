"""Chooses, on validation photos, a captioner's beam, and what its probabilities are worth.

A training does it at its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from torch import Tensor

from pipelines.command_line import complain
from pipelines.generation.choosing import Found, choose_beam, found_by
from pipelines.generation.results import Hypothesis, exhaust
from pipelines.generation.stored import decoding_section
from pipelines.generation.strategies import Beam
from pipelines.language import told
from pipelines.models.saving import update_config
from pipelines.tasks.captioning.data import load_photos, load_references
from pipelines.tasks.captioning.metrics import References, score_photos
from pipelines.tasks.captioning.pipeline import CaptionPipeline, write_golden_examples
from pipelines.tasks.captioning.trust import (
    FLICKR8K,
    OWN,
    Trust,
    borrowed_floor,
    mean_log_probability,
)
from pipelines.tasks.captioning.variations import varied

BEAM_WIDTHS = (3, 5)
LENGTH_PENALTIES = (0.9, 1.1, 1.3)
NO_REPEAT_NGRAM_SIZES = (0, 2)
UNLIKE_OTHERS = 0.25  # Share of people whose caption is less like those of others than a good one.
FLOOR = 0.2948  # Of Flickr8k's people, where no photo has the captions of several.
FALSE_ALARMS = 0.05
SEED = 1  # Of what validation photos look like as users bring them.


def calibrate(path: Path, data: Path) -> dict[str, Any]:
    """Choose beam and trust of a model folder, and store what it then says of golden photos.

    Args:
        path: the model folder.
        data: the data folder, for its validation photos.

    Raises:
        ModelError: the model folder is damaged.
        DataError: the validation part cannot be used.
    """
    pipeline = CaptionPipeline.load(path)
    photos, references = load_photos(data, "validation"), load_references(data, "validation")
    features = pipeline.encode(photos)
    beam = choose_captioning_beam(pipeline, features, references)
    brought = pipeline.encode(varied(photos, SEED))
    trust = fit_trust(pipeline, beam, [features, brought], references)
    if said := borrowed_floor(asdict(trust)):
        complain(told(said))
    decoding = decoding_section(beam, pipeline.max_words)
    found = {"decoding": decoding, "trust": asdict(trust)}
    update_config(path, **found)
    write_golden_examples(path)
    return found


def choose_captioning_beam(
    pipeline: CaptionPipeline, features: Tensor, references: References
) -> Beam:
    """The beam that scores best, by CIDEr-D and BLEU-4: neither is to be bought with the other."""

    def search(beam: Beam) -> Found:
        return [found_by(pipeline.decode_features(row[None], beam)) for row in features]

    def worth(found: Sequence[Hypothesis]) -> float:
        scores = score_photos([" ".join(one.words) for one in found], references).corpus()
        return float(scores["cider_d"][0] + scores["bleu_4"][0])

    return choose_beam(search, worth, BEAM_WIDTHS, LENGTH_PENALTIES, NO_REPEAT_NGRAM_SIZES)


def fit_trust(
    pipeline: CaptionPipeline, beam: Beam, preparations: Sequence[Tensor], references: References
) -> Trust:
    """What the probabilities of a captioner's words say of the worth of its captions.

    Args:
        pipeline: the captioner.
        beam: what captions are searched by.
        preparations: features of the same photos ``(N, F)``, as they lie and as users bring them.
            Probabilities are fitted on all; of none more than ``FALSE_ALARMS`` are unfamiliar.
        references: the captions of each photo.
    """
    alike = scores_of_people(references)
    floor = float(np.quantile(alike, UNLIKE_OTHERS)) if len(alike) else FLOOR
    means, good, edges = [], [], []
    for features in preparations:
        found = [exhaust(pipeline.decode_features(row[None], beam)) for row in features]
        means += [[mean_log_probability(one.hypothesis)] for one in found]
        good += list(score_photos([one.text for one in found], references).cider >= floor)
        with torch.inference_mode():
            distances = pipeline.decoder.distance(features).numpy()
        edges.append(float(np.quantile(distances, 1 - FALSE_ALARMS)))
    offset, slope = 0.0, 0.0
    if len(set(good)) == 2:  # Else there is nothing to tell apart.
        fitted = LogisticRegression(C=1e3).fit(means, good)
        offset, slope = float(fitted.intercept_[0]), float(fitted.coef_[0, 0])
    offset, slope, floor, far = (round(value, 4) for value in (offset, slope, floor, max(edges)))
    return Trust(offset, slope, floor, far, OWN if len(alike) else FLICKR8K)


def scores_of_people(references: References) -> np.ndarray:
    """CIDEr-D of the first caption of each photo that has several against the others, ``(N,)``."""
    several = [captions for captions in references if len(captions) > 1]
    if not several:
        return np.zeros(0)
    first = [" ".join(captions[0]) for captions in several]
    return score_photos(first, [captions[1:] for captions in several]).cider
