"""Typing changes how a text is spelt, never which side it takes, and never all of it."""

from __future__ import annotations

import numpy as np

from pipelines.apostrophes import WITH_APOSTROPHE
from pipelines.tasks.sentiment.composed.compose import compose
from pipelines.tasks.sentiment.composed.noise import noisy
from pipelines.text import words


def typed(text: str, positive: float | None, times: int = 3000) -> list[str]:
    random = np.random.default_rng(0)
    return [noisy(text, random, positive) for _ in range(times)]


def test_a_generator_in_the_same_state_types_the_same() -> None:
    assert typed("What a lovely film.", 1.0, 50) == typed("What a lovely film.", 1.0, 50)


def test_something_is_left_of_every_text_and_many_stay_clean() -> None:
    random = np.random.default_rng(0)
    texts = compose(3000, 9)
    results = [noisy(text.text, random, text.positive) for text in texts]
    assert all(words(result) for result in results)
    clean = sum(text.text == result for text, result in zip(texts, results, strict=True))
    assert 0.3 * len(texts) < clean < 0.7 * len(texts)


def test_everything_that_people_do_is_done() -> None:
    found = set(typed("I don't like this movie, really.", 0.0))
    assert any("dont" in text for text in found)
    assert any("#" in text for text in found)
    assert any(text.isupper() for text in found)
    assert any(text[0] == "i" for text in found)
    assert any(text.endswith("really") for text in found)
    assert any(text.endswith("!!!") for text in found)
    assert any("liiike" in text for text in found)
    assert any("rly" in text for text in found)
    assert any("tbh" in text for text in found)
    assert any("moive" in text for text in found)


def test_signs_fit_what_is_said() -> None:
    praise, blame, neither = ("".join(typed("Film", positive)) for positive in (1.0, 0.0, None))
    assert "👍" in praise
    assert "👍" not in blame + neither
    assert "👎" in blame
    assert "👎" not in praise + neither
    assert ":)" in praise
    assert ":)" not in blame + neither


def test_apostrophes_are_put_back_where_nothing_else_can_be_meant() -> None:
    assert WITH_APOSTROPHE["cant"] == "can't"
    assert WITH_APOSTROPHE["im"] == "i'm"
    for bare, word in WITH_APOSTROPHE.items():
        assert bare == word.replace("'", "")
    ambiguous = {
        "its",
        "were",
        "well",
        "ill",
        "id",
        "wed",
        "shed",
        "hell",
        "shell",
        "lets",
        "whore",
    }
    assert not ambiguous & set(WITH_APOSTROPHE)
