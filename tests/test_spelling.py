"""What people type in many spellings is read in one, and answered alike."""
# ruff: noqa: RUF001  Here, what looks like another character is what it is about.

from __future__ import annotations

from collections.abc import Callable
from html.entities import html5
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.spelling import respell
from pipelines.tasks.sentiment.edits import Edit, edited
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.text import tokenize, words

MODELS = Path(__file__).parents[1] / "models"
Disguise = Callable[[str], str]


def swapped(plain: str, other: str) -> Disguise:
    """``other`` instead of ``plain``."""
    return lambda text: text.replace(plain, other)


def swapped_for_each(plain: str, others: str) -> dict[str, Disguise]:
    """A disguise for each of the ``others`` that may stand for ``plain``."""
    return {f"U+{ord(other):04X}": swapped(plain, other) for other in others}


def between(hidden: str) -> Disguise:
    """Something ``hidden`` behind every character, and in front of all."""
    return lambda text: hidden + "".join(mark + hidden for mark in text)


def shifted(first_capital: int, first_small: int) -> Disguise:
    """Letters of another alphabet of Unicode that spells English."""
    capitals = {ord("A") + place: first_capital + place for place in range(26)}
    small = {ord("a") + place: first_small + place for place in range(26)}
    return lambda text: text.translate(capitals | small)


NAMES = {character: f"&{name}" for name, character in sorted(html5.items()) if name[-1] == ";"}

DISGUISES: dict[str, Disguise] = {
    **swapped_for_each("'", "’‘‛`´ʼʻʹˈ′‵＇｀՚׳ꞌ"),
    **swapped_for_each(" ", "\u00a0\u1680\u2003\u2009\u202f\u205f\u3000\u2028\u2029\n\t"),
    **swapped_for_each('"', "“”„«»″＂"),
    **swapped_for_each("-", "‐‑−－﹣"),
    "full width": lambda text: "".join(
        chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text
    ),
    "bold": shifted(0x1D400, 0x1D41A),
    "circled": shifted(0x24B6, 0x24D0),
    "digits": lambda text: text.translate({ord("0") + n: 0x660 + n for n in range(10)}),
    "decimal entities": lambda text: "".join(f"&#{ord(c)};" for c in text),
    "hexadecimal entities": lambda text: "".join(f"&#x{ord(c):X};" for c in text),
    "named entities": lambda text: "".join(NAMES.get(c, c) for c in text),
    "decomposed": lambda text: normalize("NFD", text),
    "soft hyphens": between("\u00ad"),
    "zero width": between("\u200b\u200c\u200d\u2060\ufeff"),
    "directions": between("\u202e\u2066\u200f\u061c"),
    "variations and tags": between("\ufe0f\U000e0061\U000e0100"),
    "underlined": between("\u0332"),
    "marked as far as it goes": between("\u0334\u0315\u20dd" * 20),
}
# Letters and signs that have another spelling; "&" is left to the tests of entities.
PLAIN = st.text(st.sampled_from("abdemnorstvwy ADNOST éüß'''\"-.,!?:/()$ 0123456789 ")) | st.lists(
    st.sampled_from(
        [
            "don't",
            "CAN'T",
            "it's",
            "o'clock",
            "cannot",
            "café",
            "Mr.",
            "8/10",
            "''",
            "--",
            "well-made",
        ]
    )
).map(" ".join)


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
@given(plain=PLAIN)
def test_another_spelling_gives_the_same_words(disguise: Disguise, plain: str) -> None:
    assert words(disguise(plain)) == words(plain)


SUBJECTS = (
    "The film",
    "It's a small film and it",
    "“Amélie”",
    "Well-made or not, the 2nd half",
    'Their "art"',
)
OPINIONS = (
    "isn't good.",
    "can't be called dull!",
    "won't be forgotten: 9/10",
    "was great, wasn't it?",
    "doesn't work -- at all",
    "is a must-see.",
    "bored me... I'd leave.",
    "didn't need 3 hours",
    "has what 'fine' films haven't",
    "couldn't be worse; we've all seen better",
)


