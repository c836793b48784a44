"""When a text is probably no English opinion."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.errors import InputError
from pipelines.tasks.sentiment import reading
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.reading import doubts, read
from pipelines.text import tokenize

MODELS = Path(__file__).parents[3] / "models"
TERSE = (
    "Great sound, comfy fit, fast delivery, good price!",
    "Bad battery, slow shipping, poor quality.",
    "Awful film. Bad acting, boring plot, terrible script.",
    "Rude staff, dirty room, cold food, long wait",
)
FOREIGN = (
    "Super Klang, schnelle Lieferung, guter Preis, gerne wieder",
    "Très bon produit, livraison rapide, bon prix, merci",
    "Muy mal servicio, comida fría, no volveremos nunca",
    "Goede kwaliteit, snelle levering, prima prijs",
    "Filmen var väldigt tråkig och alldeles för lång",
)


def everything(word: str) -> bool:
    return bool(word)


def nothing(_word: str) -> bool:
    return False


class Omniscient:
    """Knows every word, and reads it, but met none."""

    knows = reads = staticmethod(everything)
    met = staticmethod(nothing)


class Speller:
    """Knows some words, and guesses all others from their pieces."""

    def __init__(self, *known: str) -> None:
        self.known = known

    def knows(self, word: str) -> bool:
        return word in self.known

    met = knows

    def reads(self, word: str) -> bool:
        return bool(word)


class Lexicon(Speller):
    """Knows some words, and reads no others."""

    def reads(self, word: str) -> bool:
        return self.knows(word)


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
    assert doubts(text.split(), Omniscient(), clear=True, english=True) is None


@pytest.mark.parametrize(
    "text",
    [
        "der film war leider sehr langweilig und viel zu lang",
        "le film est vraiment magnifique et les acteurs aussi",
        "asdf qwer zxcv uiop hjkl yxcv",
    ],
)
def test_other_languages_do(text: str) -> None:
    words = text.split()
    assert "everyday English" in str(doubts(words, Omniscient(), clear=True, english=True))
    assert doubts(words, Omniscient(), clear=True, english=False) is None  # It learnt from such.


@pytest.mark.parametrize("model", ["sentiment-best", "sentiment-lstm", "baseline-transformer"])
def test_praise_and_blame_without_a_sentence_are_english_to_a_reader_of_english(model: str) -> None:
    reader = SentimentPipeline.load(MODELS / model).scorer

    def doubted(text: str) -> bool:
        words = [token.text for token in tokenize(text)]
        return doubts(words, reader, clear=True, english=True) is not None

    assert not any(map(doubted, TERSE))
    assert all(map(doubted, FOREIGN))


def test_many_unknown_words_do() -> None:
    words = ["the", "flum", "of", "the", "brax", "was", "gorp"]
    said = "3 of 7 words are unknown to this model"
    assert str(doubts(words, Lexicon("the", "of", "was"), clear=True, english=True)) == said
    guesses = Speller("the", "of", "was")
    assert str(doubts(words, guesses, clear=False, english=True)) == said
    assert doubts(words, guesses, clear=True, english=True) is None


def test_a_short_text_of_nothing_but_unknown_words_does() -> None:
    assert "2 of 2" in str(doubts(["asdfgh", "qwerty"], Speller(), clear=False, english=True))
    assert "only word" in str(doubts(["asdfgh"], Speller(), clear=False, english=True))
    assert doubts(["asdfgh", "film"], Speller("film"), clear=False, english=True) is None


def test_emoji_are_known_to_whoever_spells_their_names() -> None:
    assert doubts(["😀", "😀", "😀"], Speller(), clear=False, english=True) is None
    assert doubts(["😀", "😀", "film"], Lexicon("film"), clear=False, english=True) is not None


@pytest.mark.parametrize(
    "text", ["&nbsp;", "&lt;br&gt;", "\u200b\ufeff", "\u0301", "\uff1cbr\uff1e&#8230;"]
)
def test_blanks_and_tags_in_any_spelling_are_no_words(text: str) -> None:
    with pytest.raises(InputError, match="holds no word"):
        read(text, Omniscient())


@pytest.mark.parametrize(
    ("known", "fits"),
    [
        ([*reading._FUNCTION, "film", "movie"], "an English film review"),
        ([*reading._FUNCTION, "battery"], "an English text like those"),
        (["und", "der", "akku", "film"], "in their language"),
    ],
)
def test_what_is_refused_is_told_what_the_model_reads(known: list[str], fits: str) -> None:
    for text in ("人工智能", "¡Qué película!", "…"):
        with pytest.raises(InputError, match=fits):
            read(text, Lexicon(*known))
