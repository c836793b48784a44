"""Photos with all their captions, in batches, for a training that sees pixels."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from PIL import Image
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import Dataset

from pipelines.generation.strategies import END, START
from pipelines.tasks.captioning.data import VIEWS
from pipelines.tasks.captioning.encoder import to_pixels
from pipelines.tasks.captioning.metrics import References
from pipelines.text import Vocabulary
from pipelines.training.movable import Movable


@dataclass(frozen=True)
class PhotoBatch(Movable):
    """Photos with all their captions.

    Attributes:
        pixels: ``(P, 3, 224, 224)``.
        owners: for each caption the photo it belongs to, ``(B,)``, 0 to P - 1.
        photos: the row of that photo, ``B`` of them.
        words: ids from start to end marker, ``(B, T)``, padded with 0.
    """

    pixels: Tensor
    owners: Tensor
    photos: list[int]
    words: Tensor


class Photos(Dataset[PhotoBatch]):
    """One row for each photo, in any of its first views; indexed by the rows of a batch."""

    def __init__(
        self,
        images: list[Image.Image],
        references: References,
        vocabulary: Vocabulary,
        views: int = 1,
    ) -> None:
        self._images, self._views = images, VIEWS[:views]
        self._ids = [
            [torch.tensor(vocabulary.encode([START, *one, END])) for one in several]
            for several in references
        ]

    def __len__(self) -> int:
        return len(self._images)

    def __getitem__(self, rows: list[int]) -> PhotoBatch:
        drawn = torch.randint(len(self._views), (len(rows),)).tolist()
        images = [self._views[v](self._images[row]) for v, row in zip(drawn, rows, strict=True)]
        owners = [place for place, row in enumerate(rows) for _ in self._ids[row]]
        photos = [rows[place] for place in owners]
        ids = pad_sequence([one for row in rows for one in self._ids[row]], batch_first=True)
        return PhotoBatch(to_pixels(images), torch.tensor(owners), photos, ids)
