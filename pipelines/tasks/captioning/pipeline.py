"""A trained captioner behind two questions: what is in the photo, and how was it put into words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from torch import Tensor

from pipelines.errors import ModelError
from pipelines.generation.decoding import decode
from pipelines.generation.results import DecodingStep, Hypothesis, exhaust
from pipelines.generation.stepping import step_function
from pipelines.generation.stored import stored_decoding, writing_vocabulary
from pipelines.generation.strategies import Beam, Constraints, Strategy
from pipelines.messages import Message
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import GOLDEN
from pipelines.models.golden import repeated
from pipelines.models.json_files import write_json
from pipelines.models.weights import load_network
from pipelines.pictures.images import read_image
from pipelines.tasks.captioning.encoder import ImageEncoder, load_encoders
from pipelines.tasks.captioning.network import CaptionConfig, CaptionDecoder
from pipelines.tasks.captioning.results import Caption
from pipelines.tasks.captioning.samples import scikit_image_photo
from pipelines.tasks.captioning.trust import Trust
from pipelines.text import Vocabulary

Features = Tensor  # ``(B, F)``, of all encoders side by side.
GOLDEN_TOLERANCE = 0.02
GOLDEN_PHOTOS = ("chelsea.png", "rocket.jpg")


class CaptionPipeline:
    """A trained model, ready to write. It holds no state between calls, so threads may share it.

    Attributes:
        encoders: whose features the decoder reads side by side.
        beam: the strategy that was chosen on validation data.
        trust: what its probabilities are worth, by validation data.
        max_words: where a caption is cut if the model does not end it.
    """

    def __init__(
        self,
        encoders: Sequence[ImageEncoder],
        decoder: CaptionDecoder,
        vocabulary: Vocabulary,
        beam: Beam,
        trust: Trust,
        max_words: int = 20,
    ) -> None:
        self.encoders = tuple(encoders)
        self.decoder = decoder.eval()
        self._step = step_function(decoder)
        self.vocabulary = vocabulary
        self.beam = beam
        self.trust = trust
        self.max_words = max_words

    @classmethod
    def load(cls, path: Path) -> CaptionPipeline:
        """Read a model folder and those of its encoders, and verify their hashes.

        Raises:
            ModelError: a file is missing, damaged, or belongs to another model.
        """
        directory = ModelDirectory.open(path, kind="captioning")
        directory.verify()
        vocabulary = writing_vocabulary(directory)
        beam, max_words = stored_decoding(directory)
        decoder = load_network(
            directory,
            lambda: CaptionDecoder(CaptionConfig(**directory.section("network")), len(vocabulary)),
        )
        trust = Trust.of(directory)
        return cls(load_encoders(directory), decoder, vocabulary, beam, trust, max_words)

    def encode(self, images: Sequence[Image.Image]) -> Features:
        """Features ``(B, F)`` of pictures as ``read_image`` returns them."""
        return torch.cat([encoder.encode(images) for encoder in self.encoders], dim=1)

    def decode(
        self, image: Image.Image, strategy: Strategy | None = None
    ) -> Iterator[DecodingStep]:
        """Write a caption word by word, by ``strategy`` or else the model's own beam.

        Args:
            image: as ``read_image`` returns it.
        """
        return self.decode_features(self.encode([image]), strategy)

    def caption(self, image: Image.Image, strategy: Strategy | None = None) -> Caption:
        """The finished caption of ``decode``, with all its steps.

        Raises:
            InputError: the constraints of the strategy cannot be met.
        """
        return self.caption_features(self.encode([image]), strategy)

    def caption_features(
        self, features: Features, strategy: Strategy | None = None, free: Hypothesis | None = None
    ) -> Caption:
        """``caption`` for an image that was encoded before, ``(1, F)``.

        Args:
            features: of the image.
            strategy: as ``decode`` takes it.
            free: what it finds without its constraints, where that is known already.

        Raises:
            InputError: the constraints of the strategy cannot be met.
        """
        writing = exhaust(self.decode_features(features, strategy))
        with torch.inference_mode():
            distance = float(self.decoder.distance(features)[0])
        if free is None and strategy and strategy.constraints:
            without = replace(strategy, constraints=Constraints())
            free = exhaust(self.decode_features(features, without)).hypothesis
        confidence = self.trust.confidence(writing.hypothesis, distance)
        return Caption(writing.hypothesis, writing.steps, free, confidence)

    def decode_features(
        self, features: Features, strategy: Strategy | None = None
    ) -> Iterator[DecodingStep]:
        """``decode`` for an image that was encoded before, ``(1, F)``."""
        with torch.inference_mode():
            state = self.decoder.start(features)
        return decode(self._step, state, self.vocabulary, strategy or self.beam, self.max_words)


def write_golden_examples(path: Path) -> None:
    """Store what a model says of two freely licensed photos, for ``self_check`` to compare with.

    Raises:
        ModelError: the folder is damaged.
    """
    pipeline = CaptionPipeline.load(path)
    write_json(path / GOLDEN, [_golden_example(pipeline, file) for file in GOLDEN_PHOTOS])


load = CaptionPipeline.load


def self_check(path: Path, pipeline: CaptionPipeline) -> Message:
    """Repeat the golden examples of a model folder; a sentence on what was checked.

    Args:
        path: the folder.
        pipeline: what was loaded from it.

    Raises:
        ModelError: the folder is damaged, the model no longer says what it said when it was saved,
            or says the same for every photo.
    """
    examples = list(repeated(path, lambda example: _golden_example(pipeline, example["photo"])))
    for example, now in examples:
        gap = abs(now["log_probability"] - example["log_probability"])
        if now["caption"] != example["caption"] or not gap <= GOLDEN_TOLERANCE:
            raise ModelError(
                "{model} says “{now}” where it said “{then}” when saved. Restore its folder, or "
                "train it again.",
                model=path.name,
                now=now["caption"],
                then=example["caption"],
            )
    if len({example["caption"] for example, _ in examples}) == 1:
        raise ModelError(
            "{model} says “{caption}” of every photo. Train it again.",
            model=path.name,
            caption=examples[0][0]["caption"],
        )
    return Message(
        "Hashes and {n} golden examples agree; different photos, different captions.",
        {"n": len(examples)},
    )


def _golden_example(pipeline: CaptionPipeline, file: str) -> dict[str, Any]:
    photo = read_image(scikit_image_photo(file))
    hypothesis = pipeline.caption(photo).hypothesis
    return {
        "photo": file,
        "caption": " ".join(hypothesis.words),
        "log_probability": round(hypothesis.log_probability, 4),
    }
