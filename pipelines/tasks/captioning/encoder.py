"""Image encoders: timm's EfficientNet-Lite with ImageNet weights, frozen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import torch
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional as F

from pipelines.errors import ModelError
from pipelines.messages import Message
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import WEIGHTS
from pipelines.models.saving import sha256
from pipelines.models.weights import load_network
from pipelines.pictures.images import SIDE, to_tensor
from pipelines.tasks.captioning.results import SeenClass

ARCHITECTURES = ("tf_efficientnet_lite0", "tf_efficientnet_lite2")
IMAGENET_CLASSES = 1_000
CLASSES_NAMED = 5
# The widest layer takes 5 MB a picture: 50 leave the cache, and take twice as long.
PICTURES_AT_ONCE = 5


class ImageEncoder:
    """Pictures to feature vectors.

    Attributes:
        network: timm's.
    """

    def __init__(self, network: nn.Module) -> None:
        # Channels last is a third faster for depthwise convolutions on a CPU.
        self.network: Any = network.eval().to(memory_format=torch.channels_last)
        self._side: int = cast(Any, network).pretrained_cfg["input_size"][-1]

    @classmethod
    def load(cls, path: Path) -> ImageEncoder:
        """Read an encoder folder and verify its hashes.

        Raises:
            ModelError: a file is missing, damaged, or the architecture is unknown.
        """
        import timm  # Takes a second, so only when a picture is to be seen.

        directory = ModelDirectory.open(path)
        architecture = directory.section("network").get("architecture")
        if directory.kind.name != "encoder" or architecture not in ARCHITECTURES:
            raise ModelError(
                "{model} is no image encoder of a known architecture: {architecture}.",
                model=directory.name,
                architecture=architecture,
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
        pooled: Tensor = self.network.forward_head(self._maps(pixels), pre_logits=True)
        return pooled

    @torch.inference_mode()
    def class_probabilities(self, image: Image.Image) -> Tensor:
        """Of the 1,000 classes of ImageNet, for a picture of 224×224 pixels.

        Raises:
            ModelError: the encoder was trained on, and has no classes any more.
        """
        logits: Tensor = self.network.forward_head(self._maps(to_pixels([image])))[0]
        if len(logits) != IMAGENET_CLASSES:
            raise ModelError("This encoder knows no classes. Ask the one that it was made from.")
        return logits.softmax(dim=-1)

    def _maps(self, pixels: Tensor) -> Tensor:
        if self._side != SIDE:  # Larger networks were trained on larger pictures.
            size = (self._side, self._side)
            pixels = F.interpolate(pixels, size, mode="bicubic", antialias=True).clamp(-1, 1)
        maps: Tensor = self.network.forward_features(pixels.to(memory_format=torch.channels_last))
        return maps


def to_pixels(images: Sequence[Image.Image]) -> Tensor:
    """Pictures of 224×224 pixels as the encoder reads them, ``(B, 3, 224, 224)``."""
    return torch.stack([to_tensor(image) for image in images])


def encoder_folders(path: Path) -> list[Path]:
    """Where the encoders of a captioner lie, in the order of their features.

    Raises:
        ModelError: the captioner's folder is damaged, or an encoder's does not lie beside it.
    """
    directory = ModelDirectory.open(path)
    names = directory.section("encoders")
    if not names:
        raise ModelError("{model} names no encoders. Restore its folder.", model=directory.name)
    return [_beside(directory, name) for name in names]


def encoder_hashes(folders: Sequence[Path]) -> dict[str, str]:
    """SHA-256 of the weights of encoders, by name, as a captioner's ``config.json`` holds them."""
    return {folder.name: sha256(folder / WEIGHTS) for folder in folders}


def load_encoders(captioner: ModelDirectory) -> list[ImageEncoder]:
    """The encoders of a captioner, in the order of their features.

    Raises:
        ModelError: a folder is missing, damaged, or not the one that the captioner was trained on.
    """
    folders = encoder_folders(captioner.path)
    encoders = [ImageEncoder.load(folder) for folder in folders]
    for name, found in encoder_hashes(folders).items():
        if found != captioner.section("encoders")[name]:
            raise ModelError(
                "{model} was trained on another encoder than {name}. "
                "Restore both folders from the repository.",
                model=captioner.name,
                name=name,
            )
    return encoders


def seen_classes(path: Path, image: Image.Image) -> list[SeenClass]:
    """The classes of ImageNet that the encoders of a captioner hold most probable, by themselves.

    Where an encoder was trained on, the original one is asked; of several, the mean is taken.

    Args:
        path: the captioner's folder.
        image: as ``read_image`` returns it.

    Raises:
        ModelError: a folder is damaged, or an original encoder does not lie beside it.
    """
    from timm.data.imagenet_info import ImageNetInfo

    directories = [ModelDirectory.open(folder) for folder in encoder_folders(path)]
    originals = [_beside(one, one.config.get("original", one.name)) for one in directories]
    seen = [ImageEncoder.load(original).class_probabilities(image) for original in originals]
    best = torch.stack(seen).mean(dim=0).topk(CLASSES_NAMED)
    names = ImageNetInfo()
    return [
        SeenClass(names.index_to_description(int(index)), float(probability))
        for probability, index in zip(best.values, best.indices, strict=True)
    ]


load = ImageEncoder.load


def self_check(path: Path, encoder: ImageEncoder) -> Message:
    """A sentence on what was checked of an encoder that was loaded from a folder.

    Raises:
        ModelError: the encoder sees no difference between two pictures.
    """
    black, white = (Image.new("RGB", (SIDE, SIDE), colour) for colour in ("black", "white"))
    features = encoder.encode([black, white])
    if not features.isfinite().all() or torch.equal(features[0], features[1]):
        raise ModelError(
            "{model} cannot tell black from white. Restore its folder.", model=path.name
        )
    return Message("Hashes agree; different pictures, different features.")


def _beside(directory: ModelDirectory, name: object) -> Path:
    folders = directory.path.parent.iterdir()
    path = next((folder for folder in folders if folder.name == name), None)
    if path is None:
        raise ModelError(
            "{model} was trained on the encoder {name!r:.40}, which does not lie beside "
            "it. Restore both folders from the repository.",
            model=directory.name,
            name=name,
        )
    return path
