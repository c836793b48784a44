"""Any result as JSON, to take away. Knows no Streamlit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np

from pipelines.layers.traces import LayerTrace
from pipelines.tasks.captioning.results import Caption
from pipelines.tasks.sentiment.results import SentimentTrace

Result = SentimentTrace | Caption
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
    """What ``as_json`` of the same leaves out, in words; empty if nothing."""
    several = results if isinstance(results, Mapping) else {"": results}
    numbers = MAX_NUMBERS // len(several)
    said = {name: _cut(result, numbers)[1] for name, result in several.items()}
    return "; ".join(f"{name}: {what}".removeprefix(": ") for name, what in said.items() if what)


def _bounded(result: Result, numbers: int) -> dict[str, Any]:
    kept, what = _cut(result, numbers)
    return {"left_out": what, **_plain(kept)}


def _cut(result: Result, numbers: int) -> tuple[Result, str | None]:
    """``result`` with no more than so many ``numbers`` of states and gates; what was cut."""
    if isinstance(result, SentimentTrace):
        return _cut_trace(result, numbers)
    return _cut_caption(result, numbers)


def _cut_trace(trace: SentimentTrace, numbers: int) -> tuple[SentimentTrace, str | None]:
    """Without the states and gates of the last tokens, where they are more than ``numbers``."""
    of_a_token = sum(values.shape[1] for layer in trace.layers for values in layer.values())
    kept, tokens = numbers // max(1, of_a_token), len(trace.tokens)
    if not trace.layers or tokens <= min(kept, len(trace.layers[0].hidden)):
        return trace, None
    layers = tuple(layer.map(lambda values: values[:kept]) for layer in trace.layers)
    what = f"states and gates of all but the first {len(layers[0].hidden):,} of {tokens:,} tokens"
    return replace(trace, layers=layers), what


def _cut_caption(caption: Caption, numbers: int) -> tuple[Caption, str | None]:
    """Without the states and gates of what was given up, where they are more than ``numbers``."""
    layers = caption.steps[0].branches[0].layers
    of_a_branch = sum(values.size for layer in layers for values in layer.values())
    if of_a_branch * sum(len(step.branches) for step in caption.steps) <= numbers:
        return caption, None
    words, kept = caption.hypothesis.words, numbers // of_a_branch
    steps = []
    for place, step in enumerate(caption.steps):
        own = step.branch_of(words) if place < kept else None
        branches = [b if b is own else replace(b, layers=()) for b in step.branches]
        steps.append(replace(step, branches=tuple(branches)))
    kept = min(kept, len(steps))
    what = f"states and gates of all but the first {kept:,} beginnings of the caption itself"
    return replace(caption, steps=tuple(steps)), what


def _plain(value: Any, digits: int = _DIGITS) -> Any:
    """``value`` as JSON knows it."""
    if value is None or isinstance(value, str | int):
        return value
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
