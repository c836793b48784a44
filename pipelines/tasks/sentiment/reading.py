"""What a text must be to be read, and when it is probably no English opinion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from pipelines.errors import InputError
from pipelines.messages import Message, joined, plural
from pipelines.text import Token, is_emoji, is_word, known_form, tokenize

MAX_CHARACTERS = 100_000
# Chosen so that about one in a hundred validation texts is warned of. A short text may well do
# without articles and pronouns, and so may a longer one whose words the model has met in English:
# of 1,499 opinions on products ("great sound, fast delivery") every fifth does, and sentiment-lstm,
# which learnt from none of them, is right on 97 % of those of which it is clear. Of 873 German
# captions with as few, all have more words than that which it never met.
MAX_UNKNOWN_SHARE, UNKNOWN_FROM_WORDS = 0.3, 3
MIN_FUNCTION_SHARE, FUNCTION_FROM_WORDS = 0.15, 6
MAX_UNMET_SHARE = 0.25

# Words that hold any English text together, whatever it is about.
_FUNCTION_WORDS = """
a an the this that these those and or but if then than so as because while though although
i me my you your he him his she her it its we us our they them their who whom whose which what
is are was were be been being am 's 're 'm 've 'd 'll n't not no nor
do does did have has had can could will would shall should may might must ca wo
of to in on at by for with from into onto about over under after before between through during
without within against up down out off there here when where why how all any both each some
more most other such only own same too very just ever never again once
"""
_FUNCTION = frozenset(_FUNCTION_WORDS.split())
_OF_FILMS = ("film", "movie")


class Reader(Protocol):
    """Which words a model knows, and which it can at least guess."""

    def knows(self, word: str) -> bool:
        """Whether ``word`` is one of those that were learnt."""
        ...

    def reads(self, word: str) -> bool:
        """Whether ``word`` can move an answer."""
        ...

    def met(self, word: str) -> bool:
        """Whether ``word`` as a whole stood in what it learnt from."""
        ...


def read(text: str, reader: Reader) -> list[Token]:
    """The tokens of ``text``, all of them, lengthened words as the ``reader`` knows them.

    Raises:
        InputError: the text is too long, or holds no word that can move an answer.
    """
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            "The text has {n:,} characters; at most {most:,} are read. Shorten it.",
            n=len(text),
            most=MAX_CHARACTERS,
        )
    tokens = [_known(token, reader) for token in tokenize(text)]
    spoken = [token for token in tokens if is_word(token.text)]
    if not spoken:
        nothing = Message("The text holds no word.")
        raise InputError(joined([nothing, _advice(reader)]))
    if not any(reader.reads(token.text) for token in spoken):
        said = plural(
            "The only word is not in the model's vocabulary.",
            "None of these {n} words is in the model's vocabulary.",
            len(spoken),
        )
        raise InputError(joined([said, _advice(reader)]))
    return tokens


def learnt_english(reader: Reader) -> bool:
    """Whether ``reader`` knows most of what holds English together; one may know other texts."""
    return 2 * sum(map(reader.knows, _FUNCTION)) > len(_FUNCTION)


def _advice(reader: Reader) -> Message:
    """What a model can read, as far as its words tell."""
    if not learnt_english(reader):
        return Message("Try a text like those that it has learnt from, in their language.")
    if all(map(reader.knows, _OF_FILMS)):
        return Message("Try an English film review.")
    return Message("Try an English text like those that it has learnt from.")


def _known(token: Token, reader: Reader) -> Token:
    form = known_form(token.text, reader.knows)
    return token if form == token.text else replace(token, text=form)


def doubts(words: Sequence[str], reader: Reader, *, clear: bool, english: bool) -> Message | None:
    """Why a text of these ``words`` is probably no English opinion; None where nothing says so.

    Whether words are everyday English ones says something only to a reader that has learnt
    ``english``. Words that are guessed from their pieces are no reason where the answer is
    ``clear``: of 2,996 unknown words with a feeling (of VADER's lexicon), the record model took
    22 % for clear opinions, and 95 % of these rightly; of letters struck at random, 3 %. Emoji are
    spelled by their names, in plain words.
    """
    spoken = [word for word in words if is_word(word)]

    def strange(word: str) -> bool:
        return not (reader.knows(word) or (reader.reads(word) and (clear or is_emoji(word))))

    unknown = sum(map(strange, spoken))
    many = len(spoken) >= UNKNOWN_FROM_WORDS and unknown > MAX_UNKNOWN_SHARE * len(spoken)
    if many or unknown == len(spoken):
        return plural(
            "its only word is unknown to this model",
            "{unknown} of {n} words are unknown to this model",
            len(spoken),
            unknown=unknown,
        )
    function = sum(word in _FUNCTION for word in spoken)
    few = len(spoken) >= FUNCTION_FROM_WORDS and function < MIN_FUNCTION_SHARE * len(spoken)
    unmet = len(spoken) - sum(map(reader.met, spoken))
    if few and english and unmet > MAX_UNMET_SHARE * len(spoken):
        counts = {"function": function, "n": len(spoken)}
        return Message("only {function} of {n} words are everyday English ones", counts)
    return None
