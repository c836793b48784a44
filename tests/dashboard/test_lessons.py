"""Every step of every lesson draws its figure, in any language, and its link leads to it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.lessons import LESSONS, texts
from dashboard.lessons.lesson import Step
from dashboard.lessons.scene import scene
from dashboard.services import folders
from pipelines.errors import InputError
from pipelines.frames.network import RecurrentConfig
from pipelines.language import SOURCE
from pipelines.models.files import METRICS, PREDICTIONS
from tests.dashboard.conftest import Open, described, opener, stages
from tests.dashboard.conftest import texts as said
from tests.dashboard.pseudo import LANGUAGE
from tests.dashboard.test_languages import NAMES, english_left
from tests.models.test_shipped_models import MODELS
from tests.tasks.gestures.tiny import build_tiny_recogniser

STEPS = [(name, n) for name, one in LESSONS.items() for n in range(1, len(one.steps) + 1)]
READ = {word.lower() for text in vars(texts).values() for word in re.findall(r"\w+", str(text))}


# Tiny models that take the records of shipped ones.
SCORED = {
    "sentiment-tiny-lstm": "sentiment-lstm",
    "sentiment-tiny-gru": "sentiment-lstm-stacked",
    "sentiment-tiny-rnn": "sentiment-lstm-last",
    "sentiment-tiny-window": "sentiment-window-mlp",
    "baseline-tiny-tfidf": "baseline-transformer",
    "translation-tiny-de-en": "translation-de-en",
    "translation-tiny-attention": "translation-attention",
    "series-tiny-lstm": "series-lstm",
    "series-tiny-window": "series-window-mlp",
    "gestures-tiny-lstm": "gestures-lstm",
    "gestures-tiny-lstm-stacked": "gestures-lstm-stacked",
    "gestures-tiny-lstm-stacked-3": "gestures-lstm-stacked-3",
}
# What learns while one looks on.
PAGE_ALONE = {("vanishing", 5), ("vanishing", 6)}
STACKED = {"gestures-tiny-lstm-stacked": 2, "gestures-tiny-lstm-stacked-3": 3}


@pytest.fixture(scope="module")
def scored_root(models_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("scored") / "models"
    shutil.copytree(models_root, root)
    for name, layers in STACKED.items():
        build_tiny_recogniser(root / name, RecurrentConfig("lstm", 6, layers))
    for name, shipped in SCORED.items():
        for file in (METRICS, PREDICTIONS):
            shutil.copy(MODELS / shipped / file, root / name / file)
    return root


@pytest.fixture
def open_page(scored_root: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    return opener(scored_root, monkeypatch)


def opened(open_page: Open, lesson: str, number: int, spoken: str = SOURCE) -> AppTest:
    """A step as its link shows it; what there is to guess is guessed."""
    app = open_page("learn", spoken, lesson=lesson, step=str(number))
    if LESSONS[lesson].steps[number - 1].question:
        assert not figures(app)
        app.button_group(key=f"guess-{lesson}-{number}").set_value(0).run()
    return app


def figures(app: AppTest) -> int:
    """How many charts and players there are."""
    return len(app.get("vega_lite_chart")) + len(stages(app))


def place(app: AppTest) -> tuple[str, ...]:
    """Lesson and step as the address names them."""
    values = (app.query_params[name] for name in ("lesson", "step"))
    return tuple(value if isinstance(value, str) else value[0] for value in values)


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()


@pytest.mark.parametrize(("lesson", "number"), STEPS)
def test_every_step_draws_a_figure(open_page: Open, lesson: str, number: int) -> None:
    app = opened(open_page, lesson, number)
    assert not app.exception
    assert not app.error
    assert figures(app)
    assert place(app) == (lesson, str(number))


@pytest.mark.parametrize("name", LESSONS)
def test_a_step_can_be_a_scene_unless_it_needs_its_page(
    scored_root: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(folders, "MODELS", scored_root)
    for number, step in enumerate(LESSONS[name].steps, 1):
        if (name, number) in PAGE_ALONE:
            with pytest.raises(InputError, match="its own page alone"):
                scene(name, number)
            continue
        show = described(scene(name, number))
        assert show["caption"]["said"] == step.said
        assert show["show"] == "picturing" or not step.question
        assert (show.get("asks") is not None) == (step.question is not None)
        for picture in show.get("pictures", []):
            assert picture["svg"].startswith("<svg")
            assert "currentColor" in picture["svg"] or "data:image/jpeg" in picture["svg"]
            assert picture["alt"]
        if step.question:
            assert show["steps"] == 2
            assert show["told"]
            assert show["asks"]["right"] in show["asks"]["choices"] == list(step.question.choices)


@pytest.mark.parametrize(
    ("name", "number", "said"), [("x", 1, "use shapes"), ("gates", 7, "1 to 6")]
)
def test_a_scene_of_no_step_says_which_there_are(name: str, number: int, said: str) -> None:
    with pytest.raises(InputError, match=said):
        scene(name, number)


def test_what_is_guessed_is_compared_with_what_comes_out(open_page: Open) -> None:
    app = opened(open_page, "unrolled", 3)
    assert "Well guessed: as many as before" in said(app)
    app.button_group(key="guess-unrolled-3").set_value(1).run()
    assert "It is otherwise: as many as before" in said(app)


def test_steps_are_walked_forward_and_back(open_page: Open) -> None:
    app = open_page("learn")
    first = said(app)
    press(app, "Forward")
    assert place(app) == (next(iter(LESSONS)), "2")
    assert said(app) != first
    press(app, "Back")
    assert said(app) == first


def test_another_lesson_begins_at_its_first_step(open_page: Open) -> None:
    first, *_, last = [*LESSONS, *LESSONS]
    app = opened(open_page, first, 2)
    app.selectbox(key="lesson").set_value(last).run()
    assert place(app) == (last, "1")


@pytest.mark.parametrize("step", ["0", "99", "x", "-1", "²"])
def test_a_step_that_is_not_there_leads_to_the_first(open_page: Open, step: str) -> None:
    app = open_page("learn", lesson="unrolled", step=step)
    assert not app.exception
    assert place(app) == ("unrolled", "1")


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_short(name: str) -> None:
    steps = LESSONS[name].steps
    assert 5 <= len(steps) <= 8
    assert any(step.question for step in steps)
    assert not [step.said for step in steps if len(re.findall(r"[.!?:](?:\s|$)", step.said)) > 4]


@pytest.mark.parametrize("name", LESSONS)
def test_sentences_hold_no_number_that_could_be_out_of_date(name: str) -> None:
    assert not [text for text in _constants(LESSONS[name].steps) if re.search(r"\d", text)]


def _constants(steps: tuple[Step, ...]) -> Iterator[str]:
    for step in steps:
        yield step.said
        if step.question:
            yield from (step.question.prompt, *step.question.choices)


@pytest.mark.usefixtures("other_language")
@pytest.mark.parametrize(("lesson", "number"), STEPS)
def test_lessons_are_told_in_any_language(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, lesson: str, number: int
) -> None:
    monkeypatch.setattr("tests.dashboard.test_languages.NAMES", NAMES | READ)
    assert not english_left(opened(open_page, lesson, number, LANGUAGE))


@pytest.mark.parametrize(("number", "asked"), [(5, "learn"), (6, "explode")])
def test_small_networks_learn_when_they_are_asked_to(
    open_page: Open, number: int, asked: str
) -> None:
    app = opened(open_page, "vanishing", number)
    if asked == "learn":
        app.select_slider(key="learning-length").set_value(10).run()
    before = said(app)
    app.toggle(key=asked).set_value(True).run()
    assert not app.exception
    assert said(app) != before
    assert figures(app)
