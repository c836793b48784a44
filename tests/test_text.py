"""The tokenizer and the vocabulary."""
# ruff: noqa: RUF001  Full-width characters are read as the others.

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.spelling import respell
from pipelines.text import PADDING, UNKNOWN, Vocabulary, tokenize, words

ANY_TEXT = st.text(st.characters())  # Surrogates included, which st.text() alone leaves out.
FRAGMENTS = st.sampled_from(
    [
        *("didn't", "can't", "it’s", "cannot", "o'", "Mr.", "U.S.", "8/10", "...", "--", "—", "."),
        *(
            "``",
            "''",
            "'",
            "“",
            "-LRB-",
            "\\/",
            "<br />",
            "<!--",
            "-->",
            "\x00",
            " ",
            "\n",
            "🎬",
            "İ",
            "&amp;",
            "&lt;",
            "&#39;",
            "e\u0301",
            "\u0332",
            "\u200b",
            "ﬁ",
            "＜ｂ＞",
        ),
    ]
)
MIXED_TEXT = ANY_TEXT | st.lists(FRAGMENTS | ANY_TEXT).map("".join)
RESPELLED = str.maketrans("", "", "\"'…—-.")
BRACKETS = ("-lrb-", "-rrb-", "-lsb-", "-rsb-", "-lcb-", "-rcb-")


@given(MIXED_TEXT)
@example("<!--" * 50 + "a" * 50)
@example("`\u093f ２\u093f")  # What is respelt, with a mark that is part of no letter here.
def test_spans_ascend_and_lie_in_the_text(text: str) -> None:
    end = 0
    for token in tokenize(text):
        assert end <= token.start < token.end <= len(text)
        end = token.end


@given(MIXED_TEXT)
def test_a_token_is_the_users_own_spelling_but_for_case_quotes_and_dashes(text: str) -> None:
    for token in tokenize(text):
        own = respell(text[token.start : token.end]).text.lower()
        if own not in BRACKETS:
            assert token.text.translate(RESPELLED) == own.translate(RESPELLED)
        assert token.text == "".join(token.text.split()) != ""


@given(MIXED_TEXT)
def test_no_letter_or_digit_outside_a_tag_is_lost(text: str) -> None:
    untagged = re.sub("[<>&＜＞＆﹤﹥﹠]", " ", text)
    read = {place for token in tokenize(untagged) for place in range(token.start, token.end)}
    assert {at for at, mark in enumerate(untagged) if respell(mark).text.isalnum()} <= read


@given(MIXED_TEXT)
def test_no_text_can_write_a_marker(text: str) -> None:
    assert not {"<pad>", "<unk>", "<start>", "<end>"} & set(words(text + "<pad> <end> " + text))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("didn't", "did n't"),
        ("DIDN’T", "did n't"),
        ("can't", "ca n't"),
        ("won't", "wo n't"),
        ("cannot", "can not"),
        ("gonna", "gon na"),
        ("it's", "it 's"),
        ("It’s", "it 's"),
        ("they'll, we've, I'd, I'm, you're", "they 'll , we 've , i 'd , i 'm , you 're"),
        ("O'Brien's well-made film", "o'brien 's well-made film"),
        ("Bad. Very bad. Awful.", "bad . very bad . awful ."),
        ("Good!Really?Yes.", "good ! really ? yes ."),
        ("It was good.I laughed.", "it was good . i laughed ."),
        ("Wait... what….", "wait ... what ... ."),
        ("one - two -- three—four", "one - two -- three -- four"),
        ('"Good", he said.', '" good " , he said .'),
        ("“Good”, he said", '" good " , he said'),
        ("'maybe' so", "' maybe ' so"),
        ("8/10, 7.5 or 1,000.", "8/10 , 7.5 or 1,000 ."),
        ("Mr. Smith met Dr. No.", "mr. smith met dr. no ."),
        ("in the U.S. today", "in the u.s. today"),
        ("the end<br /><br />Really", "the end really"),
        ("<script>alert</script> <!-- no --> me", "alert me"),
        ("cant stop, I DONT. im ok", "ca n't stop , i do n't . i 'm ok"),
        ("wow :-) =( ;D xD :/ (a:b) 10:30", "wow :) :( ;d xd :/ ( a : b ) 10:30"),
        (
            "see http://a.b, Rating:*** it's: (1)",
            "see http : / / a . b , rating : * * * it 's : ( 1 )",
        ),
        ("#BestFilmEver #awesome iPhone", "# best film ever # awesome iphone"),
        ("👍🏽 😍😍 ♥️", "👍 😍 😍 ❤"),
        ("I <3 it, 2 > 1", "i <3 it , 2 > 1"),
        ("a\x00b", "a b"),
        ("cafe\u0301 noir", "café noir"),
        ("good&lt;br /&gt;film", "good film"),
        ("I &lt;3 R&B &amp;amp; AT&T;", "i <3 r & b & amp ; at & t ;"),
        ("", ""),
    ],
)
def test_conventions_of_the_treebank(raw: str, expected: str) -> None:
    assert words(raw) == expected.split()


