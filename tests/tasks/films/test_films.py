"""The generated world, and labellers of its films from training to their scores."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from pipelines.data.folder import VARIABLE
from pipelines.errors import InputError
from pipelines.frames.training import FramesTraining
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.films import cells as cells_command
from pipelines.tasks.films import data as films_data
from pipelines.tasks.films import predict as predict_command
from pipelines.tasks.films.cells import cells, features_of
from pipelines.tasks.films.data import FRAMES, generate
from pipelines.tasks.films.drawing import CELLS, DIGITS, cells_of, is_drawing
from pipelines.tasks.films.evaluate import evaluate
from pipelines.tasks.films.examples import EXAMPLES, Script, pictures_of
from pipelines.tasks.films.pipeline import load
from pipelines.tasks.films.sources import LABELS, SHAPES
from pipelines.tasks.films.task import FILMS
from pipelines.tasks.films.train import train
from pipelines.tasks.films.world import SIDE, Act, State, film_of, is_possible, moved, picture
from pipelines.training.settings import Hardware, Run
from tests.commands import run_command, self_check
from tests.found_cells import found_again
from tests.tasks.films.tiny import SMALL_CONFIGS, build_tiny_labeller


@pytest.fixture
def few_films(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts that are scored in a moment."""
    monkeypatch.setattr(films_data, "FILMS", {"validation": 4, "test": 3})


def test_a_seed_makes_the_same_films() -> None:
    once, again, other = generate(3, 5), generate(3, 5), generate(3, 6)
    for one, same in zip(once, again, strict=True):
        assert np.array_equal(one.pictures, same.pictures)
        assert np.array_equal(one.labels, same.labels)
        assert one.pictures.shape == (FRAMES, SIDE, SIDE)
        assert 0 <= one.pictures.min() <= one.pictures.max() <= 1
        assert len(set(one.acts)) > 1
    assert not np.array_equal(once[0].pictures, other[0].pictures)


def test_all_labels_are_there() -> None:
    found = np.concatenate([film.labels for film in generate(80, 1)])
    assert np.bincount(found, minlength=len(LABELS)).min() > 100


def middle(seen: np.ndarray) -> np.ndarray:
    """Where the light of pictures lies, ``(T, 2)``, to the right and down."""
    grid = np.arange(SIDE)
    weight = np.where(seen > 0.3, seen, 0)
    places = np.stack([weight.sum(1) @ grid, weight.sum(2) @ grid], axis=1)
    found: np.ndarray = places / weight.sum((1, 2))[:, None]
    return found


HEART = "00039c7fe7fe7fe3fc1f80f0060000000000"


@pytest.mark.parametrize("shape", [*SHAPES, HEART])
@pytest.mark.parametrize("label", LABELS)
def test_shapes_do_what_they_are_said_to(shape: str, label: str) -> None:
    start = State(size=5, x=12, y=12, light=0.9)
    seen = film_of(
        shape if shape in SHAPES else cells_of(shape),
        [Act(label, 10)],
        start,
        np.random.default_rng(1),
    )
    way = middle(seen)[-1] - middle(seen)[0]
    wanted = {"right": (5.4, 0), "left": (-5.4, 0), "up": (0, -5.4), "down": (0, 5.4)}
    assert way == pytest.approx(wanted.get(label, (0, 0)), abs=1.2)
    lit = (seen > 0.3).sum(axis=(1, 2))
    if label in ("growing", "shrinking"):
        assert (lit[-1] > 1.2 * lit[0]) == (label == "growing")
    light = seen.max(axis=(1, 2))
    assert (light.max() - light.min() > 0.3) == (label == "blinking")
    # As dim as it was, where it blinks.
    changed = np.abs(seen[6] - seen[0]).max() > 0.5
    assert changed == (label in {*wanted, "growing", "shrinking", "turning"})


def test_nothing_is_held_up_by_an_edge() -> None:
    corner = State(x=5, y=5, size=4.5)
    assert not is_possible(corner, Act("left", 10))
    assert is_possible(corner, Act("right", 10))
    assert not is_possible(State(size=7.9), Act("growing", 10))
    assert moved(State(size=8.0), Act("growing", 1)).size == 8.0


def test_a_picture_alone_does_not_tell() -> None:
    # The same picture lies on the way of every action.
    state = State(x=12, y=12, size=5)
    assert all(is_possible(state, Act(label, 8)) for label in LABELS)
    assert picture("cross", state).max() == pytest.approx(state.light)


