"""Any result as JSON, to take away: in English, as programs read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Protocol

import numpy as np

from dashboard.language import told
from pipelines.layers.traces import LayerTrace
from pipelines.messages import Message


class Result(Protocol):
    """A dataclass of plain values, arrays and others of its kind."""

    def within(self, numbers: int) -> tuple[Result, Message | None]:
        """The same with no more than so many numbers of states and gates; what was left out."""
        ...


# States and gates are by far the most of a file: a million numbers take 6 MB and about a second.
MAX_NUMBERS = 1_000_000
_DIGITS, _DIGITS_OF_STATES = 5, 3


def as_json(results: Result | Mapping[str, Result]) -> bytes:
    """A result, or several by name, with all parts; what is no number becomes null.

    Of many states and gates some are left out, and the field ``left_out`` of a result says which.
    """
    if isinstance(results, Mapping):
        numbers = MAX_NUMBERS // len(results)
        plain = {name: _bounded(result, numbers) for name, result in results.items()}
    else:
        plain = _bounded(results, MAX_NUMBERS)
    return json.dumps(plain, allow_nan=False, ensure_ascii=False).encode()


def left_out(results: Result | Mapping[str, Result]) -> str:
    """What ``as_json`` of the same leaves out, in the viewer's words; empty if nothing."""
    several = results if isinstance(results, Mapping) else {"": results}
    numbers = MAX_NUMBERS // len(several)
    said = {name: result.within(numbers)[1] for name, result in several.items()}
    return "; ".join(
        f"{name}: {told(what)}".removeprefix(": ") for name, what in said.items() if what
    )


def _bounded(result: Result, numbers: int) -> dict[str, Any]:
    kept, what = result.within(numbers)
    return {"left_out": _plain(what), **_plain(kept)}


def _plain(value: Any, digits: int = _DIGITS) -> Any:
    """``value`` as JSON knows it."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Message):
        return str(value)
    if isinstance(value, float):
        return round(value, digits) if np.isfinite(value) else None
    if isinstance(value, np.ndarray):
        return _rounded(value, digits)
    if isinstance(value, dict):
        return {str(name): _plain(one, digits) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one, digits) for one in value]
    digits = _DIGITS_OF_STATES if isinstance(value, LayerTrace) else digits
    return {field.name: _plain(getattr(value, field.name), digits) for field in fields(value)}


def _rounded(values: np.ndarray, digits: int) -> list[Any]:
    """All at once, which takes a tenth of the time that as many numbers take alone."""
    rounded = values.astype(np.float64).round(digits)
    plain: list[Any] = rounded.tolist()
    if np.isfinite(rounded).all():
        return plain
    return [_plain(value, digits) for value in plain]
