"""Pretrains without labels.

A language model learns to say the next word; a classifier then starts from its word vectors and
recurrent weights (Dai & Le 2015).
"""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
from jsonargparse import ArgumentParser, Namespace
from torch.utils.data import DataLoader

from pipelines.command_line import called
from pipelines.data.folder import revision
from pipelines.models.staging import require_writable
from pipelines.tasks.sentiment.batches import Batch, EncodedTexts
from pipelines.tasks.sentiment.data import (
    NO_OPINION,
    Texts,
    load_training_texts,
    load_unlabelled_reviews,
    load_validation_texts,
)
from pipelines.tasks.sentiment.language import (
    LanguageConfig,
    LanguageModule,
    LanguageNetwork,
    LanguageTraining,
)
from pipelines.tasks.sentiment.mixture import load_more_texts, more_digests
from pipelines.tasks.sentiment.pretrained import write_pretrained
from pipelines.tasks.sentiment.sources import IMDB, SST
from pipelines.tasks.sentiment.subwords import WordEncoder
from pipelines.text import Vocabulary
from pipelines.training.batching import BucketSampler
from pipelines.training.fitting import begin, training_loader, validation_loader
from pipelines.training.settings import (
    Run,
    add_training_arguments,
    is_main_process,
    run_of,
    seed_everything,
)

COMMAND = "pretrain sentiment"


def pretrain(run: Run, network: LanguageConfig, training: LanguageTraining) -> None:
    """Train a language model and write its word vectors and recurrent weights."""
    require_writable(run.output, file=True)
    data = revision(run.data, IMDB, ["train", "test", "unsupervised"])
    data |= revision(run.data, SST, ["train", "validation", "test"]) | more_digests(
        run.data, training.more
    )
    with begin(run, COMMAND, training, network=asdict(network), data=data) as session:
        seed_everything(training.seed)
        texts = load_training_texts(run.data)
        # Validation reviews stay unseen, so that validation accuracies keep their meaning.
        held_out = Texts.of(load_validation_texts(run.data)["reviews"]).tokens
        more = [load_more_texts(run.data, name) for name in training.more]
        seen = texts.reviews.tokens + load_unlabelled_reviews(run.data) + texts.sentences.tokens
        seen += [tokens for found in more for tokens in found.tokens]
        vocabulary = Vocabulary.build(seen, max_size=training.vocabulary_size)
        module = LanguageModule(LanguageNetwork(network, len(vocabulary)), training)
        learnt, validation = (
            _beginnings(tokens, vocabulary, training.max_tokens) for tokens in (seen, held_out)
        )
        session.fit(
            module,
            _training_loader(learnt, training),
            [validation_loader(validation, validation.lengths, 64)],
            vocabulary,
        )
        if is_main_process():
            _save(run, network, module, vocabulary, data)


def _training_loader(learnt: EncodedTexts, training: LanguageTraining) -> DataLoader[Batch]:
    sampler = BucketSampler(
        learnt.lengths,
        training.batch_size,
        training.seed,
        always=np.arange(0),
        pools=[(np.arange(len(learnt)), training.texts_per_epoch)],
    )
    return training_loader(learnt, sampler)


def _save(
    run: Run,
    network: LanguageConfig,
    module: LanguageModule,
    vocabulary: Vocabulary,
    data: dict[str, str],
) -> None:
    kept = {
        name: value
        for name, value in module.network.state_dict().items()
        if name.startswith(("embedding.", "recurrent."))
    }
    config = {
        "network": asdict(network),
        "training": asdict(module.config),
        "command": called(),
        "data": data,
    }
    write_pretrained(run.output, config, vocabulary.entries, kept)


def _beginnings(texts: list[list[str]], vocabulary: Vocabulary, max_tokens: int) -> EncodedTexts:
    # A text of one word has no next word to say.
    cut = [tokens[:max_tokens] for tokens in texts if len(tokens) > 1]
    return EncodedTexts(Texts(cut, [NO_OPINION] * len(cut)), WordEncoder(vocabulary))


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    add_training_arguments(parser, "pretrained/language.safetensors")
    parser.add_argument("--network", type=LanguageConfig, default=LanguageConfig())
    parser.add_argument("--training", type=LanguageTraining, default=LanguageTraining())


def run(options: Namespace) -> None:
    """Pretrain a language model on IMDB reviews."""
    pretrain(run_of(options), options.network, options.training)
