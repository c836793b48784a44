"""Lets teachers label reviews.

What several models together say of the unsupervised IMDB reviews, and of single sentences of them,
is what one model can learn from (Hinton et al. 2015).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from jsonargparse import ArgumentParser, Namespace
from safetensors import SafetensorError
from safetensors.numpy import load_file, save
from tqdm import tqdm

from pipelines.command_line import as_path
from pipelines.data.folder import DATA_HELP, data_folder
from pipelines.errors import DataError
from pipelines.language import _
from pipelines.layers.recurrent import knows_bfloat16
from pipelines.models.staging import require_writable, write_bytes
from pipelines.pieces import finished
from pipelines.tasks.sentiment.calibration import OPINION, POSITIVE, sigmoid
from pipelines.tasks.sentiment.data import DOMAINS, Target, Texts, load_unlabelled_texts
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.scorers import Text

TEXTS_AT_ONCE = 20_000
CERTAIN, MOST = 10.0, 1_000.0  # As logits.


def label(output: Path, teachers: Mapping[str, Sequence[Path]], data: Path) -> None:
    """Store what models say of each unlabelled text on average, in the order of these.

    Args:
        output: file to write.
        teachers: model folders by domain: who is good at reviews need not be at single sentences,
            of which many are no opinion.
        data: the data folder.
    """
    require_writable(output, file=True)
    texts = load_unlabelled_texts(data)
    loaded = {
        path: SentimentPipeline.load(path).accelerated()
        for path in dict.fromkeys(itertools.chain(*teachers.values()))
    }
    stored = {
        domain: _mean([_logits(loaded[path], texts[domain]) for path in paths])
        for domain, paths in teachers.items()
    }
    write_bytes(output, save(stored))


def _mean(several: list[np.ndarray]) -> np.ndarray:
    """The mean in each column ``(N, 2)``; where nobody says so, a text is an opinion."""
    positive = np.mean([logits[:, POSITIVE] for logits in several], axis=0)
    said = [logits[:, OPINION] for logits in several if logits.shape[1] > OPINION]
    opinion = np.mean(said, axis=0) if said else np.full(len(positive), CERTAIN)
    return np.stack([positive, opinion], axis=1).clip(-MOST, MOST).astype(np.float16)


def _logits(teacher: SentimentPipeline, found: list[list[str]]) -> np.ndarray:
    """Logits ``(N, O)`` of one teacher, calibrated."""
    parts = []
    device = "cuda" if torch.cuda.is_available() else "cpu"
    for start in tqdm(range(0, len(found), TEXTS_AT_ONCE), desc=teacher.name):
        # Their original spelling is gone, so a teacher must read words.
        texts = [Text(" ".join(tokens), tokens) for tokens in found[start : start + TEXTS_AT_ONCE]]
        lengths = np.array([len(text.words) for text in texts])
        with torch.autocast(device, torch.bfloat16, enabled=knows_bfloat16(device)):
            logits = finished(teacher.scorer.logits_in_pieces(texts))
        logits[:, POSITIVE] = teacher.calibration.calibrated(logits, lengths)
        parts.append(logits)
    return np.concatenate(parts) if parts else np.zeros((0, 1))


def load_labels(path: Path) -> dict[str, np.ndarray]:
    """The mean logits ``(N, 2)`` that ``label`` stored, by domain.

    Raises:
        DataError: the file is missing or damaged, or holds something else.
    """
    try:
        stored = load_file(path)
        logits = {domain: stored[domain].astype(float) for domain in DOMAINS}
    except (OSError, SafetensorError, KeyError) as error:
        raise DataError(
            "{path} holds no labels: {error}. Make it with label.", path=path, error=str(error)
        ) from error
    if not all(
        values.shape[1:] == (2,) and np.isfinite(values).all() for values in logits.values()
    ):
        raise DataError("{path} holds no two numbers a text. Make it with label.", path=path)
    return logits


def distilled_texts(logits: dict[str, np.ndarray], data: Path, path: Path) -> dict[str, Texts]:
    """The unlabelled texts with the probability of each that teachers gave, by domain.

    Args:
        logits: what ``load_labels`` read from ``path``.
        data: the data folder that it was made from.

    Raises:
        DataError: it was made from another one.
    """
    texts = load_unlabelled_texts(data)
    for domain, found in texts.items():
        if len(logits[domain]) != len(found):
            raise DataError(
                "{path} labels {n:,} {domain}, the data folder holds {found:,}. Make it again from "
                "this folder.",
                path=path,
                n=len(logits[domain]),
                domain=domain,
                found=len(found),
            )
    return {
        domain: Texts(found, [Target(*row) for row in sigmoid(logits[domain])])
        for domain, found in texts.items()
    }


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "output",
        type=as_path,
        help=_("file to write, e.g. {example}", example="labels.safetensors"),
    )
    parser.add_argument(
        "models", type=as_path, nargs="+", help=_("model folders, whose mean answer counts")
    )
    parser.add_argument(
        "--sentences", type=as_path, nargs="+", metavar="MODEL",
        help=_("who labels single sentences; by default the same"),
    )  # fmt: skip
    parser.add_argument("--data", type=as_path, metavar="FOLDER", help=_(DATA_HELP))


def run(options: Namespace) -> None:
    """Let models label the unlabelled reviews of the data folder, for train --distillation."""
    teachers = {"reviews": options.models, "sentences": options.sentences or options.models}
    label(options.output, teachers, data_folder(options.data))
