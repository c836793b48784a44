"""From the rows of public data sets on the Hugging Face Hub to the rows of a data folder.

    imdb       text, label (1 positive, 0 negative, -1 none)
    sst        text, label (0 very negative … 4 very positive), sentence_id, is_sentence
    flickr8k   image (JPEG, 224×224), caption_0 … caption_4

Anything heavy is imported when it is first needed, so that a command line answers at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pipelines.data.folder import CAPTIONS
from pipelines.text import words

if TYPE_CHECKING:
    from datasets import Features

IMDB, SST5, SST2, FLICKR8K = "stanfordnlp/imdb", "SetFit/sst5", "stanfordnlp/sst2", "jxie/flickr8k"

Row = Mapping[str, Any]
# From the name of a data set on the Hub to its rows in the split that is being made.
Load = Callable[[str], Iterable[Row]]


def imdb_rows(load: Load, _split: str) -> Iterator[Row]:
    """The reviews as they are."""
    for row in load(IMDB):
        yield {"text": row["text"], "label": row["label"]}


def sst_rows(load: Load, split: str) -> Iterator[Row]:
    """The sentences with five labels; for training, phrases with two after them.

    The Hub holds no phrases with five labels, so negative ones count as 1 and positive ones as 3.
    They do not say which sentence they are from, so ``sentence_id`` is -1, and only those that
    stand in a training sentence are kept: none comes from a sentence of another part alone.
    """
    sentences = list(load(SST5))
    for number, row in enumerate(sentences):
        yield _sst_row(row["text"], row["label"], number, is_sentence=True)
    if split == "train":
        training_text = "\n".join(_between_blanks(row["text"]) for row in sentences)
        for row in load(SST2):
            if _between_blanks(row["sentence"]) in training_text:
                label = 3 if row["label"] == 1 else 1
                yield _sst_row(row["sentence"].strip(), label, -1, is_sentence=False)


def flickr8k_rows(load: Load, _split: str) -> Iterator[Row]:
    """Each photo as the encoder is to see it, with its five captions.

    Raises:
        InputError: a photo is damaged.
    """
    from pipelines.pictures.images import decode_image, prepared_jpeg

    for row in load(FLICKR8K):
        original = row["image"]
        jpeg = prepared_jpeg(decode_image(original["bytes"]))
        image = {"bytes": jpeg, "path": original["path"]}
        yield {"image": image, **{name: row[name] for name in CAPTIONS}}


def features(dataset: str) -> Features:
    """The types of the columns of ``imdb``, ``sst`` or ``flickr8k``."""
    from datasets import Features, Image, Value

    text, number = Value("string"), Value("int64")
    columns = {
        "imdb": {"text": text, "label": number},
        "sst": {"text": text, "label": number, "sentence_id": number, "is_sentence": Value("bool")},
        "flickr8k": {"image": Image(), **dict.fromkeys(CAPTIONS, text)},
    }
    return Features(columns[dataset])


def _sst_row(text: str, label: int, sentence_id: int, *, is_sentence: bool) -> Row:
    return {"text": text, "label": label, "sentence_id": sentence_id, "is_sentence": is_sentence}


def _between_blanks(text: str) -> str:
    """The words of ``text``, so that "art" does not stand in "start"."""
    return f" {' '.join(words(text))} "
