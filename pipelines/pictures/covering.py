"""A part of a picture is hidden, to see what a model makes of the rest."""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass

from PIL import Image

from pipelines.errors import InputError

GREY = (128, 128, 128)
MIN_SIDE = 5  # Percent.
Box = tuple[int, int, int, int]  # Left, top, right, bottom, as Pillow has it.


@dataclass(frozen=True)
class Rectangle:
    """A part of a picture, in whole percent of its width and height.

    Attributes:
        left, top: of its first corner.
        width, height: 5 at least.

    Raises:
        InputError: it does not lie in the picture, or is too small to hide anything.
    """

    left: int
    top: int
    width: int
    height: int

    def __post_init__(self) -> None:
        inside = min(self.left, self.top) >= 0 and max(self._right, self._bottom) <= 100
        if not inside or min(self.width, self.height) < MIN_SIDE:
            raise InputError(
                "The part {part} cannot be covered. Give its left, top, width and height in "
                "percent; it must lie in the picture and be {least} wide and high at least.",
                part=str(self),
                least=MIN_SIDE,
            )

    @classmethod
    def of(cls, written: str) -> Rectangle:
        """The rectangle that is written as ``left-top-width-height``, in percent.

        Raises:
            InputError: it is not.
        """
        if not re.fullmatch(r"\d{1,3}(-\d{1,3}){3}", written, re.ASCII):
            raise InputError(
                "“{written:.40}” names no part of a picture. Write its left, top, width and "
                "height in percent, like 20-30-50-40.",
                written=written,
            )
        return cls(*map(int, written.split("-")))

    def __str__(self) -> str:
        return "-".join(map(str, astuple(self)))

    def box(self, width: int, height: int) -> Box:
        """Its pixels in a picture of that size."""
        left, right = (round(edge * width / 100) for edge in (self.left, self._right))
        top, bottom = (round(edge * height / 100) for edge in (self.top, self._bottom))
        return left, top, right, bottom

    @property
    def _right(self) -> int:
        return self.left + self.width

    @property
    def _bottom(self) -> int:
        return self.top + self.height


def covered(image: Image.Image, box: Box) -> Image.Image:
    """``image`` with grey in place of what lies in ``box``.

    What was prepared for an encoder is covered, and not prepared again: else the edges of the grey
    would ring in what is around it, and a word would change by what a JPEG made of them.
    """
    copy = image.copy()
    copy.paste(GREY, box)
    return copy
