"""What a row of an own table says of a text."""

from __future__ import annotations

import pytest
from jsonargparse import ArgumentParser

from pipelines.data.own import add_own_arguments
from pipelines.messages import Message
from pipelines.tasks.sentiment.own import OWN


@pytest.mark.parametrize(
    ("options", "label", "side"),
    [
        ((), "POSITIV", 1),
        ((), "Negative", 0),
        ((), 1.0, 1),
        (("--positive=Ja", "--negative=nein"), "ja", 1),
        (("--positive=Ja", "--negative=nein"), "NEIN", 0),
        (("--positive=Ja", "--negative=nein"), "Vielleicht", None),
        ((), {"stars": 1}, None),
    ],
)
def test_labels_are_told_apart_in_any_case(
    options: tuple[str, ...], label: object, side: int | None
) -> None:
    parser = ArgumentParser()
    add_own_arguments(parser, OWN)
    found = OWN.read(parser.parse_args(list(options)))({"text": "So, so", "label": label})
    if side is None:
        assert isinstance(found, Message)
        assert label != "Vielleicht" or found.values["label"] == label  # As it is written.
    else:
        assert found == {"text": "So, so", "label": side}


@pytest.mark.parametrize("cell", [{"body": "Fine"}, ["Fine"], b"Fine", "…", None])
def test_what_is_no_text_is_not_learnt_from(cell: object) -> None:
    parser = ArgumentParser()
    add_own_arguments(parser, OWN)
    found = OWN.read(parser.parse_args([]))({"text": cell, "label": "pos"})
    assert isinstance(found, Message)
