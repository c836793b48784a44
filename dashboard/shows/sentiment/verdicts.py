"""An answer in words: which side, how clearly, how probably."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.language import _, number, told
from dashboard.player.opinions import Verdict
from pipelines.messages import N_
from pipelines.tasks.sentiment.results import SentimentResult

_NAMES: Mapping[str, str] = {
    "negative": N_("negative"),
    "positive": N_("positive"),
    "clearly": N_("clearly"),
    "leaning": N_("leaning"),
    "undecided": N_("undecided"),
    "no opinion": N_("no opinion found"),
}
_COLOURS = {"positive": "blue", "negative": "orange"}
_NEARLY_CERTAIN = 0.995  # A hundred of a hundred would be certainty.


def named(value: str) -> str:
    """A label, or how clear an answer is, in the viewer's language."""
    return told(_NAMES.get(value, value))


def in_words(result: SentimentResult) -> str:
    """The verdict, with as much of the probability as it is worth."""
    verdict = told(result.verdict)
    if not has_probability(result):
        return verdict
    if result.level == "undecided":
        share = number(result.probability, ".0%")
        return _("{verdict}, {share} positive", verdict=verdict, share=share)
    certain = result.confidence >= _NEARLY_CERTAIN
    share = _("over 99%") if certain else number(result.confidence, ".0%")
    return f"{verdict}, {share}"


def in_colour(result: SentimentResult) -> str:
    """The same as Markdown, in the colour of its side where it takes one."""
    said = in_words(result)
    bold = f"**{said[:1].upper()}{said[1:]}**"
    return f":{_COLOURS[result.label]}[{bold}]" if result.takes_side else bold


def has_probability(result: SentimentResult) -> bool:
    """Whether it may be said how probable it is: it was measured on English opinions."""
    return result.level != "no opinion" and not result.warning


def verdict(result: SentimentResult) -> Verdict:
    """The answer as the stage shows it, with what it is worth."""
    return Verdict(
        answer=in_words(result),
        probability=result.probability if has_probability(result) else None,
        worth=_worth(result),
        warning=told(result.warning) if result.warning else "",
        doubt=result.doubt,
        clear=result.clear,
    )


def _worth(result: SentimentResult) -> str:
    """What a calibrated probability means, told in a hundred answers."""
    if not has_probability(result):
        return ""
    if result.level == "undecided":
        return _("of 100 texts like this, about {n:.0f} are positive", n=100 * result.probability)
    if result.confidence >= _NEARLY_CERTAIN:
        return _("of 100 answers this sure, over 99 are right")
    return _("of 100 answers this sure, about {n:.0f} are right", n=100 * result.confidence)
