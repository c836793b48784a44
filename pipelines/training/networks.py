"""Options for one of two kinds of network: a recurrent one, or a perceptron over a window."""

from __future__ import annotations

from typing import Any

from jsonargparse import ArgumentParser, Namespace

from pipelines.errors import InputError


def add_network_arguments(
    parser: ArgumentParser, network: type[Any], window: type[Any], window_help: str
) -> None:
    """The options that describe either; ``network_of`` reads them.

    Args:
        network: the settings of the recurrent one, by default as they are.
        window: the settings of the other.
    """
    parser.add_argument("--network", type=network, default=network())
    parser.add_argument("--window", type=window | None, help=window_help)


def network_of(options: Namespace) -> Any:
    """The settings of the network that is asked for.

    Raises:
        InputError: both kinds are described.
    """
    if options.window and options.network != type(options.network)():
        raise InputError("--window takes the place of all --network options. Drop one or these.")
    return options.window or options.network
