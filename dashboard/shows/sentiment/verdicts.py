"""An answer in words: which side, how clearly, how probably."""

from __future__ import annotations

from dashboard.language import _, told
from pipelines.tasks.sentiment.results import SentimentResult

_COLOURS = {"positive": "blue", "negative": "orange"}


def in_words(result: SentimentResult) -> str:
    """The verdict, with as much of the probability as it is worth."""
    verdict = told(result.verdict)
    if result.level == "no opinion":
        return verdict
    if result.level == "undecided":
        share = f"{result.probability:.0%}"
        return _("{verdict}, {share} positive", verdict=verdict, share=share)
    return f"{verdict}, {result.confidence:.0%}"


def in_colour(result: SentimentResult) -> str:
    """The same as Markdown, in the colour of its side where it takes one."""
    said = in_words(result)
    bold = f"**{said[:1].upper()}{said[1:]}**"
    return f":{_COLOURS[result.label]}[{bold}]" if takes_side(result) else bold


def takes_side(result: SentimentResult) -> bool:
    """Whether the answer is neither undecided nor that no opinion was found."""
    return result.level in ("clearly", "leaning")
