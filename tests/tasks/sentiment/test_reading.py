"""When a text is probably no English opinion."""

from __future__ import annotations

import pytest

from pipelines.errors import InputError
from pipelines.tasks.sentiment.reading import doubts, read


def everything(word: str) -> bool:
    return bool(word)


class Omniscient:
    """Knows every word, and reads it."""

    knows = reads = staticmethod(everything)


@pytest.mark.parametrize(
    "text",
    [
        "i can n't say that i liked it , but the music is fine",
        "great cast , dull film",
        "a gripping thriller",
        "loved it",
    ],
)
def test_english_opinions_raise_no_doubt(text: str) -> None:
    assert doubts(text.split(), everything) is None


@pytest.mark.parametrize(
    "text",
    [
        "der film war leider sehr langweilig und viel zu lang",
        "le film est vraiment magnifique et les acteurs aussi",
        "asdf qwer zxcv uiop hjkl yxcv",
    ],
)
def test_other_languages_do(text: str) -> None:
    assert "everyday English" in str(doubts(text.split(), everything))


def test_many_unknown_words_do() -> None:
    known = {"the", "of", "was"}
    reason = doubts(["the", "flum", "of", "the", "brax", "was", "gorp"], known.__contains__)
    assert str(reason) == "3 of 7 words are unknown to this model"


@pytest.mark.parametrize(
    "text", ["&nbsp;", "&lt;br&gt;", "\u200b\ufeff", "\u0301", "\uff1cbr\uff1e&#8230;"]
)
def test_blanks_and_tags_in_any_spelling_are_no_words(text: str) -> None:
    with pytest.raises(InputError, match="holds no word"):
        read(text, Omniscient())
