"""What a row of an own table says of a request."""

from __future__ import annotations

import pytest
from jsonargparse import ArgumentParser

from pipelines.messages import Message
from pipelines.tasks.tagging.own import OWN

READ = OWN.read(ArgumentParser().parse_args([]))


@pytest.mark.parametrize(
    ("tokens", "tags"),
    [
        ("play song", "O B-x"),
        (["play", "song"], ["O", "B-x"]),
        ('["play", "song"]', '["O", "B-x"]'),
        ("['play', 'song']", " ['O', 'B-x']"),
    ],
)
def test_words_stand_in_a_list_or_between_blanks(tokens: object, tags: object) -> None:
    found = READ({"tokens": tokens, "tags": tags, "intent": "hear"})
    assert found == {"tokens": ["play", "song"], "tags": ["O", "B-x"], "intent": "hear"}


def test_what_only_begins_as_a_list_is_read_as_words() -> None:
    found = READ({"tokens": "[live] song", "tags": "B-x O", "intent": "hear"})
    assert not isinstance(found, Message)
    assert found["tokens"] == ["[live]", "song"]
    for odd in ("[" * 5_000, "['play' 'song']"):
        found = READ({"tokens": odd, "tags": "O B-x", "intent": "hear"})
        assert isinstance(found, Message)
