"""The data set that captioners are made of, and how it comes from the Hub."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.data.sets import PICTURE, TEXT, DataSet, Load, Row

CAPTIONS = tuple(f"caption_{number}" for number in range(5))
MIN_COUNT = 5  # A word is learnt if it stands so often in the training captions.
ON_HUB = "jxie/flickr8k"


def flickr8k_rows(load: Load, _split: str) -> Iterator[Row]:
    """Each photo as the encoder is to see it, with its five captions.

    Raises:
        InputError: a photo is damaged.
    """
    from pipelines.pictures.images import decode_image, prepared_jpeg

    for row in load(ON_HUB):
        original = row["image"]
        jpeg = prepared_jpeg(decode_image(original["bytes"]))
        image = {"bytes": jpeg, "path": original["path"]}
        yield {"image": image, **{name: row[name] for name in CAPTIONS}}


FLICKR8K = DataSet(
    "flickr8k",
    ("train", "validation", "test"),
    {"image": PICTURE, **dict.fromkeys(CAPTIONS, TEXT)},
    flickr8k_rows,
)
DATASETS = (FLICKR8K,)
