"""A technical word and the sentence that explains it; in English, told where it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A word of the field.

    Attributes:
        name: as the glossary lists it.
        sentence: what it is, for people who hear of it for the first time.
        also: what else texts call it, parted by semicolons.
        drawing: path of an SVG, 120 wide and 48 high; empty where none helps.
    """

    name: str
    sentence: str
    also: str = ""
    drawing: str = ""


Terms = Mapping[str, Term]  # By their names in the address.
