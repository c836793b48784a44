"""Which models lessons are told with: found by what they are, not by their names."""

from __future__ import annotations

from collections.abc import Callable

from dashboard import services
from dashboard.shows import SHOWS
from dashboard.views.choices import ordered_models
from pipelines.errors import ModelError
from pipelines.models.directory import ModelDirectory


def recurrent(task: str, **traits: object) -> ModelDirectory:
    """The first model of a task that reads in one direction and has most of the wanted ``traits``.

    Args:
        traits: of its network, as ``config.json`` names them, None for what it does not name. The
            first must be met.

    Raises:
        ModelError: there is none that works.
    """
    needed, *_ = wished = list(traits.items())

    def worth(model: ModelDirectory) -> int:
        network = model.config.get("network") or {}
        if "cell" not in network or network.get("bidirectional"):
            return 0
        met = [network.get(name) == value for name, value in (needed, *wished)]
        return sum(met) if met[0] else 0

    return _best(task, worth)


def window(task: str, *, wide: bool = False) -> ModelDirectory:
    """The model of a task that sees the narrowest window, or the widest.

    Raises:
        ModelError: there is none that works.
    """

    def worth(model: ModelDirectory) -> float:
        if model.config.get("architecture") != "window":
            return 0
        width = int((model.config.get("network") or {}).get("window", 1))
        return width if wide else 1 / width

    return _best(task, worth)


def _best(task: str, worth: Callable[[ModelDirectory], float]) -> ModelDirectory:
    """The one that is worth most, of those that are worth anything."""
    found = [one for one in ordered_models(SHOWS[task].task) if worth(one)]
    found.sort(key=lambda one: -worth(one))  # Stable: the order of a page stays.
    working = next((one for one in found if services.check_now(one).passed), None)
    if working is None:
        raise ModelError(
            "The {task} model that this lesson is told with is not there, or broken. "
            "Restore the folder models from the repository.",
            task=task,
        )
    return working
