"""Short texts that no model learns from, as an audience brings them. Needs no torch.

The half named validation may choose and calibrate models; the one named test is scored once a
model. The texts are in ``kept_back/``.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pipelines.tasks.sentiment.labelled import LabelledTexts

Part = Literal["validation", "test"]

KEPT_BACK = Path(__file__).with_suffix("")
KINDS = ("sentences", "shouts")


def load_kept_back(part: Part) -> dict[str, LabelledTexts]:
    """Opinions by kind: sentences that are hard to read, and shouts; half of each are positive."""
    return {kind: _labelled(**_read(kind, part)) for kind in KINDS}


def load_neutral(part: Part) -> list[str]:
    """Texts without an opinion, on films and on all else."""
    return _read("neutral", part)["neutral"]


def _labelled(positive: list[str], negative: list[str]) -> LabelledTexts:
    return LabelledTexts(positive + negative, [1] * len(positive) + [0] * len(negative))


def _read(kind: str, part: Part) -> dict[str, list[str]]:
    content = tomllib.loads((KEPT_BACK / f"{kind}.toml").read_text(encoding="utf-8"))
    texts: dict[str, list[str]] = content[part]
    return texts