@pytest.mark.parametrize(
    ("raw", "treebank"),
    [
        ("It's good, isn't it?", "It 's good , is n't it ?"),
        ('A "great" film.', "A `` great '' film ."),
        ("A ‘great’ film.", "A ` great ' film ."),
        ("Funny (mostly), and warm.", "Funny -LRB- mostly -RRB- , and warm ."),
        ("Good and/or bad", "Good and\\/or bad"),
        ("They cannot win. You can't lose.", "They can not win . You ca n't lose ."),
        ("Smart – and funny...", "Smart -- and funny ..."),
        ("Mr. Bean's a well-known $7.50 joke!", "Mr. Bean 's a well-known $ 7.50 joke !"),
    ],
)
def test_raw_text_and_its_treebank_form_give_the_same_tokens(raw: str, treebank: str) -> None:
    assert words(raw) == words(treebank)


def test_a_vocabulary_is_ordered_by_frequency_and_then_by_alphabet() -> None:
    texts = [["pear", "plum", "fig", "fig"], ["fig", "pear", "apple"]]
    built = Vocabulary.build(texts, max_size=10, markers=["<start>"])
    assert built.entries == (PADDING, UNKNOWN, "<start>", "fig", "pear", "apple", "plum")
    often = Vocabulary.build(texts, max_size=10, min_count=2)
    assert often.entries == (PADDING, UNKNOWN, "fig", "pear")


@given(st.lists(st.sampled_from("abcdefgh")), st.integers(2, 12))
def test_a_vocabulary_holds_at_most_max_size_entries_and_the_markers_count(
    text: list[str], size: int
) -> None:
    built = Vocabulary.build([text], max_size=size)
    assert len(built) == min(size, 2 + len(set(text)))
    rarest = min(map(text.count, built.entries[2:]), default=len(text))
    assert all(text.count(word) <= rarest for word in set(text) if word not in built)


def test_markers_in_a_text_are_not_counted_twice() -> None:
    assert Vocabulary.build([[UNKNOWN, UNKNOWN, "fig"]], max_size=9).entries[2:] == ("fig",)


def test_ids_and_words_round_trip_and_unknown_words_are_1() -> None:
    built = Vocabulary([PADDING, UNKNOWN, "fig", "plum"])
    assert built.encode(built.entries) == [0, 1, 2, 3]
    assert [built.entries[built.id(word)] for word in ("plum", "fig")] == ["plum", "fig"]
    assert built.encode(["fig", "kiwi"]) == [2, 1]
    assert "fig" in built
    assert "kiwi" not in built


@pytest.mark.parametrize(
    "entries", [[], ["fig"], [UNKNOWN, PADDING], [PADDING, UNKNOWN, "fig", "fig"]]
)
def test_a_list_that_is_no_vocabulary_is_refused(entries: list[str]) -> None:
    with pytest.raises(ValueError, match="vocabulary"):
        Vocabulary(entries)
