"""An answer in words: which side, how clearly, how probably."""

from __future__ import annotations

from dashboard.language import _, told
from dashboard.player.opinions import Verdict
from pipelines.tasks.sentiment.results import NOT_ENGLISH, SentimentResult

_COLOURS = {"positive": "blue", "negative": "orange"}
_NEARLY_CERTAIN = 0.995  # A hundred of a hundred would be certainty.


def in_words(result: SentimentResult) -> str:
    """The verdict, with as much of the probability as it is worth."""
    verdict = told(result.verdict)
    if result.level == "no opinion":
        return verdict
    if result.level == "undecided":
        share = f"{result.probability:.0%}"
        return _("{verdict}, {share} positive", verdict=verdict, share=share)
    certain = result.confidence >= _NEARLY_CERTAIN
    share = _("over 99%") if certain else f"{result.confidence:.0%}"
    return f"{verdict}, {share}"


def in_colour(result: SentimentResult) -> str:
    """The same as Markdown, in the colour of its side where it takes one."""
    said = in_words(result)
    bold = f"**{said[:1].upper()}{said[1:]}**"
    return f":{_COLOURS[result.label]}[{bold}]" if takes_side(result) else bold


def takes_side(result: SentimentResult) -> bool:
    """Whether the answer is neither undecided nor that no opinion was found."""
    return result.level in ("clearly", "leaning")


def verdict(result: SentimentResult) -> Verdict:
    """The answer as the stage shows it, with what it is worth."""
    return Verdict(
        answer=in_words(result),
        probability=None if result.level == "no opinion" else round(result.probability, 4),
        takes_side=takes_side(result),
        worth=_worth(result),
        warning=f"{told(NOT_ENGLISH)}: {told(result.warning)}" if result.warning else "",
        doubt=result.doubt,
    )


def _worth(result: SentimentResult) -> str:
    """What a calibrated probability means, told in a hundred answers.

    It was measured on English opinions, and says nothing of what is probably none.
    """
    if result.level == "no opinion" or result.warning:
        return ""
    if result.level == "undecided":
        return _("of 100 texts like this, about {n:.0f} are positive", n=100 * result.probability)
    if result.confidence >= _NEARLY_CERTAIN:
        return _("of 100 answers this sure, over 99 are right")
    return _("of 100 answers this sure, about {n:.0f} are right", n=100 * result.confidence)