@pytest.mark.parametrize(
    "model", ["sentiment-best", "sentiment-lstm", "baseline-tfidf", "baseline-vader"]
)
def test_no_spelling_turns_an_answer(model: str) -> None:
    pipeline = SentimentPipeline.load(MODELS / model)
    plain = [f"{subject} {opinion}" for subject in SUBJECTS for opinion in OPINIONS]
    expected = [result.probability for result in pipeline.predict(plain)]
    for name, disguise in DISGUISES.items():
        answers = [result.probability for result in pipeline.predict([*map(disguise, plain)])]
        assert answers == pytest.approx(expected, abs=1e-6), name


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
def test_a_word_is_edited_in_any_spelling(disguise: Disguise) -> None:
    plain = "It's a 'small' film, isn't it? Their \"art\" can't be called dull!"
    typed = disguise(plain)
    for place in range(len(tokenize(plain))):
        for edit in (Edit(place, "remove"), Edit(place, "negate"), Edit(place, "replace", "bad")):
            changed = edited(typed, tokenize(typed), [edit])
            assert words(changed) == words(edited(plain, tokenize(plain), [edit]))


def test_every_disguise_disguises() -> None:
    plain = '"Café 7" isn\'t half-bad.'
    assert all(disguise(plain) != plain for disguise in DISGUISES.values())


@given(st.text(st.characters(max_codepoint=127, exclude_characters="&`")))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert respell(text) == (text, range(len(text)), range(1, len(text) + 1))


@given(st.text(st.characters()))
@example("\u05e9\u20e3\u05b0\u0301 \U00011347\u0332\U0001133e")  # Marks between marks.
def test_what_is_respelt_has_one_spelling(text: str) -> None:
    once = respell(text.replace("&", "and")).text
    assert respell(once).text == once


def test_every_character_and_entity_is_read_within_its_place() -> None:
    compatible = [c for c in map(chr, range(0x110000)) if normalize("NFKC", c) != c]
    assert len(compatible) > 4_000
    for one in [*compatible, *(f"&{name}" for name in html5)]:
        text, end = f"a{one}b {one}'t", 0
        tokens = tokenize(text)
        for token in tokens:
            assert end <= token.start < token.end <= len(text)
            end = token.end
        spelt = [token.text for token in tokens]
        assert words(" ".join(spelt)) == spelt


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ﬁne 𝓕𝓲𝓵𝓶", "fine film"),
        ("Rocky Ⅳ", "rocky iv"),
        ("İstanbul I\u0307stanbul", "istanbul istanbul"),
        ("goo\u0332d z\u0336a\u0336l\u0336", "good zal"),
        ("हिन्दी עִבְרִית", "हिन्दी עִבְרִית"),
        ("8½ 10² Nº 5 № 5 Matrix™", "8 ½ 10 ² nº 5 № 5 matrix ™"),
        (
            "good&notable black&white; R&B; &bogus;",
            "good & notable black & white ; r & b ; & bogus ;",
        ),
        ("AT&amp;T &amp;#39; &amp;lt;b&amp;gt;", "at & t & # 39 ; & lt ; b & gt ;"),
        ("&#0; &#150; &#xD800; &#9999999;", "\ufffd -- \ufffd \ufffd"),
        ("\ud800 a\udfff", "\ud800 a \udfff"),
    ],
)
def test_spellings(typed: str, read: str) -> None:
    assert words(typed) == read.split()


def test_spans_hold_all_that_was_typed_for_a_word() -> None:
    text = "\ufeffCafe\u0301 isn&rsquo;t go\u00adod\u200b &amp; ❤\ufe0f, ﬁne."
    assert [text[token.start : token.end] for token in tokenize(text)] == [
        *("Cafe\u0301", "is", "n&rsquo;t", "go\u00adod\u200b", "&amp;", "❤\ufe0f", ",", "ﬁne", "."),
    ]


def test_marks_without_end_are_read() -> None:
    assert words("a" + "\u0301\u0316" * 50_000 + "b") == ["áb"]
