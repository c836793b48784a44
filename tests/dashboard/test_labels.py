"""What the player is sent of labels says what the labels say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dashboard.player.reading import COLOURS, Answer, Labels, Reading
from dashboard.shows.sentiment.reading import trace_show
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from tests.dashboard.conftest import described
from tests.dashboard.labelled import BIO, OTHER_BIO, TEXT, labelled, show_of


def of(reading: Reading) -> Labels:
    assert isinstance(reading.answers, Labels)
    return reading.answers


def unpacked(show: dict[str, Any], packed: list[Any] | None) -> Answer | None:
    """An answer as it went in, from what the browser gets."""
    if packed is None:
        return None
    label, probability, second, second_probability, sure = packed
    names = [name for name, _ in show["labels"]]
    named = [None if index is None else names[index] for index in (label, second)]
    return Answer(named[0], probability, named[1], second_probability, sure)


@pytest.mark.parametrize("while_reading", [True, False])
def test_every_answer_arrives_as_it_was_given(while_reading: bool) -> None:
    readings = {
        "a": labelled(while_reading=while_reading),
        "b": labelled(OTHER_BIO, while_reading=while_reading),
    }
    show = described(show_of(readings))
    for reading, lane in zip(readings.values(), show["lanes"], strict=True):
        given = of(reading)
        assert [unpacked(show, tag) for tag in lane["tags"]] == given.tags
        assert lane["continued"] == given.continued
        assert lane["while_reading"] is while_reading
        for packed, answer in zip(lane["so_far"], given.so_far, strict=True):
            got = unpacked(show, packed)
            assert (got is None) == (answer is None)
            if got and answer:
                assert got.label == answer.label
                assert got.probability == pytest.approx(answer.probability, abs=1e-4)


def test_a_label_goes_on_only_from_the_same_label() -> None:
    steps = len(BIO.split())
    reading = labelled(
        " ".join(["I-kind", "I-kind", "I-place", "O", "I-place", *["O"] * (steps - 5)])
    )
    outside = replace(of(reading), continued=[True] * steps)
    for answers in (of(reading), outside):
        (lane,) = described(show_of({"a": replace(reading, answers=answers)}))["lanes"]
        assert lane["continued"] == [False, True, *[False] * (steps - 2)]


def colours(show: bytes) -> dict[str, int]:
    return {name: colour for name, colour in described(show)["labels"] if colour is not None}


def test_labels_of_one_text_differ_in_colour_and_keep_it_from_text_to_text() -> None:
    both = colours(show_of({"a": labelled(), "b": labelled(OTHER_BIO)}))
    assert len(set(both.values())) == len(both) == 5
    assert set(both.values()) <= set(range(COLOURS))
    steps = len(BIO.split())
    alone = [colours(show_of({"a": labelled("B-place" + " O" * (steps - 1))})) for _ in range(2)]
    assert alone[0] == alone[1]
    assert list(alone[0]) == ["landmark"]


def test_more_labels_than_colours_have_one_nevertheless() -> None:
    reading = labelled()
    tags = [Answer(f"label {n}", 0.9, None, 0.1, True) for n in range(len(of(reading).tags))]
    assert len(tags) > COLOURS
    show = show_of({"a": replace(reading, answers=replace(of(reading), tags=tags))})
    assert len(colours(show)) == len(tags)
    assert set(colours(show).values()) == set(range(COLOURS))


def test_only_what_stands_on_a_word_takes_a_colour() -> None:
    show = described(show_of({"a": labelled()}))
    named = dict(show["labels"])
    assert named["find a place"] is None
    assert named["landmark"] is not None


def test_a_word_costs_few_bytes() -> None:
    show = described(show_of({"a": labelled()}))
    (lane,) = show["lanes"]
    sent = len(str([lane["tags"], lane["continued"], lane["so_far"], show["labels"]]))
    assert sent < 90 * len(BIO.split())


def test_answers_of_two_kinds_are_told_apart(models_root: Any) -> None:
    trace = SentimentPipeline.load(models_root / "sentiment-tiny-gru").trace(TEXT)
    (lane,) = described(trace_show({"a": trace}))["lanes"]
    (other,) = described(show_of({"a": labelled()}))["lanes"]
    assert "tags" not in lane
    assert "probabilities" not in other
