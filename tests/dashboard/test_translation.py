"""A sentence is read to its end before a word of its translation is written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from streamlit.testing.v1 import AppTest

from dashboard.player.tree import spoken_words
from dashboard.shows.translation.texts import SENTENCES
from pipelines.tasks.translation.pipeline import TranslationPipeline
from tests.dashboard.conftest import (
    Open,
    described,
    on_stage,
    put_into_field,
    shown,
    stages,
    texts,
    write,
)
from tests.dashboard.translated import TEXT, UNITS, translated, translation_show

EN_DE, DE_EN = "translation-tiny-en-de", "translation-tiny-de-en"
SENTENCE = "A man in a green coat runs."


def open_translator(open_page: Open, model: str = EN_DE) -> AppTest:
    app = open_page("translation")
    return app.selectbox(key="translation-model").set_value(model).run()


def test_what_is_read_comes_before_what_is_written_and_the_state_goes_on() -> None:
    writing = translated()
    packed = translation_show({"a": writing})
    show = described(packed)
    (lane,) = show["lanes"]
    spelt = [spelling for _, spelling in show["sentence"]["tokens"]]
    assert "".join(piece for pair in show["sentence"]["tokens"] for piece in pair) == TEXT
    assert lane["read"] == [*reversed(spelt), "the start", *spoken_words(writing.hypothesis)[:-1]]
    assert show["steps"] == len(lane["read"]) == show["lead"] + len(lane["words"])
    known = dict(zip(spelt, lane["known"], strict=True))
    assert [word for word in known if not known[word]] == ["frisbee"]
    numbers = np.frombuffer(packed, np.uint8, offset=4 + int.from_bytes(packed[:4], "little"))
    for layer in lane["layers"]:
        hidden = next(one for one in layer["strips"] if one["term"] == "hidden-state")
        states = numbers[hidden["at"] :][: show["steps"] * UNITS].reshape(-1, UNITS)
        assert (states[show["lead"]] != states[show["lead"] - 1]).any()
        assert len(layer["notes"]) == show["steps"]


def test_the_stage_shows_what_the_model_says(open_page: Open, models_root: Path) -> None:
    app = write(open_translator(open_page), SENTENCE)
    found = TranslationPipeline.load(models_root / EN_DE).translate(SENTENCE)
    (lane,) = on_stage(app)["lanes"]
    assert lane["words"] == spoken_words(found.hypothesis)
    assert found.sentence in shown(texts(app))


def test_another_direction_asks_for_another_sentence(open_page: Open) -> None:
    for model, language in ((EN_DE, "en"), (DE_EN, "de")):
        app = open_translator(open_page, model)
        assert not app.exception
        assert put_into_field(app) == SENTENCES[language].first  # type: ignore[index]


def test_a_translation_begins_as_it_is_told_and_a_banned_word_is_not_said(open_page: Open) -> None:
    app = write(open_translator(open_page), SENTENCE)
    app.text_input(key="begin-translation").set_value("Eine frau").run()
    show = on_stage(app)
    assert show["lanes"][0]["words"][:2] == ["Eine", "Frau"]
    assert show["start"] == show["lead"] + 1
    assert [wish["said"] for wish in show["wishes"]] == ["begins with “Eine Frau” …"]
    assert show["lanes"][0]["effects"]
    app.text_input(key="begin-translation").set_value("").run()
    app.text_input(key="ban-translation").set_value("ein").run()
    (lane,) = on_stage(app)["lanes"]
    assert "ein" not in [word.lower() for word in lane["words"]]
    assert len(on_stage(app)["wishes"]) == 1


def test_models_of_both_directions_are_not_given_the_same_sentence(open_page: Open) -> None:
    app = open_page("compare")
    app.segmented_control(key="show").set_value("Translation").run()
    app.multiselect[0].set_value([EN_DE, DE_EN]).run()
    assert not app.exception
    assert [lane["name"] for lane in on_stage(app)["lanes"]] == [EN_DE]
    assert "it is not for translation" in texts(app)


def test_a_caption_is_translated_once_it_is_written(open_page: Open) -> None:
    app = open_page("chain")
    assert not app.exception
    caption, translation = stages(app)
    words = [word for word in caption["lanes"][0]["words"] if word != caption["end"]]
    read = [spelling.lower() for _, spelling in translation["sentence"]["tokens"]]
    assert read == [*words, "."]
    assert (caption["follows"], translation["follows"]) == (False, True)
