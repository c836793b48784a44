"""What users type is read as the data set writes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import InputError
from pipelines.tasks.tagging.reading import MAX_CHARACTERS, read, spoken


def words(text: str) -> list[str]:
    return [token.text for token in spoken(text)]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("What's the weather?", "what s the weather"),
        ("I’d like that, don't I!", "i d like that don t i"),
        ("Wake me at 5 o'clock.", "wake me at 5 o clock"),
        ("at 7.30 p.m. in St. Ives, U.K.", "at 7.30 p m in st ives u k"),
        ("on 3/4/2031, 10:15:00", "on 3/4/2031 10:15:00"),
        ("Rock &amp; Roll – Part II: live (1998)", "rock & roll part ii live 1998"),
        ("R&B hits of the '90s", "r & b hits of the 90s"),
        ("a top-rated CAFÉ", "a top-rated café"),
    ],
)
def test_capitals_marks_and_contractions(typed: str, written: str) -> None:
    assert words(typed) == written.split()


@given(st.text(st.characters(), max_size=80))
def test_a_word_has_its_place_in_whatever_was_typed(text: str) -> None:
    tokens = spoken(text)
    ends = [0, *(token.end for token in tokens)]
    for token, before in zip(tokens, ends, strict=False):
        assert before <= token.start < token.end <= len(text)


@given(st.text(st.sampled_from("abcàé' .,-&:/5"), max_size=40))
def test_words_are_read_as_themselves(text: str) -> None:
    found = words(text)
    assert words(" ".join(found)) == found
    assert [word for one in found for word in words(one)] == found


@pytest.mark.parametrize("text", ["", "  ", "?!", "' . '", "–", "\x00", "😀"])
def test_texts_without_words(text: str) -> None:
    with pytest.raises(InputError, match="holds no word"):
        read(text)


def test_the_longest_request() -> None:
    assert len(read("a" + " " * (MAX_CHARACTERS - 2) + "b")) == 2
    with pytest.raises(InputError, match="1,001"):
        read("a" * (MAX_CHARACTERS + 1))
