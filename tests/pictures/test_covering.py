"""What is covered of a picture is hidden, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from pipelines.errors import InputError
from pipelines.pictures.covering import GREY, Rectangle, covered


def test_only_what_lies_in_the_rectangle_is_grey() -> None:
    image = Image.effect_noise((200, 100), 80).convert("RGB")
    part = Rectangle.of("10-20-30-50")
    before, after = np.asarray(image), np.asarray(covered(image, part.box(*image.size)))
    assert (after[20:70, 20:80] == GREY).all()
    changed = (before != after).any(axis=2)
    changed[20:70, 20:80] = False
    assert not changed.any()
    assert (np.asarray(image) == before).all()


@pytest.mark.parametrize("written", ["0-0-100-100", "95-95-5-5", "07-0-20-20"])
def test_a_rectangle_is_written_as_it_is_read(written: str) -> None:
    part = Rectangle.of(written)
    assert Rectangle.of(str(part)) == part
    left, top, right, bottom = part.box(100, 100)
    assert 0 <= left < right <= 100
    assert 0 <= top < bottom <= 100


@pytest.mark.parametrize("written", ["", "1-2-3", "96-0-5-5", "0-96-5-5", "0-0-4-50", "0-0-101-9"])
def test_what_is_no_part_of_a_picture_is_refused(written: str) -> None:
    with pytest.raises(InputError, match="percent"):
        Rectangle.of(written)
