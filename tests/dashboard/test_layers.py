"""What the player is sent of a recurrent layer says what its ledger and its valves say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboard.player.layers import FEWEST_STEPS, SPAN, Before, given, layer
from dashboard.player.payload import Payload
from dashboard.shows.sentiment import answers
from pipelines.layers.ledger import Ledger
from pipelines.layers.traces import LayerTrace
from pipelines.layers.valves import valves
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from tests.dashboard.conftest import Open, on_stage

Trace = LayerTrace[np.ndarray]
UNITS = 6


def lstm(steps: int, start: float = 0.0) -> Trace:
    """Random gates, and the memory that they make of one whose every unit starts at ``start``."""
    random = np.random.default_rng(steps)
    gates = {
        name: random.uniform(0.05, 0.95, (steps, UNITS)) for name in ("forget", "input", "output")
    }
    gates["candidate"] = random.uniform(-1, 1, (steps, UNITS))
    cell, cells = np.full(UNITS, start), []
    for step in range(steps):
        cell = gates["forget"][step] * cell + gates["input"][step] * gates["candidate"][step]
        cells.append(cell)
    return LayerTrace(gates["output"] * np.tanh(cells), np.array(cells), gates)


def gru(steps: int) -> Trace:
    random = np.random.default_rng(steps)
    update, reset = random.uniform(0, 1, (2, steps, UNITS))
    candidate = random.uniform(-1, 1, (steps, UNITS))
    hidden, states = np.zeros(UNITS), []
    for step in range(steps):
        hidden = update[step] * hidden + (1 - update[step]) * candidate[step]
        states.append(hidden)
    gates = {"update": update, "reset": reset, "candidate": candidate}
    return LayerTrace(np.array(states), None, gates)


def sent(trace: Trace, **options: Any) -> tuple[dict[str, Any], np.ndarray]:
    payload = Payload()
    words = [f"w{step}" for step in range(len(trace.hidden))]
    described_layer = layer(payload, "1", trace, words, **options)
    packed = payload.packed({"show": "reading"})
    start = 4 + int.from_bytes(packed[:4], "little")
    return json.loads(json.dumps(described_layer)), np.frombuffer(packed, np.uint8, offset=start)


def shares(book: dict[str, Any], numbers: np.ndarray, step: int) -> np.ndarray:
    """As the player works them out: of what was before, of all too long ago, of each step since."""
    first = max(0, step + 1 - book["span"])
    ages = step - np.arange(first, step + 1)
    left = numbers[book["at"] + step * book["span"] + ages] / 255
    told = [book["carried"][step], book["earlier"][step]]
    parts = left * np.array(book["wrote"])[first : step + 1]
    shared: np.ndarray = np.array([*told, *parts]) / book["sizes"][step]
    return shared


@pytest.mark.parametrize("steps", [1, SPAN, 3 * SPAN])
@pytest.mark.parametrize("make", [lstm, gru])
def test_bricks_are_the_shares_of_the_ledger(make: Any, steps: int) -> None:
    trace = make(steps)
    description, numbers = sent(trace)
    ledger = Ledger.of(trace)
    assert ledger is not None
    for step in range(steps):
        carried, *written = np.abs(ledger.parts(step)).sum(axis=1)
        earlier = max(0, step + 1 - SPAN)
        parts = np.array([carried, sum(written[:earlier]), *written[earlier:]])
        found = shares(description["ledger"], numbers, step)
        assert found == pytest.approx(parts / parts.sum(), abs=0.005)
        assert found.sum() == pytest.approx(1, abs=0.02)


def test_a_long_text_costs_a_bounded_number_of_bytes() -> None:
    trace = gru(2 * SPAN)
    description, numbers = sent(trace)
    strips = trace.hidden.size * len(description["strips"])
    gauges = len(trace.hidden) * len(description["valves"])
    assert len(numbers) == strips + gauges + len(trace.hidden) * SPAN


def test_what_was_there_before_is_named_and_wears_away() -> None:
    (description, _), (empty, _) = sent(lstm(9, 2.0), before=Before("photo", "why")), sent(lstm(9))
    book = description["ledger"]
    assert (book["before"], book["remark"]) == ("photo", "why")
    assert book["carried"][0] > 0.2
    assert book["carried"] == sorted(book["carried"], reverse=True)
    assert empty["ledger"]["before"] is None
    assert max(empty["ledger"]["carried"]) < 1e-5


def test_a_reader_from_the_end_keeps_its_books_in_its_own_order() -> None:
    trace = lstm(9)
    turned, turned_numbers = sent(trace.map(np.flipud), from_end=True)
    straight, numbers = sent(trace)
    one, other = turned["ledger"], straight["ledger"]
    assert one["wrote"] == other["wrote"]
    assert (turned_numbers[one["at"] :] == numbers[other["at"] :]).all()
    assert (turned["from_end"], straight["from_end"]) == (True, False)


def test_a_plain_rnn_has_neither_ledger_nor_valves() -> None:
    states = lstm(9).hidden
    description, _ = sent(LayerTrace(states, None, {"candidate": states}))
    assert description["ledger"] is None
    assert description["valves"] == []


def test_an_empty_memory_has_bricks_of_no_size() -> None:
    nothing = np.zeros((3, UNITS))
    gates = {"update": nothing + 0.5, "reset": nothing, "candidate": nothing}
    description, numbers = sent(LayerTrace(nothing, None, gates))
    assert description["ledger"]["sizes"] == [0, 0, 0]
    assert not numbers[description["ledger"]["at"] :].any()


@pytest.mark.parametrize(
    ("make", "does"), [(lstm, ["Keeps", "Writes", "Shows"]), (gru, ["Holds", "Recalls"])]
)
def test_valves_are_gates_and_say_where_they_usually_stand(make: Any, does: list[str]) -> None:
    trace = make(FEWEST_STEPS)
    description, numbers = sent(trace)
    assert [valve["does"] for valve in description["valves"]] == does
    found = {valve["gate"].split()[0]: valve for valve in description["valves"]}
    for name, valve in valves(trace).items():
        at = found[name]["at"]
        opened = numbers[at : at + FEWEST_STEPS] / 255
        assert opened == pytest.approx(valve.opened, abs=0.003)
        assert found[name]["rest"] == pytest.approx(valve.rest, abs=1e-4)
    few, _ = sent(make(FEWEST_STEPS - 1))
    assert [valve["rest"] for valve in few["valves"]] == [None] * len(does)


def test_the_cell_that_moves_most_comes_first() -> None:
    trace = lstm(9)
    trace.hidden[:, 4], trace.hidden[3, 4], trace.hidden[:, 1] = -0.9, 0.9, 0.5
    order = sent(trace)[0]["order"]
    assert sorted(order) == list(range(UNITS))
    assert (order[0], order[-1]) == (4, 1)


def test_what_parts_give_is_told_beside_the_most_of_a_step() -> None:
    payload = Payload()
    description = given(payload, np.array([[0.0, 0.0], [4.0, -2.0]]), [0], before=1)
    packed = payload.packed({"show": "writing"})
    numbers = np.frombuffer(packed[-4:], np.uint8).reshape(2, 2) / 127.5 - 1
    assert numbers == pytest.approx(np.array([[0, 0], [1, -0.5]]), abs=0.005)
    assert (description["rows"], description["columns"], description["before"]) == (2, 2, 1)


@pytest.mark.parametrize(
    ("name", "words", "shape"),
    [
        ("sentiment-tiny-lstm", 3, (3, 3)),
        ("sentiment-tiny-lstm", answers._MOST_ENDS + 1, (1, answers._MOST_ENDS + 1)),
        ("sentiment-tiny-bilstm", 3, (1, 3)),
        ("sentiment-tiny-rnn", 3, None),
    ],
)
def test_parts_of_the_answer_are_asked_for_as_far_as_they_cost_little(
    models_root: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    words: int,
    shape: tuple[int, int] | None,
) -> None:
    pipeline = SentimentPipeline.load(models_root / name)
    monkeypatch.setattr(answers, "asked", lambda _: (name, 0))
    monkeypatch.setattr(answers, "_pipeline", lambda *_: pipeline)
    parts = answers.memory_parts(name, pipeline.trace("good " * words))
    assert (None if parts is None else parts.shape) == shape


def test_pages_stage_what_memories_give(open_page: Open) -> None:
    (lane,) = on_stage(open_page("sentiment"))["lanes"]
    words = len(lane["read"])
    assert (lane["gives"]["rows"], lane["gives"]["columns"]) == (words, words)
    (lane,) = on_stage(open_page("captioning"))["lanes"]
    words = len(lane["words"])
    assert (lane["gives"]["rows"], lane["gives"]["columns"]) == (words, words + 1)
    assert lane["read"] == ["the start", *lane["words"][:-1]]
    assert lane["layers"][0]["ledger"]["before"] == "the photo"
