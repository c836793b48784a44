"""In another language no English is left, and no two viewers share one."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts.scores import COLUMNS
from dashboard.language import ngettext, told
from dashboard.messages import plain
from dashboard.player import component, words
from dashboard.player.scene_words import SCENES
from dashboard.script.editor import first_words
from dashboard.script.scenes import TITLES, shipped
from dashboard.shows.captioning import answers
from dashboard.shows.sentiment.texts import EXAMPLES as REVIEWS
from dashboard.shows.tagging.texts import EXAMPLES as REQUESTS
from dashboard.views.speech import LANGUAGES
from pipelines.data.folder import VARIABLE
from pipelines.errors import InputError
from pipelines.messages import Message
from pipelines.models.files import HISTORY, METRICS, PREDICTIONS
from pipelines.models.listing import list_models
from pipelines.tasks import TASKS
from pipelines.tasks.captioning.results import SeenClass
from pipelines.tasks.sentiment.edits import Edit
from pipelines.tasks.series.known import KNOWN
from tests.dashboard.conftest import PAGES, Open, opener, put_into_field, write
from tests.dashboard.pseudo import LANGUAGE, english, is_translated, said_by, spoken_on, translated
from tests.models.test_shipped_models import MODELS

# Tiny models that take the records of shipped ones.
SCORED = {
    "sentiment-tiny-lstm": "sentiment-lstm",
    "sentiment-tiny-rnn": "sentiment-rnn",
    "caption-tiny-lstm": "caption-lstm",
    "caption-tiny-rnn": "caption-rnn",
    "tagging-tiny-lstm": "tagging-lstm",
    "tagging-tiny-bilstm": "tagging-bilstm",
    "series-tiny-lstm": "series-lstm",
    "series-tiny-window": "series-window-mlp",
    "gestures-tiny-lstm": "gestures-lstm",
    "gestures-tiny-frame": "gestures-frame",
}
# What is the same in every language: names of tasks, scores, series and the environment.
NAMES = {
    *TASKS,
    *LANGUAGES,
    *map(str.lower, LANGUAGES.values()),
    "bleu",
    "rouge",
    "cider",
    *VARIABLE.lower().split("_"),
    *" ".join(KNOWN).replace("-", " ").split(),
}
PLAYER = Path(component.__file__).parent
Act = Callable[[AppTest], object]


@pytest.fixture
def scored(own_models: Path) -> Path:
    """Models with scores, histories and answers to the test sets."""
    for name, like in SCORED.items():
        for file in (METRICS, HISTORY, PREDICTIONS):
            shutil.copy(MODELS / like / file, own_models / name / file)
    return own_models


def english_left(app: AppTest) -> list[str]:
    """What a page says in English, with where it stands; not the words of texts and models."""
    assert not app.exception
    known = spoken_on(app) | NAMES
    left = []
    for field, text in said_by(app):
        found = [word for word in english(_without_names(text)) if word.lower() not in known]
        if found and text not in (*REVIEWS.values(), *REQUESTS.values(), *_scripted()):
            left.append(f"{field}: {text:.200}")
    return left


def _scripted() -> Iterator[str]:
    """What the scenes of scripts are given, and their lines, which come in files."""
    for name in TITLES:
        for scene in shipped(name, LANGUAGE).scenes:
            yield from (f"> {plain(line)}" for line in scene.say)
            yield first_words(scene)


def _without_names(text: str) -> str:
    kinds = "|".join([*TASKS, "caption", "video", "baseline", "encoder"])
    longest_first = sorted((path.name for path in MODELS.iterdir()), key=len, reverse=True)
    shipped = "|".join(name.replace("-", r"\\?-") for name in longest_first)
    names = rf"(?:{kinds})\\?-tiny(?:\\?-\w+)*|\b(?:{shipped})\b"
    return re.sub(names, "", text)


def toggled(*keys: str) -> Act:
    def act(app: AppTest) -> None:
        for key in keys:
            app.toggle(key=key).set_value(True).run()

    return act


def chosen(model: str) -> Act:
    return lambda app: app.selectbox[0].set_value(model).run()


def written(text: str) -> Act:
    return lambda app: write(app, text)


def read_anew(app: AppTest) -> None:
    chosen("sentiment-tiny-bilstm")(app)
    toggled("read-anew")(app)


def edited(app: AppTest) -> None:
    app.session_state["edits"] = (Edit(0, "replace", "film"),)
    app.run()


def switched(key: str, option: str) -> Act:
    return lambda app: app.segmented_control(key=key).set_value(translated(option)).run()


def steered(app: AppTest) -> None:
    app.text_input(key="begin").set_value("the cat").run()
    app.text_input(key="ban").set_value("green").run()


def translated_as_wished(app: AppTest) -> None:
    app.text_input(key="begin-translation").set_value("A man").run()
    app.text_input(key="ban-translation").set_value("zebra").run()


def uploaded(app: AppTest) -> None:
    switched("picture-source", "Upload")(app)
    app.file_uploader[0].set_value(("x.png", b"no picture", "image/png")).run()


def compared(show: str, *models: str) -> Act:
    def act(app: AppTest) -> None:
        switched("show", show)(app)
        app.multiselect[0].set_value(list(models)).run()
        if not models:
            return
        questions = app.button_group(key=f"{show.lower()}-questions")
        questions.set_value(list(questions.options)).run()
        if app.toggle:
            app.toggle(key="disagreements").set_value(True).run()

    return act


# Page, and what a viewer does there.
VISITS: Mapping[str, tuple[str, Act]] = {
    **{page: (page, lambda _: None) for page in PAGES},
    "why and what if": ("sentiment", toggled("why", "flip")),
    "an edit": ("sentiment", edited),
    "answers on the way": ("sentiment", read_anew),
    "without steps": ("sentiment", chosen("baseline-tiny-tfidf")),
    "an empty text": ("sentiment", written("")),
    "a foreign text": ("sentiment", written("Der film war good aber viel zu lang")),
    "one word": ("sentiment", written("Good")),
    "what mattered": ("captioning", toggled("heat")),
    "greedy": ("captioning", switched("strategy", "Greedy")),
    "sampling": ("captioning", switched("strategy", "Sample")),
    "wishes": ("captioning", steered),
    "no picture": ("captioning", uploaded),
    "tags from the end": ("tagging", chosen("tagging-tiny-bilstm")),
    "an empty request": ("tagging", written("")),
    "a wished translation": ("translation", translated_as_wished),
    "no sentence": ("translation", written("")),
    "readers": ("compare", compared("Sentiment", "sentiment-tiny-lstm", "sentiment-tiny-rnn")),
    "writers": ("compare", compared("Captioning", "caption-tiny-lstm", "caption-tiny-rnn")),
    "taggers": ("compare", compared("Tagging", "tagging-tiny-lstm", "tagging-tiny-bilstm")),
    "translators": (
        "compare",
        compared("Translation", "translation-tiny-de-en", "translation-tiny-en-de"),
    ),
    "forecasters": (
        "compare",
        compared("Series", "series-tiny-lstm", "series-tiny-window"),
    ),
    "gestures compared": (
        "compare",
        compared("Gestures", "gestures-tiny-lstm", "gestures-tiny-frame"),
    ),
    "a share price": ("series", switched("course", "A share price")),
    "different tests": ("compare", compared("Sentiment")),
    **{f"scores of {name}": ("models", chosen(name)) for name in SCORED},
    "an encoder": ("models", chosen("encoder-tiny")),
}


@pytest.mark.usefixtures("other_language")
@pytest.mark.parametrize("visit", VISITS)
def test_no_english_is_left(scored: Path, monkeypatch: pytest.MonkeyPatch, visit: str) -> None:
    page, act = VISITS[visit]
    app = opener(scored, monkeypatch)(page, LANGUAGE)
    act(app)
    assert not english_left(app)


@pytest.mark.usefixtures("other_language")
@pytest.mark.parametrize("page", PAGES)
def test_without_models_no_english_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    assert not english_left(opener(tmp_path, monkeypatch)(page, LANGUAGE))


@pytest.mark.usefixtures("other_language")
def test_what_encoders_see_is_told_in_another_language(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "seen_classes", lambda *_: [SeenClass("1", 0.5)])
    app = open_page("captioning", LANGUAGE)
    toggled("classes")(app)
    assert len(app.get("vega_lite_chart")) == 1
    assert not english_left(app)


@pytest.mark.usefixtures("other_language")
@pytest.mark.parametrize("page", PAGES)
def test_viewers_of_two_languages_share_none(open_page: Open, page: str) -> None:
    """What one has seen, and what is kept of it, is told to the other in words of their own."""
    open_page(page, LANGUAGE)
    english_page, other_page = open_page(page), open_page(page, LANGUAGE)
    assert not [text for _, text in said_by(english_page) if is_translated(text)]
    assert [text for _, text in said_by(other_page) if is_translated(text)]


@pytest.mark.usefixtures("other_language")
def test_a_click_is_answered_in_the_language_of_the_page(open_page: Open) -> None:
    app = open_page("sentiment", LANGUAGE)
    app.button_group(key="example").set_value(translated("A warm review")).run()
    assert put_into_field(app) == REVIEWS["A warm review"]


def test_an_error_carries_its_message_and_its_values_apart() -> None:
    inner = Message("{n} words", {"n": 3})
    error = InputError("There are only {what} in {name}.", what=inner, name="{x}")
    assert str(error) == told(error.message) == "There are only 3 words in {x}."
    assert error.message.values["name"] == "{x}"


@pytest.mark.parametrize(("number", "said"), [(0, "0 words"), (1, "1 word"), (2, "2 words")])
def test_numbers_ask_for_their_form(number: int, said: str) -> None:
    assert ngettext("{n} word", "{n} words", number) == said


def test_an_empty_text_stays_empty(
    other_language: None,  # noqa: ARG001
    open_page: Open,
) -> None:
    """Of a catalogue, the translation of nothing is its head."""
    app = open_page("sentiment", LANGUAGE)
    assert "Content-Type" not in " ".join(text for _, text in said_by(app))


def test_no_scene_takes_a_name_that_the_player_has() -> None:
    for said in SCENES.values():
        assert not said.keys() & words._ALL.keys()


def test_scripts_say_what_the_player_is_sent_and_nothing_else() -> None:
    files = [*PLAYER.rglob("*.js"), *PLAYER.glob("*.html")]
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in files)
    by_scene = {name for scene in SCENES for name in words.words_of(scene)}
    sent = by_scene | words.words_of_script().keys()
    asked = re.findall(r'say\("(\w+)"|data-(?:label|title|text)="(\w+)"', scripts)
    assert {name for pair in asked for name in pair if name} <= sent
    assert not [name for name in sent if f'"{name}"' not in scripts]
    literals = re.findall(r'"([^"\n]*)"|`([^`]*)`', re.sub(r"//.*", "", scripts))
    assert not [text for pair in literals for text in pair if re.search(r"[A-Z][a-z]+ [a-z]", text)]


def test_columns_of_every_history_are_told() -> None:
    columns = {
        column
        for listing in list_models(MODELS)
        if listing.directory
        for column in listing.directory.history()
    }
    assert {column.replace("_", " ") for column in columns} <= set(COLUMNS)
