"""From the stored weights of a model folder to a network that answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from pipelines.errors import ModelError
from pipelines.messages import N_, Message
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import CONFIG, WEIGHTS, open_file
from pipelines.models.quantization import dequantized
from pipelines.training.bounds import SettingError

Network = TypeVar("Network", bound=nn.Module)


def load_weights(directory: ModelDirectory) -> dict[str, Tensor]:
    """The stored tensors by name, in the precision in which they are stored, eight bits widened.

    Raises:
        ModelError: the file is damaged, or a weight is no finite number.
    """
    path = directory.path / WEIGHTS
    try:
        with open_file(path):  # To know what it is; then it is mapped, which saves two copies.
            weights = load_file(path)
    except (SafetensorError, KeyError, ValueError, RuntimeError) as error:
        raise ModelError(
            "{file} cannot be read: {reason}. Restore it from the repository.",
            file=f"{directory.name}/{WEIGHTS}",
            reason=_first_line(error),
        ) from error
    weights = dequantized(weights)
    require_finite(directory.name, weights)
    return weights


def require_finite(model: str, weights: Mapping[str, Tensor]) -> None:
    """See that a network can answer in numbers.

    Args:
        model: its name.
        weights: the tensors by name.

    Raises:
        ModelError: a tensor holds NaN or infinity, as after a training that diverged.
    """
    for name, value in weights.items():
        # A pass over the extremes, NaN among them, takes a thirtieth of the time of isfinite.
        extremes = value.aminmax() if value.is_floating_point() and value.numel() else ()
        if not all(extreme.isfinite() for extreme in extremes):
            raise ModelError(
                "The weights of {model} hold NaN or infinity in half precision ({name}): the "
                "training diverged. Train with a lower learning rate.",
                model=model,
                name=name,
            )


def load_network(directory: ModelDirectory, build: Callable[[], Network]) -> Network:
    """The network that ``build`` makes, with the stored weights, widened to single precision.

    It is built without memory and without starting values, so whatever sizes ``config.json``
    names cost nothing before they were compared with the weights that are there.

    Args:
        directory: verified before.
        build: makes the network from the sizes in ``config.json``.

    Returns:
        The network in evaluation mode, without gradients.

    Raises:
        ModelError: no network can be built, or the weights are damaged or those of another one.
    """
    stored = load_weights(directory)
    try:
        with torch.device("meta"), _WithoutRandomNumbers():
            network = build()
    except (TypeError, KeyError, ValueError, RuntimeError, OverflowError) as error:
        raise ModelError(
            "{file} describes no network: {reason}. Restore the file.",
            file=f"{directory.name}/{CONFIG}",
            reason=error.message if isinstance(error, SettingError) else _first_line(error),
        ) from error
    wanted, found = _outline(network.state_dict()), _outline(stored)
    missing, nothing = Message("missing"), Message("nothing")
    for name in sorted(wanted.keys() | found.keys()):
        if wanted.get(name) != found.get(name):
            raise ModelError(
                "{file} does not fit the network in {config}: {name} is {found} where {wanted} "
                "belongs. Restore both files from the repository.",
                file=f"{directory.name}/{WEIGHTS}",
                config=CONFIG,
                name=name,
                found=found.get(name, missing),
                wanted=wanted.get(name, nothing),
            )
    network.requires_grad_(False).load_state_dict(
        {name: _widened(value) for name, value in stored.items()}, assign=True
    )
    return network.eval()


class _WithoutRandomNumbers(TorchFunctionMode):
    """Leaves a tensor that has no memory alone where it should be filled at random.

    To do nothing there, torch would load its compiler, which takes seconds.
    """

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Sequence[type],
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        named = kwargs or {}
        if func.__name__ in ("normal_", "uniform_"):
            return args[0] if args else named["tensor"]
        return func(*args, **named)


def _outline(tensors: Mapping[str, Tensor]) -> dict[str, Message]:
    floats, whole = N_("{shape} floats"), N_("{shape} whole numbers")
    return {
        name: Message(floats if value.is_floating_point() else whole, {"shape": tuple(value.shape)})
        for name, value in tensors.items()
    }


def _widened(value: Tensor) -> Tensor:
    # A copy in any case: the file stays mapped otherwise, and may be written anew.
    return value.to(torch.float32 if value.is_floating_point() else value.dtype, copy=True)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")[:200]
