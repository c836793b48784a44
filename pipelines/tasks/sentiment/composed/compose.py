"""Distinct texts with their targets, balanced over families and sides."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.tasks.sentiment.composed.grammar import (
    SIDES,
    Grammar,
    Template,
    drawn,
    parsed,
    weighted,
)
from pipelines.text import words

LEXICON, FAMILIES = (Path(__file__).with_name(name) for name in ("lexicon", "families"))
# Of a hundred texts, how many praise, blame, do both, and have no opinion.
SHARES = {"positive": 32, "negative": 32, "mixed": 3, "none": 33}
# What ends a sentence that its template leaves open; often nothing, as people shout it.
_ENDS = (".",) * 12 + ("!",) * 3 + ("",) * 5
# Of all texts, the part that is made of two: of one kind, or one of them without an opinion.
JOINED = 0.25
# Of the opinions, the part that an opening such as "honestly," stands before.
OPENED = 0.1
_OPENING = parsed("{opening} ")
# After so many texts in a row that were there before, there are no more.
_ATTEMPTS = 1000


@dataclass(frozen=True)
class Composed:
    """A text and what it says.

    Attributes:
        text: as it would be printed; ``noisy`` makes of it what would be typed.
        positive: probability that it is positive; between, where praise is faint or both are said.
        opinion: 1 where it holds an opinion, 0 for facts, questions, commands and the like.
    """

    text: str
    positive: float
    opinion: float

    @property
    def kind(self) -> str:
        """A key of ``SHARES``."""
        if not self.opinion:
            return "none"
        if self.positive == 0.5:
            return "mixed"
        return "positive" if self.positive > 0.5 else "negative"


@dataclass(frozen=True)
class Form:
    """A template of a family, on the side on which it is filled."""

    template: Template
    side: str
    positive: float
    opinion: float


@dataclass(frozen=True, eq=False)
class Family:
    """What one file holds: a grammar, its forms, and how much it counts beside other families."""

    name: str
    share: float
    grammar: Grammar
    forms: tuple[Form, ...]

    def draw(self, forms: Sequence[Form], random: np.random.Generator) -> Composed:
        """One text of one of ``forms``."""
        form = drawn(forms, random)
        opened = form.opinion and isinstance(form.template[0], str) and random.random() < OPENED
        template = (*_OPENING, *form.template) if opened else form.template
        text = self.grammar.fill(template, form.side, random)
        end = "" if text[-1] in ".!?…" else drawn(_ENDS, random)
        spoken = text[-1].isalnum() or text[-1] in "*'\")"
        return Composed(text + end if spoken else text, form.positive, form.opinion)


def compose(count: int, seed: int, without: Collection[str] = ()) -> list[Composed]:
    """``count`` texts, no two of the same words, none of the words of a text in ``without``.

    Capitals and marks make no difference, unless a text consists of marks.

    Raises:
        ValueError: the families do not have so many.
    """
    random = np.random.default_rng(seed)
    seen = {_key(text) for text in without}
    texts: list[Composed] = []
    for kind, number in _numbers(count).items():
        texts += _distinct(kind, number, seen, random)
    return [texts[place] for place in random.permutation(count)]


def _numbers(count: int) -> dict[str, int]:
    """How many texts of each kind make ``count``."""
    total = sum(SHARES.values())
    ends = [count * share // total for share in accumulate(SHARES.values())]
    return {kind: end - start for kind, start, end in zip(SHARES, [0, *ends], ends, strict=False)}


def _distinct(
    kind: str, number: int, seen: set[tuple[str, ...]], random: np.random.Generator
) -> Iterator[Composed]:
    """``number`` texts of one kind; a family with few gives less than its share."""
    speakers, beside = _speakers(kind), _speakers("none")
    for _ in range(number):
        for _ in range(_ATTEMPTS):
            text = _uttered(speakers, random)
            if random.random() < JOINED:
                other = _uttered(speakers if random.random() < 0.5 else beside, random)
                text = _joined(text, other, random)
            if (key := _key(text.text)) not in seen:
                break
        else:
            raise ValueError(
                f"{kind}: the families have fewer texts than were asked for. Ask for fewer."
            )
        seen.add(key)
        yield text


def _uttered(speakers: Mapping[Family, Sequence[Form]], random: np.random.Generator) -> Composed:
    """One text; each family speaks by its share."""
    ends = list(accumulate(family.share for family in speakers))
    place = np.searchsorted(ends, random.random() * ends[-1], side="right")
    family = list(speakers)[int(place)]
    return family.draw(speakers[family], random)


def _speakers(kind: str) -> dict[Family, list[Form]]:
    """The families that have something to say of this kind, and the forms of it."""
    forms = {family: _forms(family, kind) for family in families()}
    return {family: some for family, some in forms.items() if some}


def _joined(text: Composed, other: Composed, random: np.random.Generator) -> Composed:
    """Both in one text, in either order; what has no opinion takes none from the other."""
    both = [text, other] if random.random() < 0.5 else [other, text]
    first, second = (one.text for one in both)
    end = "." if first[-1].isalnum() else ""
    opinions = [one.positive for one in both if one.opinion]
    positive = float(np.mean(opinions)) if opinions else text.positive
    return Composed(f"{first}{end} {second}", positive, text.opinion)


def _key(text: str) -> tuple[str, ...]:
    """What makes two texts the same: their words, and their marks only where there is no word."""
    read = words(text)
    return tuple(word for word in read if word[-1].isalnum()) or tuple(read)


@cache
def families() -> tuple[Family, ...]:
    """All families, in the order of their names.

    Raises:
        ValueError: a template names a rule that there is not, or its brackets do not match.
    """
    shared = Grammar({})
    for path in sorted(LEXICON.glob("*.toml")):
        shared |= _grammar(_content(path))
    return tuple(_family(path, shared) for path in sorted(FAMILIES.glob("*.toml")))


def _content(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _grammar(content: Mapping[str, Any]) -> Grammar:
    return Grammar.of(content.get("words", {}), content.get("rules", {}))


def _family(path: Path, shared: Grammar) -> Family:
    content = _content(path)
    forms = tuple(form for group in content["forms"] for form in _group(group))
    return Family(path.stem, content["share"], shared | _grammar(content), forms)


def _group(group: Mapping[str, Any]) -> Iterator[Form]:
    """The forms of a group; where it has two targets, each template is filled on both sides."""
    positive, opinion = group["positive"], group.get("opinion", 1.0)
    sided = (
        list(zip(SIDES, positive, strict=True)) if isinstance(positive, list) else [("", positive)]
    )
    for template in weighted(group["templates"]):
        for side, target in sided:
            yield Form(template, side, target, opinion)


def _forms(family: Family, kind: str) -> list[Form]:
    return [form for form in family.forms if Composed("", form.positive, form.opinion).kind == kind]
