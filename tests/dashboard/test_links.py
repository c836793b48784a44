"""Whatever stands in a link, a page opens with what it would show anyway."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.services import folders
from tests.dashboard.conftest import APP, go, texts

# Every name that a page or one of its widgets reads from the address.
NUMBERS = ("temperature", "top-k", "top-p", "seed", "step")
BEAM = ("width-caption-tiny-lstm", "length-penalty-caption-tiny-lstm")
PARAMETERS = {
    "home": ("text", "step"),
    "sentiment": ("sentiment-model", "why", "flip", "example", "step"),
    "captioning": ("captioning-model", "photo", "heat", "classes", "strategy", *BEAM, *NUMBERS),
    "films": ("film-shape", "film-acts", "drawing"),
    "gestures": ("path", "step"),
    "compare": ("show", "sentiment-models", "captioning-models", "photo"),
    "models": ("shown-model", "model"),
}
# Nothing that any of them could mean.
NONSENSE: dict[str, str | list[str]] = {
    "empty": "",
    "infinite": "inf",
    "no number": "nan",
    "beyond floats": "1e400",
    "beyond integers": "9" * 4_000,
    "negative": "-1",
    "repeated": ["-1", "inf", "x", "inf"],
    "many": [f"m{n}" for n in range(60)],
    "long": "x" * 40_000,
    "null": "\x00",
    "percent": "%00%ff",
    "unicode": "٣\u202e😀",
    "markup": "<b>*x*</b>",
    "path": "../../etc",
    "broken": "sentiment-tiny-broken",
    "another task": "encoder-tiny",
}

# To have taken all away is a choice, too, and Models tells of any folder what is wrong.
CHOICES = {
    ("compare", "empty"),
    ("models", "broken"),
    ("models", "another task"),
}


@pytest.fixture
def models(models_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tiny models, and one that is broken."""
    root = tmp_path / "models"
    root.mkdir()
    for model in models_root.iterdir():
        (root / model.name).symlink_to(model)
    (root / "sentiment-tiny-broken").mkdir()
    (root / "sentiment-tiny-broken" / "config.json").write_text("{")
    monkeypatch.setattr(folders, "MODELS", root)


def opened(page: str, link: dict[str, str | list[str]]) -> AppTest:
    app = go(AppTest.from_file(str(APP), default_timeout=60), page)
    for name, value in link.items():
        app.query_params[name] = value
    return app.run()


def choices(app: AppTest) -> list[object]:
    kinds = (app.selectbox, app.multiselect, app.slider, app.select_slider, app.number_input)
    return [widget.value for kind in (*kinds, app.toggle) for widget in kind]


@pytest.mark.usefixtures("models")
@pytest.mark.parametrize("page", PARAMETERS)
def test_nonsense_in_a_link_changes_nothing(page: str, caplog: pytest.LogCaptureFixture) -> None:
    usual = opened(page, {})
    for said, value in NONSENSE.items():
        if (page, said) in CHOICES:
            continue
        with caplog.at_level(logging.WARNING):
            app = opened(page, dict.fromkeys(PARAMETERS[page], value))
        assert not app.exception, said
        assert not app.error, said
        assert not [record for record in caplog.records if record.exc_info], said
        assert choices(app) == choices(usual), said
        if page not in ("home", "models"):  # There, checks pass as time goes by.
            assert texts(app) == texts(usual), said


@pytest.mark.usefixtures("models")
def test_a_link_leads_to_a_model_of_any_kind() -> None:
    app = opened("models", {"shown-model": "encoder-tiny"})
    assert app.selectbox(key="shown-model").value == "encoder-tiny"
    app = opened("models", {"shown-model": "sentiment-tiny-broken"})
    assert "Restore" in app.error[0].value


@pytest.mark.usefixtures("models")
def test_numbers_of_a_link_stay_within_their_bounds(caplog: pytest.LogCaptureFixture) -> None:
    usual = opened("captioning", {"strategy": "Sample"})
    for said, value in NONSENSE.items():
        app = opened("captioning", dict.fromkeys(NUMBERS, value) | {"strategy": "Sample"})
        assert not app.exception, said
        assert not app.error, said
        assert not [record for record in caplog.records if record.exc_info], said
        assert choices(app) == choices(usual), said


@pytest.mark.usefixtures("models")
@pytest.mark.parametrize("name", ["text", "begin", "ban", "cover"])
def test_texts_of_a_link_are_texts(name: str, caplog: pytest.LogCaptureFixture) -> None:
    page = "sentiment" if name == "text" else "captioning"
    for said, value in (NONSENSE | {"longest": "x" * 500_000}).items():
        app = opened(page, {name: value})
        assert not app.exception, said
        assert not app.error, said
        assert not [record for record in caplog.records if record.exc_info], said
        assert len(app.warning) <= 1, said


@pytest.mark.usefixtures("models")
def test_numbers_of_a_link_are_taken() -> None:
    link = {"seed": "4294967295", "top-k": "7", "temperature": "0.5", "top-p": "0.25"}
    app = opened("captioning", {"strategy": "Sample", **link})
    assert app.number_input(key="seed").value == 2**32 - 1
    assert app.slider(key="top-k").value == 7
    assert app.select_slider(key="temperature").value == "0.5"
    assert app.select_slider(key="top-p").value == "0.25"


@pytest.mark.usefixtures("models")
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_link_holds_in_any_language(language: str) -> None:
    film: dict[str, str | list[str]] = {
        "film-shape": "cross",
        "film-acts": ["growing", "up", "growing"],
    }
    app = opened("films", {**film, "language": language})
    assert app.button_group(key="film-shape").value == "cross"
    assert app.multiselect(key="film-acts").value == film["film-acts"]
    app.multiselect(key="film-acts").set_value(["down", "up"]).run()
    assert app.query_params["film-acts"] == ["down", "up"]
    app.multiselect(key="film-acts").set_value([]).run()
    assert not opened("films", dict(app.query_params)).multiselect(key="film-acts").value
    asked = {"sentiment-questions": ["Which is fastest?", "How did they learn?"]}
    app = opened("compare", {**asked, "language": language})
    assert app.button_group(key="sentiment-questions").value == asked["sentiment-questions"]
    assert app.query_params["sentiment-questions"] == asked["sentiment-questions"]


@pytest.mark.usefixtures("models")
def test_a_link_keeps_what_was_asked_while_a_picture_cannot_be_used() -> None:
    asked = {"heat": "true", "classes": "true", "begin": "a dog", "ban": "man"}
    app = opened("captioning", dict(asked))
    app.button_group(key="picture-source").set_value("Upload").run()
    app.file_uploader[0].set_value(("x.png", b"no picture", "image/png")).run()
    assert "no picture" in app.warning[0].value
    assert {name: app.query_params[name] for name in asked} == asked
