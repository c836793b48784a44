"""The image encoder: timm's EfficientNet-Lite0 with ImageNet weights, frozen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor

from pipelines.captioning.images import SIDE, to_tensor
from pipelines.errors import ModelError
from pipelines.model_directory import ModelDirectory
from pipelines.weights import load_network

ARCHITECTURES = ("tf_efficientnet_lite0",)


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
        """Features ``(B, F)`` of pictures of 224×224 pixels."""
        pixels = torch.stack([to_tensor(image) for image in images])
        pixels = pixels.to(memory_format=torch.channels_last)
        features = self._network.forward_features(pixels)  # type: ignore[operator]
        pooled: Tensor = self._network.forward_head(  # type: ignore[operator]
            features, pre_logits=True
        )
        return pooled


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
