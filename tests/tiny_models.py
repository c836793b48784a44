"""Tiny seeded model folders, for the tests of pipelines and dashboard alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import timm
import torch
from torch.nn import functional as F

from pipelines.generation.strategies import END, START
from pipelines.layers.recurrent import CellKind
from pipelines.models.files import WEIGHTS
from pipelines.models.saving import save_model, sha256
from pipelines.pictures.images import read_image
from pipelines.tasks import TASKS
from pipelines.tasks.captioning.encoder import ImageEncoder
from pipelines.tasks.captioning.network import CaptionConfig, CaptionDecoder
from pipelines.tasks.captioning.pipeline import GOLDEN_PHOTOS, write_golden_examples
from pipelines.tasks.captioning.samples import scikit_image_photo
from pipelines.tasks.sentiment.baselines import COEFFICIENTS, IDF, INTERCEPT
from pipelines.tasks.sentiment.golden import GOLDEN_TEXTS
from pipelines.tasks.sentiment.loading import architecture_of, build_network
from pipelines.tasks.sentiment.network import SentimentConfig
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.window import WindowConfig
from pipelines.text import PADDING, UNKNOWN, words

REVIEW_WORDS = """
the a an and or but not n't no never of to in it 's this that was is were be i you he she they we
film movie story plot actor acting cast scene ending music script director hour minutes time part
good great fine warm funny clever moving beautiful brilliant best love loved like enjoyed
bad dull weak slow boring awful terrible worst noise wasted hate hated stupid poor mess
very too so really only just more most than must at all with for on one two 8/10 did do ca would
. , ! ? " ' ( ) ... -- - : ;
"""
CAPTION_WORDS = """
a the cat looks at camera with green eyes rocket stands on launch pad night dog runs through grass
man woman child in red shirt two people are sitting is jumping over water ball and white black
"""
PHOTO_CAPTIONS = (
    "a cat looks at the camera with green eyes",
    "the white rocket stands on launch pad in black night",
)

CALIBRATION = {"offset": 0.4, "slope": 0.1, "confidence_threshold": 0.6}

HISTORY = """epoch,training_loss,validation_loss,validation_score,seconds
1,0.7,0.6,0.5,1.0
2,0.5,0.6,0.6,1.0
"""


def build_tiny_models(root: Path) -> None:
    """Write tiny models of every task, all verified; of later tasks by their own ``tiny.py``."""
    _build_sentiment(root / "sentiment-tiny-lstm", SentimentConfig("lstm", 8, 8))
    _build_sentiment(root / "sentiment-tiny-rnn", SentimentConfig("rnn", 8, 8, pooling="last"))
    _build_sentiment(root / "sentiment-tiny-gru", SentimentConfig("gru", 8, 8, layers=2))
    _build_sentiment(root / "sentiment-tiny-bilstm", SentimentConfig("lstm", 8, 8, 1, True))
    _build_sentiment(root / "sentiment-tiny-window", WindowConfig(3, 8, 8))
    _build_vader(root / "baseline-tiny-vader")
    _build_tfidf(root / "baseline-tiny-tfidf")
    _build_encoder(root / "encoder-tiny")
    for cell in ("lstm", "rnn"):
        _build_captioner(root / f"caption-tiny-{cell}", root / "encoder-tiny", cell)
    for task in TASKS:
        if find_spec(f"tests.tasks.{task}.tiny"):
            import_module(f"tests.tasks.{task}.tiny").build_tiny_models(root)


def review_vocabulary() -> list[str]:
    """About a hundred everyday words of reviews, and those of the golden texts."""
    golden = [word for text in GOLDEN_TEXTS for word in words(text)]
    return list(dict.fromkeys([PADDING, UNKNOWN, *REVIEW_WORDS.split(), *golden]))


def caption_vocabulary() -> list[str]:
    """Markers and about forty words of captions."""
    return list(dict.fromkeys([PADDING, UNKNOWN, START, END, *CAPTION_WORDS.split()]))


def _build_sentiment(path: Path, config: SentimentConfig | WindowConfig) -> None:
    torch.manual_seed(1)
    vocabulary = review_vocabulary()
    network = build_network(config, len(vocabulary))
    # Untrained weights are small; wider ones let every word move the answer visibly.
    torch.nn.init.normal_(network.embedding.weight, std=1.0)
    torch.nn.init.normal_(network.head.weight, std=1.0)
    _save(
        path,
        "sentiment",
        config,
        network,
        vocabulary,
        architecture=architecture_of(config),
        calibration=CALIBRATION,
    )
    SentimentPipeline.load(path).write_golden_examples(path)


def _build_vader(path: Path) -> None:
    sections = {"task": "sentiment", "architecture": "vader", "calibration": CALIBRATION}
    save_model(path, config=sections, weights=None)
    SentimentPipeline.load(path).write_golden_examples(path)


def _build_tfidf(path: Path) -> None:
    torch.manual_seed(4)
    ngrams = [*review_vocabulary(), "not good", "not bad"]
    columns = len(ngrams) - 2
    coefficients = torch.randn(columns)
    coefficients[-2:] = torch.tensor([-5.0, 5.0])
    weights = {
        IDF: torch.full((columns,), 2.0),
        COEFFICIENTS: coefficients,
        INTERCEPT: torch.zeros(1),
    }
    sections = {"task": "sentiment", "architecture": "tfidf", "calibration": CALIBRATION}
    save_model(path, config=sections, weights=weights, vocabulary=ngrams)
    SentimentPipeline.load(path).write_golden_examples(path)


def _build_encoder(path: Path) -> None:
    torch.manual_seed(2)
    architecture = "tf_efficientnet_lite0"
    network = timm.create_model(architecture, pretrained=False)
    config = {"task": "encoder", "network": {"architecture": architecture, "classes": 1_000}}
    save_model(path, config=config, weights=network.half().state_dict())


def _build_captioner(path: Path, encoder: Path, cell: CellKind) -> None:
    torch.manual_seed(3)
    vocabulary = caption_vocabulary()
    config = CaptionConfig(cell, embedding_size=16, hidden_size=32, layers=1, dropout=0.0)
    decoder = CaptionDecoder(config, len(vocabulary))
    _learn_two_photos(decoder, ImageEncoder.load(encoder), vocabulary)
    _save(
        path,
        "captioning",
        config,
        decoder,
        vocabulary,
        encoders={encoder.name: sha256(encoder / WEIGHTS)},
        decoding={"width": 3, "length_penalty": 0.7, "no_repeat_ngram_size": 0, "max_words": 12},
        trust={"offset": 2.0, "slope": 1.5, "floor": 0.3, "out_of_distribution_from": 3.0},
    )
    write_golden_examples(path)


def _learn_two_photos(
    decoder: CaptionDecoder, encoder: ImageEncoder, vocabulary: list[str]
) -> None:
    """Overfit the golden photos, because a captioner that sees nothing fails its own check."""
    photos = [read_image(scikit_image_photo(file)) for file in GOLDEN_PHOTOS]
    features = encoder.encode(photos).clone()  # Inference tensors cannot be trained on.
    captions = [[START, *caption.split(), END] for caption in PHOTO_CAPTIONS]
    ids = [torch.tensor([vocabulary.index(word) for word in caption]) for caption in captions]
    padded = torch.nn.utils.rnn.pad_sequence(ids, batch_first=True)
    optimizer = torch.optim.Adam(decoder.parameters(), 0.02)
    for _ in range(50):
        logits = decoder(features, padded[:, :-1])
        loss = F.cross_entropy(logits.flatten(0, 1), padded[:, 1:].flatten(), ignore_index=0)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()


def _save(
    path: Path,
    task: str,
    network_config: SentimentConfig | WindowConfig | CaptionConfig,
    network: torch.nn.Module,
    vocabulary: list[str],
    **sections: Mapping[str, Any] | str,
) -> None:
    history = path.with_suffix(".csv")
    history.write_text(HISTORY)
    config = {
        "task": task,
        "network": asdict(network_config),
        "training": {"seed": 1},
        "command": "tests.tiny_models",
        "data": {},
        **sections,
    }
    weights = network.half().state_dict()
    save_model(path, config=config, weights=weights, vocabulary=vocabulary, history=history)
    history.unlink()
