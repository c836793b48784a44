"""The image encoder: timm's EfficientNet-Lite0 with ImageNet weights, frozen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor

from pipelines.captioning.images import SIDE, to_tensor
from pipelines.captioning.results import SeenClass
from pipelines.errors import ModelError
from pipelines.model_directory import ModelDirectory
from pipelines.weights import load_network

ARCHITECTURES = ("tf_efficientnet_lite0",)
PICTURES_AT_ONCE = 50  # The widest layer takes 5 MB a picture.


class ImageEncoder:
    """Pictures to feature vectors."""

    def __init__(self, network: torch.nn.Module) -> None:
        # Channels last is a third faster for depthwise convolutions on a CPU.
        self._network = network.eval().to(memory_format=torch.channels_last)

    @classmethod
    def load(cls, path: Path) -> ImageEncoder:
        """Read an encoder folder and verify its hashes.

        Raises:
            ModelError: a file is missing, damaged, or the architecture is unknown.
        """
        import timm  # Takes a second, so only when a picture is to be seen.

        directory = ModelDirectory.open(path)
        architecture = directory.section("network").get("architecture")
        if directory.task != "encoder" or architecture not in ARCHITECTURES:
            raise ModelError(
                f"{directory.name} is no image encoder of a known architecture: {architecture}."
            )
        directory.verify()
        return cls(
            load_network(directory, lambda: timm.create_model(architecture, pretrained=False))
        )

    @torch.inference_mode()
    def encode(self, images: Sequence[Image.Image]) -> Tensor:
        """Features ``(B, F)`` of pictures of 224×224 pixels, of however many."""
        cuts = range(0, len(images), PICTURES_AT_ONCE)
        return torch.cat([self._features(images[cut : cut + PICTURES_AT_ONCE]) for cut in cuts])

    @torch.inference_mode()
    def classify(self, image: Image.Image, number: int = 5) -> list[SeenClass]:
        """The most probable of the 1,000 classes of ImageNet for a picture of 224×224 pixels."""
        from timm.data.imagenet_info import ImageNetInfo

        probabilities = self._network(self._pixels([image]))[0].softmax(dim=-1)
        best = probabilities.topk(number)
        names = ImageNetInfo()
        return [
            SeenClass(names.index_to_description(int(index)), float(probability))
            for probability, index in zip(best.values, best.indices, strict=True)
        ]

    def _features(self, images: Sequence[Image.Image]) -> Tensor:
        features = self._network.forward_features(self._pixels(images))  # type: ignore[operator]
        pooled: Tensor = self._network.forward_head(  # type: ignore[operator]
            features, pre_logits=True
        )
        return pooled

    def _pixels(self, images: Sequence[Image.Image]) -> Tensor:
        pixels = torch.stack([to_tensor(image) for image in images])
        return pixels.to(memory_format=torch.channels_last)


def self_check(path: Path) -> str:
    """Load an encoder folder; a sentence on what was checked.

    Raises:
        ModelError: the folder is damaged, or the encoder sees no difference between two pictures.
    """
    black, white = (Image.new("RGB", (SIDE, SIDE), colour) for colour in ("black", "white"))
    features = ImageEncoder.load(path).encode([black, white])
    if not features.isfinite().all() or torch.equal(features[0], features[1]):
        raise ModelError(f"{path.name} cannot tell black from white. Restore its folder.")
    return "Hashes agree; different pictures, different features."
