"""What a viewer chose holds on every page, as long as it is there."""

from __future__ import annotations

import shutil
from pathlib import Path

from PIL import Image
from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import (
    Open,
    encoded,
    go,
    on_stage,
    put_into_field,
    texts,
    verdicts,
    write,
)


def away_and_back(app: AppTest, page: str) -> None:
    for name in ("models", page):
        go(app, name).run()
    assert not app.exception


def test_a_review_goes_along_from_page_to_page(open_page: Open) -> None:
    app = open_page("sentiment")
    write(app, "A good film")
    for page in ("compare", "sentiment"):
        go(app, page).run()
        assert put_into_field(app) == "A good film"
        assert not app.warning


def test_model_strategy_and_sample_hold(open_page: Open) -> None:
    app = open_page("captioning")
    app.session_state["photo"] = "Rocket"  # As a click in the gallery does.
    app.selectbox(key="captioning-model").set_value("caption-tiny-rnn").run()
    app.slider(key="width-caption-tiny-rnn").set_value(7).run()
    app.button_group(key="strategy").set_value("Sample").run()
    app.select_slider(key="temperature").set_value("0.5").run()
    before = texts(app)
    away_and_back(app, "captioning")
    assert app.selectbox(key="captioning-model").value == "caption-tiny-rnn"
    assert app.select_slider(key="temperature").value == "0.5"
    assert texts(app) == before
    app.button_group(key="strategy").set_value("Beam").run()
    assert app.slider(key="width-caption-tiny-rnn").value == 7


def test_an_uploaded_picture_holds_until_it_is_removed(open_page: Open) -> None:
    app = open_page("captioning")
    sample = on_stage(app)["photo_name"]
    app.button_group(key="picture-source").set_value("Upload").run()
    assert on_stage(app)["photo_name"] == sample  # Until there is another.
    picture = encoded(Image.new("RGB", (40, 30), "red"))
    app.file_uploader(key="picture-Upload").set_value(("red.png", picture, "image/png")).run()
    before = texts(app)
    assert "It says: **" in before
    assert on_stage(app)["photo_name"] == "red.png"
    assert not app.get("file_uploader")  # A thumbnail stands in its place.
    away_and_back(app, "captioning")
    assert texts(app) == before
    assert on_stage(app)["photo_name"] == "red.png"
    app.button(key="another").click().run()
    assert on_stage(app)["photo_name"] == sample


def test_show_and_models_of_a_comparison_hold(open_page: Open) -> None:
    app = open_page("compare")
    app.multiselect(key="sentiment-models").set_value(["sentiment-tiny-gru"]).run()
    app.button_group(key="show").set_value("Captioning").run()
    app.multiselect(key="captioning-models").set_value(["caption-tiny-rnn"]).run()
    away_and_back(app, "compare")
    assert app.multiselect(key="captioning-models").value == ["caption-tiny-rnn"]
    app.button_group(key="show").set_value("Sentiment").run()
    assert app.multiselect(key="sentiment-models").value == ["sentiment-tiny-gru"]


def test_a_chosen_model_that_was_removed_gives_way_to_another(
    open_own: Open, own_models: Path
) -> None:
    app = open_own("sentiment")
    app.selectbox(key="sentiment-model").set_value("sentiment-tiny-rnn").run()
    go(app, "compare").run()
    assert "sentiment-tiny-rnn" in app.multiselect(key="sentiment-models").value
    shutil.rmtree(own_models / "sentiment-tiny-rnn")
    for page in ("compare", "sentiment"):
        go(app, page).run()
        assert not app.exception
        assert not app.error
        assert all(verdicts(app))


def test_a_sample_that_is_no_longer_there_gives_way_to_another(open_page: Open) -> None:
    app = open_page("captioning")
    before = texts(app)
    app.session_state["photo"] = "Photo 7"
    app.run()
    assert texts(app) == before
