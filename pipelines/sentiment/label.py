"""Let teachers label reviews: ``python -m pipelines.sentiment.label OUTPUT MODEL … --data FOLDER``.

What several models together say of the unsupervised IMDB reviews is what one model can learn from
(Hinton et al. 2015).
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file
from tqdm import tqdm

from pipelines.command_line import main_of
from pipelines.data_folder import data_folder
from pipelines.errors import DataError
from pipelines.sentiment.data import Texts, load_unlabelled_reviews
from pipelines.sentiment.pipeline import SentimentPipeline
from pipelines.sentiment.scorers import Text

REVIEWS_AT_ONCE = 2_000
LOGITS = "logits"


def label(output: Path, models: list[Path], data: Path) -> None:
    """Store the mean calibrated logit of ``models`` for each unlabelled review, in their order."""
    reviews = load_unlabelled_reviews(data)
    total = np.zeros(len(reviews))
    for path in models:
        pipeline = SentimentPipeline.load(path)
        for start in tqdm(range(0, len(reviews), REVIEWS_AT_ONCE), desc=path.name):
            # Their original spelling is gone, so a teacher must read words.
            texts = [Text(" ".join(w), w) for w in reviews[start : start + REVIEWS_AT_ONCE]]
            tokens = np.array([len(text.words) for text in texts])
            logits = pipeline.scorer.logits(texts) / pipeline.calibration.temperatures(tokens)
            total[start : start + REVIEWS_AT_ONCE] += logits / len(models)
    output.parent.mkdir(parents=True, exist_ok=True)
    save_file({LOGITS: total.astype(np.float16)}, output)


def load_taught(path: Path, data: Path) -> Texts:
    """The unlabelled reviews with the probabilities that ``label`` stored.

    Raises:
        DataError: the file is damaged, or of another data folder.
    """
    reviews = load_unlabelled_reviews(data)
    try:
        logits = load_file(path)[LOGITS].astype(float)
    except (OSError, SafetensorError, KeyError) as error:
        raise DataError(f"{path} holds no labels: {error}. Make it with label.") from error
    if len(logits) != len(reviews):
        raise DataError(
            f"{path} labels {len(logits):,} reviews, the data folder holds {len(reviews):,}. "
            "Make it again from this folder."
        )
    return Texts(reviews, (1 / (1 + np.exp(-logits))).tolist())


def main() -> None:
    """Read the command line and label."""
    parser = ArgumentParser(description="Let models label the unsupervised IMDB reviews.")
    parser.add_argument("output", type=Path, help="file to write, e.g. labels.safetensors")
    parser.add_argument("models", type=Path, nargs="+", help="model folders, the teachers")
    parser.add_argument("--data", type=Path, help="data folder; else UNROLLED_DATA")
    options = parser.parse_args()
    label(options.output, options.models, data_folder(options.data))


if __name__ == "__main__":
    main_of(main)
