"""Every page runs, answers, and stays usable whatever it is given."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from dashboard.shows.captioning import answers as captions
from dashboard.shows.sentiment import answers as readings
from dashboard.shows.sentiment.texts import EXAMPLES
from dashboard.shows.sentiment.verdicts import in_words
from pipelines.generation.strategies import MAX_BEAM_WIDTH
from pipelines.tasks import TASKS
from pipelines.tasks.captioning.samples import free_samples
from pipelines.tasks.sentiment.results import TOKENS_TRACED
from tests.dashboard.conftest import (
    PAGES,
    Open,
    encoded,
    go,
    on_stage,
    opener,
    put_into_field,
    shown,
    texts,
    verdicts,
    write,
)


@pytest.mark.parametrize("page", PAGES)
def test_page_runs(open_page: Open, page: str) -> None:
    app = open_page(page)
    assert not app.exception
    assert not app.error
    assert len(app.title) == 1


# Neither of these two needs one; the second makes one.
@pytest.mark.parametrize("page", sorted({*PAGES} - {"glossary", "own", "privacy"}))
def test_without_models_a_page_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    app = opener(tmp_path, monkeypatch)(page)
    assert not app.exception
    assert "Restore" in texts(app)


def test_home_says_the_pattern_of_every_task(open_page: Open) -> None:
    _tour, *labels = [link.proto.label for link in open_page("home").get("page_link")]
    for label, task in zip(labels, TASKS.values(), strict=True):
        assert label.endswith(f": **{task.pattern}**")


def test_first_visit_shows_a_prepared_review(open_page: Open) -> None:
    app = open_page("sentiment")
    trace = readings.trace(str(app.selectbox[0].value), put_into_field(app))
    assert verdicts(app) == [in_words(trace.result)]
    assert on_stage(app)["steps"] == len(trace.tokens)


def test_example_fills_the_text(open_page: Open) -> None:
    app = open_page("sentiment")
    before = put_into_field(app)
    for own in ("", "My own words."):  # It comes back after them.
        write(app, own or before)
        app.button_group(key="example").set_value("A warm review").run()
        assert put_into_field(app) == EXAMPLES["A warm review"]
        assert not app.button_group(key="example").value
    assert not app.exception


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\t ",
        "?!... --",
        "zxqv wkjh",
        "映画はとても良かった",
        "x" * 100_001,
        "\x00\x00",
        "<br /><br />",
        "😀 😀 😀",
    ],
    ids=["empty", "blank", "marks", "unknown", "script", "long", "null", "tags", "emoji"],
)
def test_unusable_text_gets_a_sentence_and_the_page_goes_on(open_page: Open, text: str) -> None:
    app = open_page("sentiment")
    write(app, text)
    assert not app.exception
    assert len(app.warning) == 1
    assert re.match(r"[A-Z].+\.$", app.warning[0].value)
    write(app, "A good film")
    assert not app.warning
    assert on_stage(app)["steps"] == 3


def test_hundred_thousand_characters_are_read_whole(open_page: Open) -> None:
    text = ("good film . " * 8_334)[:100_000]
    app = open_page("sentiment")
    write(app, text, timeout=120)
    assert not app.exception
    assert on_stage(app)["steps"] == TOKENS_TRACED
    assert "the last 22,000 are not drawn" in texts(app)
    assert "25,000 tokens" in texts(app)


def test_caption_and_candidates_of_a_sample(open_page: Open) -> None:
    app = open_page("captioning")
    own = captions.caption(
        str(app.selectbox(key="captioning-model").value), free_samples()[0].data, None
    )
    assert own.sentence.rstrip(".") in texts(app)
    (lane,) = on_stage(app)["lanes"]
    assert lane["words"][: len(own.hypothesis.words)] == list(own.hypothesis.words)
    assert lane["steps"][1]["candidates"][0][0] == own.steps[1].branches[0].candidates[0].word


def test_a_caption_says_how_far_it_can_be_trusted(open_page: Open) -> None:
    (lane,) = on_stage(open_page("captioning"))["lanes"]
    said = lane["warning"] or lane["worth"]
    assert said.startswith(("Likely. ", "Perhaps. ", "A guess. "))


def test_the_widest_beam_is_staged(open_page: Open) -> None:
    app = open_page("captioning")
    app.slider(key="width-caption-tiny-lstm").set_value(MAX_BEAM_WIDTH).run()
    assert not app.error
    (lane,) = on_stage(app)["lanes"]
    assert lane["tree"]["rows"] >= MAX_BEAM_WIDTH


@pytest.mark.parametrize("strategy", ["Beam", "Greedy", "Sample"])
def test_every_strategy_answers(open_page: Open, strategy: str) -> None:
    app = open_page("captioning")
    control = next(c for c in app.button_group if "Beam" in c.options)
    control.set_value(strategy).run()
    assert not app.exception
    assert "It says: **" in texts(app)


def upload(open_page: Open, name: str, data: bytes, kind: str) -> AppTest:
    app = open_page("captioning")
    control = next(c for c in app.button_group if "Upload" in c.options)
    control.set_value("Upload").run()
    app.file_uploader[0].set_value((name, data, kind)).run()
    return app


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("text.png", b"no picture at all"),
        ("cut.jpg", encoded(Image.effect_noise((300, 300), 80), "JPEG")[:2_000]),
        ("huge.png", encoded(Image.new("1", (20_000, 20_000)))),
        ("dot.png", encoded(Image.new("RGB", (1, 1)))),
        ("empty.png", b""),
    ],
)
def test_unusable_picture_gets_a_sentence(open_page: Open, name: str, data: bytes) -> None:
    app = upload(open_page, name, data, "image/png")
    assert not app.exception
    assert len(app.warning) == 1
    assert re.match(rf"{re.escape(name)} .+\.$", shown(app.warning[0].value))


@pytest.mark.parametrize("kind", ["PNG", "HEIF", "AVIF"])
def test_uploaded_picture_gets_a_caption(open_page: Open, kind: str) -> None:
    picture = encoded(Image.new("RGBA", (40, 900), (200, 30, 30, 120)), kind)
    app = upload(open_page, f"red.{kind.lower()}", picture, "")
    assert not app.exception
    assert "It says: **" in texts(app)


def test_a_model_without_steps_answers_and_says_so(open_page: Open) -> None:
    app = open_page("sentiment")
    app.selectbox(key="sentiment-model").set_value("baseline-tiny-tfidf").run()
    assert not app.exception
    assert not app.error
    assert all(verdicts(app))
    assert on_stage(app)["at_once"]
    assert "no steps on the way" in texts(app)
    go(app, "compare").run()
    app.multiselect[0].set_value(["baseline-tiny-vader", "sentiment-tiny-window"]).run()
    assert not app.exception
    assert not app.error
    (aside,) = on_stage(app)["asides"]
    assert "baseline-tiny-vader takes the text at once" in aside


def test_a_reader_from_both_ends_is_asked_on_demand(open_page: Open) -> None:
    app = open_page("sentiment")
    app.selectbox(key="sentiment-model").set_value("sentiment-tiny-bilstm").run()
    (lane,) = on_stage(app)["lanes"]
    assert lane["probabilities"][:-1] == [None] * (len(lane["probabilities"]) - 1)
    app.toggle(key="read-anew").set_value(True).run()
    assert not app.exception
    (lane,) = on_stage(app)["lanes"]
    assert lane["probabilities"][0] is not None


def test_a_doubtful_text_is_answered_with_a_warning(open_page: Open) -> None:
    app = open_page("sentiment")
    write(app, "Der film war good aber viel zu lang und dull")
    assert all(verdicts(app))
    (lane,) = on_stage(app)["lanes"]
    assert lane["verdict"]["answer"] == "not what it has learnt to read"
    assert lane["verdict"]["warning"]


def test_new_model_appears_without_restart(open_own: Open, own_models: Path) -> None:
    app = open_own("sentiment")
    source = own_models / "sentiment-tiny-lstm"
    copy = own_models / "sentiment-added"
    copy.mkdir()
    for file in source.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    app.run()
    assert "sentiment-added" in app.selectbox[0].options
