"""Makes the models that others are compared with: VADER, TF-IDF and NBSVM."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from jsonargparse import ArgumentParser, Namespace
from sklearn.linear_model import LogisticRegression
from torch import Tensor

from pipelines.command_line import as_path, called
from pipelines.data.folder import DATA_HELP, data_folder, revision
from pipelines.errors import DataError
from pipelines.language import _
from pipelines.models.saving import save_model
from pipelines.models.staging import require_writable, staged
from pipelines.tasks.sentiment.baselines import COEFFICIENTS, IDF, INTERCEPT, ngram_vectorizer
from pipelines.tasks.sentiment.calibrate import calibrate
from pipelines.tasks.sentiment.calibration import Calibration
from pipelines.tasks.sentiment.data import Texts, load_training_texts, load_validation_texts
from pipelines.tasks.sentiment.sources import IMDB, SST
from pipelines.text import PADDING, UNKNOWN

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer

STRENGTHS = (1.0, 3.0, 10.0, 30.0)  # scikit-learn's C: a larger one regularises less.
NEUTRAL = 0.5


class Counting(NamedTuple):
    """Which n-grams are counted: up to so many words, in at least so many texts."""

    longest: int
    min_count: int


TFIDF = Counting(longest=2, min_count=5)
NBSVM = Counting(longest=3, min_count=3)


def make_vader(output: Path, data: Path) -> None:
    """Write the folder of VADER: nothing is trained, only the temperature is fitted."""
    _save(output, "vader", data, {"vaderSentiment": version("vaderSentiment")}, None)


def make_tfidf(output: Path, data: Path) -> None:
    """Fit the regression on TF-IDF of words and pairs of words."""
    _make_regression(output, "tfidf", data, TFIDF)


def make_nbsvm(output: Path, data: Path) -> None:
    """Fit it on naive Bayes features up to triples (Wang & Manning 2012, Mesnil et al. 2015)."""
    _make_regression(output, "nbsvm", data, NBSVM)


def _make_regression(output: Path, architecture: str, data: Path, counting: Counting) -> None:
    # Treebank texts between the classes are left out, because the regression wants a side.
    texts = load_training_texts(data)
    tokens, sides = _sided(texts.reviews + texts.sentences)
    try:
        vectorizer = ngram_vectorizer(counting.longest, min_df=counting.min_count).fit(tokens)
    except ValueError as error:  # Nothing is counted.
        raise DataError(
            "No word stands in {min_count} of the {n:,} training texts of {data}. Give more data.",
            min_count=counting.min_count,
            n=len(tokens),
            data=data,
        ) from error
    if architecture == "nbsvm":
        vectorizer.idf_ = _log_count_ratios(vectorizer, tokens, sides)
    counted = vectorizer.transform(tokens)
    held_out = [_sided(Texts.of(domain)) for domain in load_validation_texts(data).values()]
    validation = [(vectorizer.transform(words), labels) for words, labels in held_out]
    fitted = {c: LogisticRegression(C=c, max_iter=1000).fit(counted, sides) for c in STRENGTHS}
    scores = {
        c: float(np.mean([model.score(*domain) for domain in validation]))
        for c, model in fitted.items()
    }
    chosen = max(scores, key=lambda c: scores[c])
    training = {"C": chosen, "min_count": counting.min_count, "validation_scores": scores}
    weights = {
        IDF: torch.tensor(vectorizer.idf_).half(),
        COEFFICIENTS: torch.tensor(fitted[chosen].coef_[0]).half(),
        INTERCEPT: torch.tensor(fitted[chosen].intercept_).half(),
    }
    ngrams = [PADDING, UNKNOWN, *vectorizer.get_feature_names_out()]
    _save(output, architecture, data, training, weights, ngrams)


def _log_count_ratios(
    vectorizer: TfidfVectorizer, tokens: list[list[str]], sides: np.ndarray
) -> np.ndarray:
    """For each n-gram the logarithm of how much more of the praise than of the blame holds it."""
    present = vectorizer.transform(tokens) > 0
    praise, blame = (
        np.asarray(present[rows].sum(axis=0)).ravel() + 1.0 for rows in (sides, ~sides)
    )
    ratios: np.ndarray = np.log(praise / praise.sum()) - np.log(blame / blame.sum())
    return ratios


def _sided(texts: Texts) -> tuple[list[list[str]], np.ndarray]:
    positive = np.array(texts.targets)[:, 0]
    rows = np.flatnonzero(positive != NEUTRAL)
    return [texts.tokens[row] for row in rows], positive[rows] > NEUTRAL


def _save(
    output: Path,
    architecture: str,
    data: Path,
    training: Mapping[str, Any],
    weights: Mapping[str, Tensor] | None,
    ngrams: list[str] | None = None,
) -> None:
    with staged(output) as folder:
        save_model(
            folder,
            config={
                "task": "sentiment",
                "architecture": architecture,
                "calibration": asdict(Calibration()),
                "training": dict(training),
                "command": called(),
                "data": revision(data, IMDB, ["train", "test"])
                | revision(data, SST, ["train", "validation"]),
            },
            weights=weights,
            vocabulary=ngrams,
        )
        calibrate(folder, data)


_MAKERS = {"vader": make_vader, "tfidf": make_tfidf, "nbsvm": make_nbsvm}


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("kind", choices=tuple(_MAKERS), help=_("VADER's rules, or counted words"))
    parser.add_argument(
        "output",
        type=as_path,
        help=_("folder to write, e.g. {example}", example="models/baseline-tfidf"),
    )
    parser.add_argument("--data", type=as_path, metavar="FOLDER", help=_(DATA_HELP))


def run(options: Namespace) -> None:
    """Make a model to compare others with.

    VADER's rules, or a logistic regression on counted words (tfidf, nbsvm).
    """
    require_writable(options.output)
    _MAKERS[options.kind](options.output, data_folder(options.data))
