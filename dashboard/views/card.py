"""Which of several models to take, in a few sentences that are true of any choice of models."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import inf

import streamlit as st

from dashboard.language import _, ngettext, number, told
from dashboard.messages import plain
from dashboard.report.gathering import gather_said
from dashboard.show import Scores, Show
from dashboard.views.records import scores_alike, scores_of
from pipelines.errors import ModelError
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.measured import measured_on

MUCH_FASTER = 2  # So many times as fast is worth a word; a sentence says "twice".
MOST_NAMES = 3  # In a row; of more, the rest is counted.
# What a test says of the lead over all others, and over some. None: no test could be made.
_LEADS: Mapping[bool | None, tuple[str, str]] = {
    True: (N_("The lead is no accident."), N_("The lead over {names} is no accident.")),
    False: (N_("The lead may be an accident."), N_("The lead over {names} may be an accident.")),
    None: (
        N_("Whether the lead is an accident was not tested."),
        N_("Whether the lead over {names} is an accident was not tested."),
    ),
}


@dataclass(frozen=True)
class Standing:
    """What is known of one of several models.

    Attributes:
        name: of the model.
        score: its primary one; None where it was not measured on what the others were.
        time: how long an answer takes, in a unit that all share; None where that is not known.
        elsewhere: whether it was measured on other tests.
    """

    name: str
    score: float | None
    time: float | None = None
    elsewhere: bool = False

    def times_as_fast(self, other: Standing) -> float:
        """As many answers as it gives while ``other`` gives one; 0 where that is not known."""
        return other.time / self.time if self.time and other.time else 0


def show_card(models: Sequence[ModelDirectory], show: Show) -> None:
    """The card of some models of a task."""
    found = {model.name: model for model in models}

    scores = scores_alike(models, show.task)

    def leads(first: str, other: str) -> bool | None:
        if any(scores[name] != scores_of(found[name]) for name in (first, other)):
            return None  # Answers to each item are kept of records alone.
        try:
            return show.verdict(found[first], found[other]) == "better"
        except ModelError:
            return None  # What is damaged is named where it is drawn in full.

    told_of = in_words(_standings(scores, show), partial(_, show.claim), leads)
    gather_said("card", told_of)
    said, *more = told_of
    st.markdown(f"**{said}**")
    st.markdown(" ".join(more))


def _standings(records: Mapping[str, Scores], show: Show) -> list[Standing]:
    """What was measured of each model, on the tests of the first that has a score."""
    quality, speed = show.task.primary, show.task.speed
    scored = [record for record in records.values() if quality.of(record) is not None]
    tests = measured_on(scored[0], show.task) if scored else {}
    standings = []
    for name, record in records.items():
        score, pace = quality.of(record), speed.of(record)
        elsewhere = score is not None and measured_on(record, show.task) != tests
        time = None if not pace else pace if speed.better == "lower" else 1 / pace
        standings.append(Standing(name, None if elsewhere else score, time, elsewhere))
    return standings


def in_words(
    standings: Sequence[Standing],
    claim: Callable[..., str],
    leads: Callable[[str, str], bool | None],
) -> list[str]:
    """The card: who is best, by how much, whether that is an accident, and which one to take.

    The rule: the best has the highest score, and among those that are written alike it answers
    fastest. Those of the same score, and those of which no test can tell it, are its equals. An
    equal that answers at least twice as fast is to be taken, the best of them where there are
    several. Else the best is, and where speed matters more the best of the others that answer at
    least twice as fast.

    Args:
        standings: of one model or more.
        claim: what the fields ``model`` and ``score`` say, without a full stop.
        leads: whether a test says that the first model is better than the other; None where none
            could be made.

    Returns:
        Sentences as Markdown, the most important one first.
    """
    scored = sorted((one for one in standings if one.score is not None), key=_place)
    if not scored:
        return [
            ngettext(
                "This model was not scored, so nothing says how good it is.",
                "These models were not scored, so nothing says which is best.",
                len(standings),
            )
        ]
    best, *others = scored
    alike = [one for one in others if _written(one) == _written(best)]
    found: dict[bool | None, list[Standing]] = {False: [], None: [], True: []}
    for one in others[len(alike) :]:
        found[leads(best.name, one.name)].append(one)
    return [
        _best_in_words(best, alike, others[len(alike) :], claim),
        *([_("Just as good: {names}.", names=_names(alike))] if alike else []),
        *(_lead_in_words(lead, some, len(others)) for lead, some in found.items() if some),
        *_advice(best, others, [*alike, *found[False]]),
        *_left_out(standings),
    ]


def _place(one: Standing) -> tuple[float, float]:
    return -round(one.score or 0, 1), one.time or inf


def _written(one: Standing, digits: int = 1) -> str:
    return number(one.score or 0, f".{digits}f")


def _best_in_words(
    best: Standing, alike: Sequence[Standing], behind: Sequence[Standing], claim: Callable[..., str]
) -> str:
    """In whole numbers, where these tell the best from those behind it."""
    digits = 0 if all(_written(one, 0) != _written(best, 0) for one in behind) else 1
    claimed = claim(model=plain(best.name), score=_written(best, digits))
    if not behind:
        return _("{claim}.", claim=claimed)
    high, low = (_written(behind[place], digits) for place in (0, -1))
    if len(behind) == 1:
        name = plain(behind[0].name)
        return _("{claim} ({model}: {score}).", claim=claimed, model=name, score=high)
    span = high if low == high else _("{low} to {high}", low=low, high=high)
    if alike:
        return _("{claim} (the rest: {scores}).", claim=claimed, scores=span)
    return _("{claim} (the others: {scores}).", claim=claimed, scores=span)


def _lead_in_words(lead: bool | None, some: Sequence[Standing], others: int) -> str:
    over_all, over_some = _LEADS[lead]
    if len(some) == others:
        return told(over_all)
    return _(over_some, names=_names(some))


def _advice(best: Standing, others: Sequence[Standing], equals: Collection[Standing]) -> list[str]:
    if not others:
        return [_("Choose another model to compare it with.")]
    quick = [one for one in others if one.times_as_fast(best) >= MUCH_FASTER]
    for one in (one for one in quick if one in equals):
        return [
            ngettext(
                "{model} answers about {n} time as fast: take that one.",
                "{model} answers about {n} times as fast: take that one.",
                round(one.times_as_fast(best)),
                model=plain(one.name),
            )
        ]
    if quick:
        return [
            ngettext(
                "An answer takes about {n} time as long as with {model}: take that one where speed "
                "matters more.",
                "An answer takes about {n} times as long as with {model}: take that one where "
                "speed matters more.",
                round(quick[0].times_as_fast(best)),
                model=plain(quick[0].name),
            )
        ]
    if not all(one.time for one in (best, *others)):
        return []
    return [
        ngettext(
            "The other is not twice as fast: take {model}.",
            "None of the others is twice as fast: take {model}.",
            len(others),
            model=plain(best.name),
        )
    ]


def _left_out(standings: Sequence[Standing]) -> list[str]:
    """Those that could not be ranked, and why."""
    missing = [one for one in standings if one.score is None]
    unscored = [one for one in missing if not one.elsewhere]
    elsewhere = [one for one in missing if one.elsewhere]
    said = []
    if unscored:
        said.append(
            ngettext(
                "{names} was not scored.",
                "{names} were not scored.",
                len(unscored),
                names=_names(unscored),
            )
        )
    if elsewhere:
        said.append(
            ngettext(
                "{names} was measured on other tests, and has no place here.",
                "{names} were measured on other tests, and have no place here.",
                len(elsewhere),
                names=_names(elsewhere),
            )
        )
    return said


def _names(some: Sequence[Standing]) -> str:
    listed = ", ".join(plain(one.name) for one in some[:MOST_NAMES])
    if len(some) <= MOST_NAMES:
        return listed
    return ngettext(
        "{names} and {n} more", "{names} and {n} more", len(some) - MOST_NAMES, names=listed
    )
