"""Invented pairs of sentences, and tiny translators that have learnt them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import torch
from torch.nn import functional as F

from pipelines.data.multi30k import Language
from pipelines.generation.stored import decoding_section
from pipelines.generation.strategies import END, START, Beam
from pipelines.models.saving import save_model
from pipelines.tasks.translation.network import Sentences, TranslationConfig, TranslationNetwork
from pipelines.tasks.translation.pipeline import GOLDEN_TEXTS, TranslationPipeline
from pipelines.tasks.translation.reading import cut
from pipelines.tasks.translation.sources import other
from pipelines.text import PADDING, UNKNOWN, Vocabulary

# English and German.
PAIRS = (
    *zip(GOLDEN_TEXTS["en"], GOLDEN_TEXTS["de"], strict=True),
    ("A man rides a bicycle.", "Ein Mann fährt Fahrrad."),
    ("The dog runs, and a woman reads.", "Der Hund rennt und eine Frau liest."),
    ("A man in a green coat runs.", "Ein Mann in einem grünen Mantel rennt."),
)
SMALL_CONFIGS = {
    "lstm": TranslationConfig("lstm", 16, 32, 2, dropout=0.0),
    "gru": TranslationConfig("gru", 16, 32, 1, dropout=0.0),
    "attention": TranslationConfig("lstm", 16, 32, 2, attention=True, dropout=0.0),
}


def write_pairs(folder: Path, split: str, pairs: Sequence[tuple[str, str]]) -> None:
    """A part of a data folder."""
    path = folder / "multi30k" / f"{split}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    en, de = zip(*pairs, strict=True)
    pq.write_table(pa.table({"en": list(en), "de": list(de)}), path)


def write_tiny_data(folder: Path) -> Path:
    """A data folder whose three parts hold the pairs, a colour changed in each."""
    for split, hue in (("train", "green"), ("validation", "red"), ("test", "blue")):
        write_pairs(folder, split, [(en.replace("green", hue), de) for en, de in PAIRS])
    return folder


@cache
def tiny_network(
    kind: str, language: Language
) -> tuple[TranslationNetwork, tuple[str, ...], tuple[str, ...]]:
    """A network that has learnt the pairs by heart; the words that it reads, those it writes."""
    source = [[t.text.lower() for t in cut(pair[language == "de"])] for pair in PAIRS]
    target = [[t.text for t in cut(pair[language == "en"])] for pair in PAIRS]
    read = Vocabulary([PADDING, UNKNOWN, *_words(source)])
    written = Vocabulary([PADDING, UNKNOWN, START, END, *_words(target)])
    torch.manual_seed(3)
    network = TranslationNetwork(SMALL_CONFIGS[kind], len(read), len(written))
    sentences = Sentences.of([read.encode(words) for words in source])
    ids = torch.nn.utils.rnn.pad_sequence(
        [torch.tensor(written.encode([START, *words, END])) for words in target], batch_first=True
    )
    optimizer = torch.optim.Adam(network.parameters(), 0.03)
    for _ in range(45):
        logits = network(sentences, ids[:, :-1])
        loss = F.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten(), ignore_index=0)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
    return network, read.entries, written.entries


def _words(sentences: Sequence[Sequence[str]]) -> list[str]:
    return list(dict.fromkeys(word for words in sentences for word in words))


def build_tiny_translator(path: Path, kind: str = "lstm", language: Language = "de") -> Path:
    """A model folder of a translator from ``language`` that has learnt the pairs by heart."""
    network, read, written = tiny_network(kind, language)
    save_model(
        path,
        config={
            "task": "translation",
            "source": language,
            "target": other(language),
            "network": asdict(network.config),
            "decoding": decoding_section(Beam(3, 0.7), 20),
            "training": {"seed": 1},
            "command": "tests",
            "data": {},
        },
        weights={name: value.half() for name, value in network.state_dict().items()},
        vocabulary=written,
        source_vocabulary=read,
    )
    TranslationPipeline.load(path).write_golden_examples(path)
    return path


def build_tiny_models(root: Path) -> None:
    """One of each kind that pages tell apart."""
    build_tiny_translator(root / "translation-tiny-de-en")
    build_tiny_translator(root / "translation-tiny-en-de", language="en")
    build_tiny_translator(root / "translation-tiny-attention", "attention")
