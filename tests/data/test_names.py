"""Several names in one text, as options of the command line have them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.data.own import names_in, parted, text_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("4,5", ["4", "5"]),
        (" good , very  good,", ["good", "very good"]),
        ('"to the left, up",stop', ["to the left, up", "stop"]),
        ('5" screen', ['5" screen']),
        ("a\nb", ["a b"]),
        ('"', []),
        (",", []),
        ("", []),
    ],
)
def test_names_are_parted_by_commas(text: str, names: list[str]) -> None:
    assert names_in(text) == names


@given(st.lists(st.text(max_size=9)))
def test_whatever_a_name_holds_it_is_read_as_it_was_written(names: list[str]) -> None:
    assert names_in(parted(names)) == list(filter(None, map(text_in, names)))
