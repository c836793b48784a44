"""What the page says of who was nearest is made from the record."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.shows.series.record import in_words


def record(error: float, *, low: float = 10.0, season: float = 0.9) -> dict[str, Any]:
    return {
        "error": error,
        "like_today": 0.5,
        "like_last_season": season,
        "saved_interval": [low, low + 20],
    }


@pytest.mark.parametrize(
    ("records", "beats", "said", "unsaid"),
    [
        ({"a-lstm": record(0.5), "b": record(0.6)}, False, "Nothing beats yesterday", "nearest"),
        ({"a-lstm": record(0.2), "b": record(0.3)}, True, "a-lstm", "not win"),
        ({"a-lstm": record(0.3), "b": record(0.2)}, True, "LSTM does not win", "Nothing beats"),
        ({"b": record(0.3, season=0.1)}, True, "a season ago: 0.10", "LSTM"),
        ({"b": record(0.3, low=-1.0)}, True, "may be an accident", "season ago"),
    ],
)
def test_the_page_says_who_was_nearest(
    records: dict[str, Any], beats: bool, said: str, unsaid: str
) -> None:
    sentences, beaten = in_words(records)
    text = " ".join(sentences).replace("\\", "")
    assert beaten == beats
    assert said in text
    assert unsaid not in text
