"""What models are called beside each other on stage: the headlines of their cards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import services
from dashboard.language import locale_of_viewer
from pipelines.errors import ModelError
from pipelines.language import SOURCE
from pipelines.models.directory import ModelDirectory

_LONGEST = 40  # Characters; a headline that is longer is no name.


def named(lanes: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What several models did, by names that tell them apart.

    Args:
        lanes: each with the ``name`` of a model folder, or of something else, which it keeps.

    Returns:
        The same; where a card has a name that no other one has, this is the ``name``, and
        ``model`` the folder. What is alone on stage keeps its own.
    """
    if len(lanes) < 2:
        return list(lanes)
    there = {one.name: one.directory for one in services.models() if one.directory}
    names = [_headline(there.get(lane["name"])) for lane in lanes]
    times = Counter(names)
    return [
        {**lane, "name": name, "model": lane["name"]} if name and times[name] == 1 else lane
        for lane, name in zip(lanes, names, strict=True)
    ]


def _headline(model: ModelDirectory | None) -> str:
    """What the card of a model calls it, in the viewer's language; empty if nothing."""
    if model is None:
        return ""
    try:
        card = model.card(locale_of_viewer()) or model.card(SOURCE)
    except ModelError:  # Which the page of the model tells.
        return ""
    first = card.partition("\n")[0].strip()
    name = first.removeprefix("# ").strip()
    return name if first.startswith("# ") and len(name) <= _LONGEST else ""
