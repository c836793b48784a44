"""Invented requests, and tiny seeded taggers of every kind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import torch

from pipelines.models.saving import save_model
from pipelines.tasks.tagging.labels import Labels
from pipelines.tasks.tagging.loading import Config, build_network, described
from pipelines.tasks.tagging.network import TaggingConfig
from pipelines.tasks.tagging.pipeline import TaggingPipeline
from pipelines.tasks.tagging.window import WindowConfig
from pipelines.tasks.tagging.words import Encoder
from pipelines.text import PADDING, UNKNOWN, Vocabulary

Row = tuple[str, str, str]

# Words, a tag for each of them, the intent.
REQUESTS: tuple[Row, ...] = (
    ("play some jazz by ola brandt", "O O B-genre O B-artist I-artist", "PlayMusic"),
    ("what s the weather in norwood", "O O O O O B-city", "GetWeather"),
    ("play blue harbour: live", "O B-album I-album I-album", "PlayMusic"),
    ("will it rain in oslo at 5 o clock", "O O O O B-city O B-time I-time I-time", "GetWeather"),
)
SMALL_CONFIGS: dict[str, Config] = {
    "lstm": TaggingConfig("lstm", 8, 6, 5, 7),
    "gru": TaggingConfig("gru", 8, 6, 5, 7, layers=2),
    "rnn": TaggingConfig("rnn", 8, 6, 5, 7),
    "bilstm": TaggingConfig("lstm", 8, 6, 5, 7, layers=2, bidirectional=True),
    "window": WindowConfig(1, 2, 8, 6, 5, 7),
    "behind": WindowConfig(2, 0, 8, 6, 5, 7),
}
RUNNING = ("lstm", "gru", "rnn", "behind")
LABELS = Labels.found(
    [tags.split() for _, tags, _ in REQUESTS], [intent for _, _, intent in REQUESTS]
)
CALIBRATION = {
    "tag_temperature": 1.5,
    "intent_temperature": 0.8,
    "tag_confidence_threshold": 0.3,
    "intent_confidence_threshold": 0.6,
}


def tiny_encoder() -> Encoder:
    """Knows most words of the requests."""
    found = [word for words, _, _ in REQUESTS for word in words.split() if word.isalpha()]
    return Encoder(Vocabulary(list(dict.fromkeys([PADDING, UNKNOWN, *found]))))


def write_requests(folder: Path, split: str, rows: Sequence[Row] = REQUESTS) -> None:
    """A part of a data folder."""
    path = folder / "snips" / f"{split}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = {
        "tokens": [words.split() for words, _, _ in rows],
        "tags": [tags.split() for _, tags, _ in rows],
        "intent": [intent for _, _, intent in rows],
    }
    pq.write_table(pa.table(columns), path)


def write_tiny_data(folder: Path) -> Path:
    """A data folder whose three parts say alike things of different places."""
    for split, place in (("train", "oslo"), ("validation", "bergen"), ("test", "narvik")):
        write_requests(folder, split, [(row[0].replace("by", place), *row[1:]) for row in REQUESTS])
    write_requests(
        folder,
        "train",
        [(f"{words} {n}", f"{tags} O", intent) for n in "123" for words, tags, intent in REQUESTS],
    )
    return folder


def build_tiny_tagger(path: Path, config: Config) -> Path:
    """A model folder with seeded weights, lively enough that every word moves the answer."""
    torch.manual_seed(3)
    encoder = tiny_encoder()
    network = build_network(config, encoder, LABELS)
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.7)
    sections = {
        "task": "tagging",
        **described(config, LABELS),
        "calibration": CALIBRATION,
        "training": {"seed": 1},
        "command": "tests",
        "data": {},
    }
    weights = network.half().state_dict()
    save_model(path, config=sections, weights=weights, vocabulary=encoder.vocabulary.entries)
    TaggingPipeline.load(path).write_golden_examples(path)
    return path


def build_tiny_models(root: Path) -> None:
    """One of each kind that pages tell apart."""
    for kind in ("lstm", "bilstm", "window"):
        build_tiny_tagger(root / f"tagging-tiny-{kind}", SMALL_CONFIGS[kind])
