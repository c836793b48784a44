"""What a page has drawn so far: whatever stands on it stands in its report as well."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import streamlit as st

from dashboard.messages import as_text
from dashboard.report.parts import Part
from pipelines.models.directory import ModelDirectory

_KEY = "gathered"


@dataclass
class Gathered:
    """What a page has drawn.

    Attributes:
        said: sentences with what was found out, by what they are about.
        parts: by their names, since a part of a page may be drawn anew.
        models: by name, those that answered.
    """

    said: dict[str, list[str]] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    models: dict[str, ModelDirectory] = field(default_factory=dict)


def begin_gathering() -> None:
    """Before a page is drawn: nothing of another one stands on it."""
    st.session_state[_KEY] = Gathered()


def gathered() -> Gathered:
    """What the page has drawn so far."""
    found: Gathered = st.session_state.setdefault(_KEY, Gathered())
    return found


def gather(name: str, part: Part) -> None:
    """Keep what was drawn under its name on the page."""
    gathered().parts[name] = part


def gather_said(about: str, markdown: Iterable[str]) -> None:
    """Keep sentences with what was found out.

    Args:
        about: what else of the page they would replace.
        markdown: with nothing in it but what ``plain`` gives and what is bold.
    """
    gathered().said[about] = [as_text(one) for one in markdown]


def gather_models(models: Iterable[ModelDirectory]) -> None:
    """Keep whose answers are shown."""
    gathered().models.update({model.name: model for model in models})
