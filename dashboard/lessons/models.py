"""Which models lessons are told with: found by what they are, not by their names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dashboard import services
from dashboard.shows import SHOWS
from dashboard.views.choices import ordered_models
from pipelines.errors import ModelError
from pipelines.models.directory import ModelDirectory

Network = dict[str, Any]


def recurrent(task: str, **traits: object) -> ModelDirectory:
    """The first model of a task that reads in one direction and has most of the wanted ``traits``.

    Args:
        traits: of its network, as ``config.json`` names them; the first must be met.

    Raises:
        ModelError: there is none that works.
    """
    (needed, *_), wished = traits.items(), traits.items()

    def able(network: Network) -> bool:
        one_way = not network.get("bidirectional") and "cell" in network
        return one_way and needed in network.items()

    return _best(task, able, lambda network: sum(one in network.items() for one in wished))


def window(task: str) -> ModelDirectory:
    """The first model of a task that sees a window of words.

    Raises:
        ModelError: there is none that works.
    """
    return _best(task, lambda network: "window" in network, lambda _: 0)


def _best(
    task: str, able: Callable[[Network], bool], worth: Callable[[Network], int]
) -> ModelDirectory:
    found = [one for one in ordered_models(SHOWS[task].task) if able(_network(one))]
    found.sort(key=lambda one: -worth(_network(one)))  # Stable: the order of a page stays.
    working = next((one for one in found if services.check_now(one).passed), None)
    if working is None:
        raise ModelError(
            "The {task} model that this lesson is told with is not there, or broken. "
            "Restore the folder models from the repository.",
            task=task,
        )
    return working


def _network(model: ModelDirectory) -> Network:
    return dict(model.config.get("network") or {})
