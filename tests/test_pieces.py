"""Work in pieces: the shares go up, and the result is that of the whole."""

from __future__ import annotations

from pipelines.pieces import Pieces, finished, part


def counted(number: int) -> Pieces[int]:
    for done in range(1, number):
        yield done / number
    return number


def both() -> Pieces[tuple[int, int]]:
    first = yield from part(counted(4), 0, 0.5)
    return first, (yield from part(counted(2), 0.5, 1))


def test_the_result_is_what_the_last_piece_gives() -> None:
    assert finished(counted(5)) == 5
    assert finished(counted(1)) == 1
    assert finished(both()) == (4, 2)


def test_a_share_is_told_before_every_piece_but_the_first() -> None:
    assert list(counted(1)) == []
    assert list(both()) == [0.125, 0.25, 0.375, 0.5, 0.75]
