"""How sentences become words, and words sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import InputError
from pipelines.generation.strategies import END
from pipelines.tasks.translation.reading import MAX_CHARACTERS, cut, joined, read, wished
from pipelines.text import PADDING, UNKNOWN, Vocabulary
from tests.tasks.translation.tiny import PAIRS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Two men's dogs don't run.", "Two men 's dogs do n't run ."),
        ("Er trägt ein T-Shirt, im Freien.", "Er trägt ein T-Shirt , im Freien ."),
        ("Ein Schild: „Hallo“ (7.5 €)", 'Ein Schild : " Hallo " ( 7.5 € )'),
        ("dont; its im", "dont ; its im"),  # The last one is a German word.
        ("Wait... what?!", "Wait ... what ? !"),
    ],
)
def test_words_and_marks_part(text: str, words: str) -> None:
    assert " ".join(token.text for token in cut(text)) == words


@pytest.mark.parametrize(
    "text",
    [
        *(text for pair in PAIRS for text in pair),
        "A man's dog doesn't run, does it?",
        'He says: "A dog (or two)!"; she nods.',
        'A sign "one" and "two".',
    ],
)
def test_what_was_cut_is_joined_as_it_was(text: str) -> None:
    assert joined(token.text for token in cut(text)) == text


@given(st.text(max_size=60))
def test_every_word_keeps_its_place(text: str) -> None:
    tokens = cut(text)
    ends = [0, *(token.end for token in tokens)]
    for token, before in zip(tokens, ends, strict=False):
        assert before <= token.start < token.end <= len(text)
        assert token.text.strip() == token.text != ""


@given(st.text("aäB7 .,;!?()„“-", max_size=30))
def test_blanks_alone_are_lost(text: str) -> None:
    said = "".join(token.text for token in cut(text))
    assert joined(token.text for token in cut(text)).replace(" ", "") == said


@pytest.mark.parametrize("text", ["", " \n", "?!", "a" * (MAX_CHARACTERS + 1)])
def test_what_cannot_be_read(text: str) -> None:
    with pytest.raises(InputError, match="sentence"):
        read(text)


def test_a_wish_is_spelt_as_the_model_spells() -> None:
    vocabulary = Vocabulary([PADDING, UNKNOWN, "Hund", "Der", "der", "rot", "Rot", "."])
    constraints = wished("DER hund.", "rot", vocabulary)
    assert list(constraints.forced.values()) == ["Der", "Hund", ".", END]
    assert constraints.banned == {"rot", "Rot"}
    assert wished("Katze", "", vocabulary).forced == {0: "Katze"}  # For the search to refuse.
    assert not wished(" ", "", vocabulary)
