"""The data set that translators are made of."""

from __future__ import annotations

from pipelines.data.multi30k import LANGUAGES, MULTI30K, Language

DATASETS = (MULTI30K,)


def other(language: Language) -> Language:
    """The language into which is translated what stands in ``language``."""
    (found,) = (one for one in LANGUAGES if one != language)
    return found
