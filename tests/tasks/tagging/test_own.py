"""What a row of an own table says of a request."""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from jsonargparse import ArgumentParser

from pipelines.data.own import add_own_arguments
from pipelines.data.own_rows import look_at
from pipelines.messages import Message
from pipelines.tasks.tagging.data import load_requests
from pipelines.tasks.tagging.labels import Labels, places
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


def test_what_is_held_out_has_no_label_that_is_not_learnt(tmp_path: Path) -> None:
    """Each slot is filled three times, one of them by what is read as two words."""
    rows = [
        {
            "tokens": ["play", f"song{'.' * (n % 3 == 1)}x{n}", "now"],
            "tags": ["O", f"B-slot{n // 3}", "O"],
            "intent": f"hear{n % 2}",
        }
        for n in range(150)
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    parser = ArgumentParser()
    add_own_arguments(parser, OWN)
    parts = look_at(tmp_path / "a.jsonl", "tagging", parser.parse_args([])).parts
    (tmp_path / "snips").mkdir()
    for name, some in OWN.files(parts).items():
        pq.write_table(pa.Table.from_pylist(some), tmp_path / name)
    requests = {name: load_requests(tmp_path, name) for name in parts}
    learnt = Labels.found(requests["train"].tags, requests["train"].intents)
    for name in ("validation", "test"):
        assert len(requests[name]) > 5
        places(learnt.tags, chain(*requests[name].tags))
        places(learnt.intents, requests[name].intents)
