"""What no word is turns no answer, and is not named as if it had."""

from __future__ import annotations

from tests.dashboard.conftest import described
from tests.dashboard.labelled import labelled, show_of

TEXT = "Great 😍 sound , 10 euros :-) — no more , thanks ! !"


def test_a_show_tells_marks_from_words_numbers_emoji_and_emoticons() -> None:
    show = described(show_of({"model": labelled()}, TEXT))
    told = [show["tokens"][at][1] for at in show["marks"]]
    assert told == [",", "—", ",", "!", "!"]
