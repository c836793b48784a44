"""Which part of a photo mattered for a word, without attention: cover it and ask again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from PIL import Image

from pipelines.errors import InputError
from pipelines.generation.learning import speakable_log_softmax
from pipelines.generation.strategies import START, require_known
from pipelines.pictures.covering import covered
from pipelines.pictures.images import SIDE
from pipelines.pieces import Pieces
from pipelines.tasks.captioning.encoder import PICTURES_AT_ONCE
from pipelines.tasks.captioning.pipeline import CaptionPipeline

GRID = 7
PATCH = SIDE // GRID


@torch.inference_mode()
def occlusion(
    pipeline: CaptionPipeline, image: Image.Image, said: Sequence[str]
) -> Pieces[np.ndarray]:
    """How much each word's log-probability falls when a patch is greyed out (Zeiler & Fergus 2014).

    Every patch of a 7×7 grid is covered in turn, while the words stay as they are. What falls below
    0 became more probable.

    Args:
        pipeline: the captioner.
        image: as ``read_image`` returns it.
        said: the words of a caption; the end marker may be the last.

    Returns:
        ``(T, 7, 7)``: word, row and column of the patch.

    Raises:
        InputError: there are no words, or the model lacks one.
    """
    if not said:
        raise InputError("There is no word whose place could be looked for. Write a caption first.")
    require_known(said, pipeline.vocabulary)
    pictures = [image, *_each_patch_covered(image)]
    parts = []
    for start in range(0, len(pictures), PICTURES_AT_ONCE):
        if start:
            yield start / len(pictures)
        parts.append(pipeline.encode(pictures[start : start + PICTURES_AT_ONCE]))
    features = torch.cat(parts)
    ids = torch.tensor(pipeline.vocabulary.encode([START, *said]))
    logits = pipeline.decoder(features, ids[:-1].expand(len(features), -1))
    log_probabilities = speakable_log_softmax(logits, pipeline.vocabulary)
    spoken = log_probabilities[:, torch.arange(len(said)), ids[1:]]
    fall: np.ndarray = (spoken[0] - spoken[1:]).T.numpy()
    return fall.reshape(len(said), GRID, GRID)


def _each_patch_covered(image: Image.Image) -> Iterator[Image.Image]:
    for row in range(GRID):
        for column in range(GRID):
            left, top = column * PATCH, row * PATCH
            yield covered(image, (left, top, left + PATCH, top + PATCH))
