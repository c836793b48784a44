"""Lets teachers label reviews.

What several models together say of the unsupervised IMDB reviews, and of single sentences of them,
is what one model can learn from (Hinton et al. 2015).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from jsonargparse import ArgumentParser, Namespace
from safetensors import SafetensorError
from safetensors.numpy import load_file, save
from tqdm import tqdm

from pipelines.command_line import as_path
from pipelines.data.folder import DATA_HELP, data_folder
from pipelines.errors import DataError
from pipelines.models.staging import require_writable, write_bytes
from pipelines.tasks.sentiment.data import DOMAINS, Texts, load_unlabelled_texts
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.scorers import Text

TEXTS_AT_ONCE = 2_000


def label(output: Path, models: list[Path], data: Path) -> None:
    """Store the mean calibrated logit of ``models`` for each unlabelled text, in their order."""
    require_writable(output, file=True)
    texts = load_unlabelled_texts(data)
    teachers = {path.name: SentimentPipeline.load(path) for path in models}
    logits = {
        domain: sum(_logits(teacher, found, name) for name, teacher in teachers.items())
        for domain, found in texts.items()
    }
    means = {domain: total / len(models) for domain, total in logits.items()}
    stored = {domain: np.asarray(mean, np.float16) for domain, mean in means.items()}
    write_bytes(output, save(stored))


def _logits(teacher: SentimentPipeline, found: list[list[str]], name: str) -> np.ndarray:
    """Calibrated logits ``(N,)`` of one teacher."""
    parts = []
    for start in tqdm(range(0, len(found), TEXTS_AT_ONCE), desc=name):
        # Their original spelling is gone, so a teacher must read words.
        texts = [Text(" ".join(tokens), tokens) for tokens in found[start : start + TEXTS_AT_ONCE]]
        lengths = np.array([len(text.words) for text in texts])
        parts.append(teacher.scorer.logits(texts) / teacher.calibration.temperatures(lengths))
    return np.concatenate(parts) if parts else np.zeros(0)


def load_labels(path: Path) -> dict[str, np.ndarray]:
    """The mean logits ``(N,)`` that ``label`` stored, by domain.

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
    if not all(values.ndim == 1 and np.isfinite(values).all() for values in logits.values()):
        raise DataError("{path} holds labels that are no numbers. Make it with label.", path=path)
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
        domain: Texts(found, (1 / (1 + np.exp(-logits[domain]))).tolist())
        for domain, found in texts.items()
    }


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("output", type=as_path, help="file to write, e.g. labels.safetensors")
    parser.add_argument(
        "models", type=as_path, nargs="+", help="model folders, whose mean answer counts"
    )
    parser.add_argument("--data", type=as_path, metavar="FOLDER", help=DATA_HELP)


def run(options: Namespace) -> None:
    """Let models label the unlabelled reviews of the data folder, for train --distillation."""
    label(options.output, options.models, data_folder(options.data))
