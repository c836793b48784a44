"""How a text is searched for, and what it must or must not say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

import numpy as np

from pipelines.errors import InputError
from pipelines.messages import N_, Message
from pipelines.text import PADDING, UNKNOWN, Vocabulary, words

START, END = "<start>", "<end>"
MAX_BEAM_WIDTH = 20
MAX_LENGTH_PENALTY = 2.0
MAX_NO_REPEAT_NGRAM_SIZE = 5
MAX_WORDS = 100
SPECIAL_TOKENS = (PADDING, UNKNOWN, START)


def plain_words(text: str) -> list[str]:
    """Lower case, without punctuation: what is learnt, forced, and compared by a score."""
    return [word for word in words(text) if any(map(str.isalnum, word))]


@dataclass(frozen=True)
class Constraints:
    """What a text must and must not say.

    Attributes:
        forced: the word at a place, counted from 0. ``<end>`` may stand at the last of these
            places, if it is not the first word. Up to the last of them no text ends.
        banned: words that are never said.
    """

    forced: Mapping[int, str] = field(default_factory=dict)
    banned: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, beginning: str = "", banned: str = "", read: Callable[[str], list[str]] = plain_words
    ) -> Constraints:
        """From what a user types: its first words, and words to avoid.

        A full stop after the first words ends the text there.

        Args:
            beginning, banned: as typed.
            read: makes words of it.

        Raises:
            InputError: one of them is no blank, and yet holds no word.
        """
        words = _words_of(beginning, read)
        if words and beginning.rstrip().endswith("."):
            words.append(END)
        return cls(dict(enumerate(words)), frozenset(_words_of(banned, read)))

    def __bool__(self) -> bool:
        return bool(self.forced or self.banned)

    def allowed(self, vocabulary: Vocabulary, max_words: int) -> np.ndarray:
        """Which words may stand at each place, ``(P, V)``; the last row holds from there on.

        Raises:
            InputError: the model lacks one of the words, or nothing is left to say.
        """
        self._check(vocabulary, max_words)
        places = max(self.forced, default=-1) + 1
        allowed = np.ones((places + 1, len(vocabulary)), dtype=bool)
        allowed[:, vocabulary.encode(self.banned)] = False
        allowed[:places, vocabulary.id(END)] = False
        for place, word in self.forced.items():
            allowed[place] = False
            allowed[place, vocabulary.id(word)] = True
        return allowed

    def _check(self, vocabulary: Vocabulary, max_words: int) -> None:
        require_known([*self.forced.values(), *sorted(self.banned)], vocabulary)
        if END in self.banned:
            raise InputError("The end of a text cannot be banned; it would never stop.")
        if both := sorted(self.banned & set(self.forced.values())):
            raise InputError(
                "{words} is both forced and banned. Choose one of the two.", words=_listed(both)
            )
        if self.banned >= set(vocabulary.entries) - {*SPECIAL_TOKENS, END}:
            raise InputError("Every word is banned, so nothing is left to say. Allow some.")
        for place, word in self.forced.items():
            if not 0 <= place < max_words:
                raise InputError(
                    "“{word}” is forced as word {place}; a text has 1 to {max_words} words.",
                    word=word,
                    place=place + 1,
                    max_words=max_words,
                )
            if word == END and (place == 0 or place < max(self.forced)):
                raise InputError(
                    "The text would end before word {place}, but it needs a word in front "
                    "and none behind. Force the end last.",
                    place=place + 1,
                )


@dataclass(frozen=True)
class Greedy:
    """Take the most probable word at each step."""

    constraints: Constraints = Constraints()


@dataclass(frozen=True)
class Beam:
    """Keep the ``width`` most probable beginnings; rank finished ones per word.

    Attributes:
        width: 1 to 20.
        length_penalty: a finished text scores log-probability / length ** exponent, 0 to 2;
            0 ranks by probability alone, which favours short texts.
        no_repeat_ngram_size: no so many words in a row are said twice, 0 to 5; 0 lets all be
            repeated.
        constraints: what must and must not be said.

    Raises:
        InputError: a value is out of range.
    """

    width: int = 3
    length_penalty: float = 0.7
    no_repeat_ngram_size: int = 0
    constraints: Constraints = Constraints()

    def __post_init__(self) -> None:
        _require(N_("beam width"), self.width, 1, MAX_BEAM_WIDTH)
        _require(N_("length penalty"), self.length_penalty, 0, MAX_LENGTH_PENALTY)
        _require(N_("no-repeat-ngram size"), self.no_repeat_ngram_size, 0, MAX_NO_REPEAT_NGRAM_SIZE)


@dataclass(frozen=True)
class Sample:
    """Draw each word at random.

    Attributes:
        temperature: above 1 flattens the distribution, below 1 sharpens it; 0.05 to 5.
        top_k: draw among the k most probable words; 0 for all.
        top_p: draw among the most probable words that together reach this probability
            (nucleus sampling, Holtzman et al. 2020), above 0 to 1.
        seed: the same seed draws the same text.
        constraints: what must and must not be said.

    Raises:
        InputError: a value is out of range.
    """

    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0
    seed: int = 1
    constraints: Constraints = Constraints()

    def __post_init__(self) -> None:
        _require(N_("temperature"), self.temperature, 0.05, 5)
        _require(N_("top-k"), self.top_k, 0, 1_000_000)
        _require(N_("top-p"), self.top_p, 0.01, 1)
        _require(N_("seed"), self.seed, 0, 2**32 - 1)


Strategy = Greedy | Beam | Sample


def _words_of(typed: str, read: Callable[[str], list[str]]) -> list[str]:
    found = read(typed)
    if typed.strip() and not found:
        raise InputError(
            "“{typed:.40}” holds no word to say or to avoid. Write one.", typed=typed.strip()
        )
    return found


def require_known(asked: Sequence[str], vocabulary: Vocabulary) -> None:
    """See that the model can say every word that it is asked to say, or to avoid.

    Raises:
        InputError: with the words that it lacks, and near ones.
    """
    speakable = [word for word in vocabulary.entries if word not in SPECIAL_TOKENS]
    unknown = list(dict.fromkeys(word for word in asked if word not in speakable))
    if not unknown:
        return
    near = [w for word in unknown for w in get_close_matches(word[:40], speakable, 3)]
    named = ", ".join(dict.fromkeys(near))
    hint = Message(
        N_("Near ones: {words}.") if near else N_("Try simpler words."), {"words": named}
    )
    raise InputError(
        "The model does not know {words}, so it cannot say it. {hint}",
        words=_listed(unknown),
        hint=hint,
    )


def _listed(found: list[str]) -> Message:
    shown = ", ".join(f"“{word:.40}”" for word in found[:5])
    more = len(found) - 5
    template = N_("{words} and {n:,} more") if more > 0 else "{words}"
    return Message(template, {"words": shown, "n": more})


def _require(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise InputError(
            "The {name} is {value:g}; give a value from {low:,} to {high:,}.",
            name=Message(name),
            value=value,
            low=low,
            high=high,
        )