def test_a_drawing_is_the_same_wherever_it_is_drawn() -> None:
    cells = np.zeros((CELLS, CELLS), dtype=bool)
    cells[1:4, 2:5] = cells[4, 2] = True
    state = State(size=5, x=12, y=12, light=0.9)
    seen = picture(cells, state)
    assert np.array_equal(seen, picture(np.roll(cells, (6, 5), axis=(0, 1)), state))
    assert 0 < seen.min() + seen.max() <= 0.9
    lit = np.argwhere(seen > 0.1)
    # As large as other shapes, and around the same middle.
    assert np.hypot(*(lit - 12).T).max() < 1.2 * state.size + 1.5
    assert lit.mean(axis=0) == pytest.approx((12, 12), abs=0.8)
    # What is drawn large is not larger.
    large = picture(np.kron(cells[1:5, 2:6], np.ones((3, 3), dtype=bool)), state)
    assert large == pytest.approx(seen, abs=0.35)


@pytest.mark.parametrize(
    "spelt",
    [None, 7, [], "", "0" * DIGITS, "f" * (DIGITS - 1), "f" * 9_999, "F" * DIGITS, "٣" * 36],
)
def test_what_is_no_drawing(spelt: object) -> None:
    assert not is_drawing(spelt)
    with pytest.raises(InputError):
        pictures_of(Script(str(spelt), ("up",)))


@pytest.mark.parametrize(
    "script", [Script("disc", ("up",)), Script("bar", ()), Script("bar", ("up",) * 9)]
)
def test_what_is_no_film(script: Script) -> None:
    with pytest.raises(InputError):
        pictures_of(script)


@pytest.mark.parametrize(
    "pictures", [np.zeros((0, SIDE, SIDE)), np.zeros((3, 8, 8)), np.full((3, SIDE, SIDE), np.nan)]
)
def test_other_pictures_are_refused(tmp_path: Path, pictures: np.ndarray) -> None:
    pipeline = load(build_tiny_labeller(tmp_path / "model", SMALL_CONFIGS["lstm"]))
    with pytest.raises(InputError):
        pipeline.predict([pictures])


@pytest.mark.usefixtures("few_films")
@pytest.mark.parametrize("kind", SMALL_CONFIGS)
def test_from_training_to_scores(tmp_path: Path, kind: str) -> None:
    run = Run(tmp_path / "model", tmp_path, tmp_path / "run", False, Hardware(accelerator="cpu"))
    train(
        run,
        SMALL_CONFIGS[kind],
        FramesTraining(epochs=3, batch_size=4, streams=100, learning_rate=0.01),
    )
    assert f"{len(EXAMPLES)} golden examples agree" in self_check(run.output)
    assert ModelDirectory.open(run.output).config["data"] == {}
    scored = evaluate(run.output, tmp_path)
    assert scored.metrics["films_test"]["frames"] == 3 * FRAMES
    assert scored.metrics["films_test"]["runs"] == scored.measured["films_test"]["items"] == 3


@pytest.mark.parametrize("kind", SMALL_CONFIGS)
def test_a_trace_says_what_is_predicted(tmp_path: Path, kind: str) -> None:
    pipeline = load(build_tiny_labeller(tmp_path / "model", SMALL_CONFIGS[kind]))
    film = pictures_of(next(iter(EXAMPLES.values())))
    for memory in (None, 4):
        (result,) = pipeline.predict([film], memory)
        trace = pipeline.trace(film, memory)
        assert trace.result.probabilities == pytest.approx(result.probabilities, abs=1e-4)
    (part,) = pipeline.predict([film[:20]])
    (whole,) = pipeline.predict([film])
    assert part.probabilities == pytest.approx(whole.probabilities[:20], abs=1e-4)


@pytest.mark.usefixtures("few_films")
def test_what_the_command_stores_is_found_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    model = build_tiny_labeller(tmp_path / "model", SMALL_CONFIGS["lstm"])
    monkeypatch.delenv(VARIABLE, raising=False)
    run_command(cells_command, model)  # There is no data that it could need.
    capsys.readouterr()
    found_again(cells_command, cells(model, tmp_path), model, tmp_path, capsys)
    with pytest.raises(InputError, match="has no cells"):
        cells(build_tiny_labeller(tmp_path / "other", SMALL_CONFIGS["frame"]), tmp_path)
    film = generate(1, 1)[0]
    found = features_of(film)
    assert found.keys() == FILMS.features.keys()
    assert found["growing"].tolist() == (film.labels == LABELS.index("growing")).tolist()


def test_films_are_answered_and_others_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = build_tiny_labeller(tmp_path / "model", SMALL_CONFIGS["lstm"])
    with pytest.raises(SystemExit) as ended:
        run_command(predict_command, model, "square up down", "disc up", "", "--json")
    assert ended.value.code == 1
    rows = json.loads(capsys.readouterr().out)
    assert [len(row.get("labels", [])) for row in rows] == [32, 0, 0]
