"""Which cells of a reader move its answer most, and which follow something nameable."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from pipelines.data.folder import revision
from pipelines.errors import InputError
from pipelines.models.cells import Cells
from pipelines.scoring.cells import Observation, draw, find_cells
from pipelines.tasks.sentiment.data import load_validation_texts
from pipelines.tasks.sentiment.features import features_of
from pipelines.tasks.sentiment.memory import tops, unit_parts
from pipelines.tasks.sentiment.network import SentimentNetwork
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.reading import read
from pipelines.tasks.sentiment.results import SentimentTrace
from pipelines.tasks.sentiment.sources import IMDB, SST
from pipelines.tasks.sentiment.task import SENTIMENT

MOST_TEXTS = 500  # Of each domain.


def cells(path: Path, data: Path) -> Cells:
    """Look at the cells of a model while it reads validation texts.

    Their effect is on the logit of the whole text that it is positive.

    Raises:
        ModelError: the model folder is damaged.
        InputError: the model has no recurrent layers.
        DataError: the validation texts of the data folder cannot be used.
    """
    pipeline = SentimentPipeline.load(path)
    network = pipeline.network_scorer().network
    if not isinstance(network, SentimentNetwork):
        raise InputError("{model} has no cells. Choose a recurrent network.", model=pipeline.name)
    observations = [_observation(network, pipeline.trace(text)) for text in _drawn(pipeline, data)]
    revisions = revision(data, IMDB, ["train", "test"]) | revision(data, SST, ["validation"])
    return find_cells(observations, SENTIMENT.features, revisions)


def _drawn(pipeline: SentimentPipeline, data: Path) -> list[str]:
    """Texts of both domains that can be read, in random order."""
    texts: list[str] = []
    for labelled in load_validation_texts(data).values():
        for row in draw(len(labelled.texts), MOST_TEXTS):
            with suppress(InputError):  # It holds no word that can move an answer.
                read(labelled.texts[row], pipeline.scorer)
                texts.append(labelled.texts[row])
    return [texts[row] for row in draw(len(texts), len(texts))]


def _observation(network: SentimentNetwork, trace: SentimentTrace) -> Observation:
    seen = trace.tokens[: len(trace.layers[0].hidden)]
    return Observation.of(
        trace.layers,
        tops(trace),
        features_of(trace.text, seen),
        unit_parts(network, trace)[None],
    )
