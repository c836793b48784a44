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
IMAGENET_CLASSES = 1_000
PICTURES_AT_ONCE = 50  # The widest layer takes 5 MB a picture.


class ImageEncoder:
    """Pictures to feature vectors.

    Attributes:
        network: timm's.
    """

    def __init__(self, network: torch.nn.Module) -> None:
        # Channels last is a third faster for depthwise convolutions on a CPU.
        self.network = network.eval().to(memory_format=torch.channels_last)

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
        classes = directory.number("network", "classes", 0, IMAGENET_CLASSES)
        return cls(
            load_network(
                directory,
                lambda: timm.create_model(architecture, pretrained=False, num_classes=classes),
            )
        )

    @torch.inference_mode()
    def encode(self, images: Sequence[Image.Image]) -> Tensor:
        """Features ``(B, F)`` of pictures of 224×224 pixels, of however many."""
        cuts = range(0, len(images), PICTURES_AT_ONCE)
        parts = [images[cut : cut + PICTURES_AT_ONCE] for cut in cuts]
        return torch.cat([self.features(to_pixels(part)) for part in parts])

    def features(self, pixels: Tensor) -> Tensor:
        """Features ``(B, F)`` of ``to_pixels``; gradients flow where they are asked for."""
        pixels = pixels.to(memory_format=torch.channels_last)
        maps = self.network.forward_features(pixels)  # type: ignore[operator]
        pooled: Tensor = self.network.forward_head(maps, pre_logits=True)  # type: ignore[operator]
        return pooled

    @torch.inference_mode()
    def classify(self, image: Image.Image, number: int = 5) -> list[SeenClass]:
        """The most probable of the 1,000 classes of ImageNet for a picture of 224×224 pixels.

        Raises:
            ModelError: the encoder was trained on, and has no classes any more.
        """
        from timm.data.imagenet_info import ImageNetInfo

        logits = self.network(to_pixels([image]))[0]
        if len(logits) != IMAGENET_CLASSES:
            raise ModelError("This encoder knows no classes. Ask the one that it was made from.")
        best = logits.softmax(dim=-1).topk(number)
        names = ImageNetInfo()
        return [
            SeenClass(names.index_to_description(int(index)), float(probability))
            for probability, index in zip(best.values, best.indices, strict=True)
        ]


def to_pixels(images: Sequence[Image.Image]) -> Tensor:
    """Pictures of 224×224 pixels as the encoder reads them, ``(B, 3, 224, 224)``."""
    return torch.stack([to_tensor(image) for image in images])


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
