"""What a viewer wished of a caption, and what that did to it, in words."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from dashboard.language import _
from pipelines.generation.results import Hypothesis, Writing
from pipelines.generation.strategies import END, Constraints
from pipelines.pictures.covering import Rectangle

_PAST_COUNTING = math.log(1e6)


@dataclass(frozen=True)
class Steering:
    """Wishes, as far as they were met.

    Attributes:
        constraints: what is said at the beginning, and never.
        cover: the part of the photo that the model does not see.
        uncovered: what it says of the whole photo, where a part is covered.
        refused: why a wish was left out; empty where none was.
        undo: whether there is a wish to be taken back.
    """

    constraints: Constraints = field(default_factory=Constraints)
    cover: Rectangle | None = None
    uncovered: Hypothesis | None = None
    refused: str = ""
    undo: bool = False

    @property
    def parts(self) -> tuple[object, ...]:
        """All that makes another caption of it."""
        forced = sorted(self.constraints.forced.items())
        return forced, sorted(self.constraints.banned), str(self.cover or "")


FREE = Steering()


def chips(steering: Steering) -> list[dict[str, Any]]:
    """Each wish in words, and what names it where it is taken back."""
    forced, banned = steering.constraints.forced, steering.constraints.banned
    found = []
    if forced:
        said = [forced[place] for place in sorted(forced)]
        words = " ".join(word for word in said if word != END)
        begins = (
            _("is “{words}.”", words=words)
            if END in said
            else _("begins with “{words}” …", words=words)
        )
        found.append({"said": begins, "names": ["begin"]})
    found += [{"said": _("never: {word}", word=w), "names": ["ban", w]} for w in sorted(banned)]
    if steering.cover:
        found.append({"said": _("a part is covered"), "names": ["cover"]})
    return found


def effects(caption: Writing, steering: Steering) -> list[str]:
    """What the model says without the wishes, and how much more probable that is."""
    price = _price_when_covered if steering.cover else _price
    said = [price(caption, caption.free)] if caption.free else []
    if steering.uncovered:
        said.append(_effect_of_cover(caption, steering.uncovered))
    return said


def _effect_of_cover(caption: Writing, uncovered: Hypothesis) -> str:
    before = " ".join(uncovered.words)
    if uncovered.words == caption.hypothesis.words:
        return _("Covering this part changes nothing.")
    if caption.free:
        return _("Uncovered, your other wishes still met, it says “{before}”.", before=before)
    return _("Uncovered, it says “{before}”.", before=before)


def _price(caption: Writing, free: Hypothesis) -> str:
    sentence = caption.spelt(free.words)
    if free.words == caption.hypothesis.words:
        return _("Your wishes change nothing.")
    if caption.price <= 0:
        return _("Your wishes cost nothing: without them it says “{free}”.", free=sentence)
    return _(
        "Without your wishes it says “{free}”, {times} times as probable.",
        free=sentence,
        times=_times(caption),
    )


def _price_when_covered(caption: Writing, free: Hypothesis) -> str:
    """The price of the wishes about words alone, as what is covered stays so."""
    sentence = " ".join(free.words)
    if free.words == caption.hypothesis.words:
        return _("Your wishes about words change nothing.")
    if caption.price <= 0:
        return _(
            "Your wishes about words cost nothing: without them, the part still covered, it says "
            "“{free}”.",
            free=sentence,
        )
    return _(
        "Without your wishes about words, the part still covered, it says “{free}”, {times} times "
        "as probable.",
        free=sentence,
        times=_times(caption),
    )


def _times(caption: Writing) -> str:
    if caption.price >= _PAST_COUNTING:
        return _("more than a million")
    return _("about {n:,g}", n=float(f"{math.exp(caption.price):.2g}"))


def least_sure(caption: Writing, forced: int) -> str:
    """The word that the model was least sure of, among those that it chose itself; or none."""
    gains = caption.hypothesis.log_probabilities
    own = list(zip(gains, caption.hypothesis.words, strict=False))[forced:]
    return min(own)[1] if own else ""
