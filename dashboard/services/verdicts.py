"""What is known of each model by now: whether it answers as it did when it was saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from pipelines.messages import Message

if TYPE_CHECKING:
    from dashboard.services.folders import Key, Stamp


@dataclass(frozen=True)
class Check:
    """How the self-check of a model stands.

    Attributes:
        passed: None as long as that is not known.
        message: what was checked, or what is wrong; told where it is shown, to viewers of any
            language.
    """

    passed: bool | None
    message: Message


NOT_YET = Check(None, Message("Being checked."))


def known(key: Key) -> Check:
    """What is known of a model; ``NOT_YET`` where that is nothing, or of other files."""
    path, stamp = key
    found = _verdicts().get(path)
    return found.check if found and found.stamp == stamp else NOT_YET


def is_suspect(path: str) -> bool:
    """Whether the last check of a folder failed, be it of other files: cheaper than ``known``."""
    found = _verdicts().get(path)
    return found is not None and not found.check.passed


def note(key: Key, check: Check) -> None:
    """Keep what was found of a model, in place of what was known of its folder."""
    path, stamp = key
    _verdicts()[path] = _Verdict(stamp, check)


class _Verdict(NamedTuple):
    """On a folder with the files of that stamp."""

    stamp: Stamp
    check: Check


@st.cache_resource(show_spinner=False)
def _verdicts() -> dict[str, _Verdict]:
    return {}
