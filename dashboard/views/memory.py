"""How much a model that labels frames may remember, and the models that remember nothing."""

from __future__ import annotations

import streamlit as st

from dashboard import services
from dashboard.language import _
from dashboard.report.gathering import gather_models
from dashboard.views.choices import ordered_models
from pipelines.models.directory import ModelDirectory
from pipelines.task import Task

MEMORIES = (1, 2, 4, 8, 16, 32)


def choose_memory(model: ModelDirectory) -> int | None:
    """How many frames a model may remember; None for all, and where it has no memory to cut."""
    if not _remembers(model):
        return None
    everything = _("all")
    chosen = st.select_slider(
        _("Frames it may remember"),
        [*MEMORIES, everything],
        everything,
        key="memory",
        help=_(
            "Of each frame only so many are read, the last ones, from an empty memory. With one, "
            "nobody can tell which way something moves."
        ),
    )
    return chosen if isinstance(chosen, int) else None


def named(model: ModelDirectory, memory: int | None) -> str:
    """A model whose memory may be cut, as it is called on stage."""
    if memory is None:
        return model.name
    return _("{model}, memory {n}", model=model.name, n=memory)


def without_memory(memory: int | None) -> str:
    """What a script leaves out, since its models remember all they can; empty if nothing."""
    return "" if memory is None else _("the cut of the memory")


def models_beside(model: ModelDirectory, task: Task) -> list[ModelDirectory]:
    """The other models of the task that have no memory, those that see least first."""
    found = [
        one
        for one in ordered_models(task)
        if one.name != model.name and not _remembers(one) and services.check_now(one).passed
    ]
    gather_models(found)
    return sorted(found, key=lambda one: int(one.section("network").get("frames", 0)))


def _remembers(model: ModelDirectory) -> bool:
    return model.config.get("architecture") == "recurrent"
