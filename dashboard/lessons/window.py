"""A perceptron over the last words, beside a network that remembers."""

from __future__ import annotations

import streamlit as st

from dashboard.charts import sequences
from dashboard.language import _
from dashboard.lessons.figure import chosen, note, perform, show, tell
from dashboard.lessons.lesson import GERS, KARPATHY, Lesson, Question, Step
from dashboard.lessons.models import recurrent, window
from dashboard.lessons.readings import in_percent, play
from dashboard.lessons.texts import (
    BLAME_THEN_FACTS,
    ONE_LINE,
    PRAISE_THEN_FACTS,
    REQUEST,
)
from dashboard.shows.sentiment import answers, inside
from dashboard.shows.sentiment.compared import QUESTIONS
from dashboard.shows.series import answers as forecasts
from dashboard.shows.series import courses
from dashboard.shows.series.forecasting import forecasts_show
from dashboard.shows.tagging import answers as tags
from dashboard.shows.tagging.names import in_words
from pipelines.errors import ModelError
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.sentiment.results import SentimentTrace
from pipelines.tasks.series.known import HORIZON, KNOWN
from pipelines.tasks.series.task import TEST

_QUOTED = 120  # Characters of a long review.
_FIRST = 5  # The word that is looked at first.
_MOST_WORDS = 200  # Of the windows whose weights are counted.
_SERIES = "seattle-temps"  # Its season is longer than the narrowest window.


def _lstm() -> ModelDirectory:
    return recurrent(
        "sentiment", cell="lstm", layers=1, pooling="last+max+mean", piece_buckets=None
    )


def _window() -> ModelDirectory:
    return window("sentiment")


def _width() -> int:
    return int(_window().section("network")["window"])


def _slides() -> None:
    model = window("tagging")
    network, trace = model.section("network"), tags.trace(model.name, REQUEST)
    words = trace.result.words
    last, first = len(words), min(_FIRST, len(words))
    place = chosen(first, lambda: st.slider(_("Word"), 1, last, first, key="window-word")) - 1
    seen = [place - network["before"] <= n <= place + network["after"] for n in range(len(words))]
    tag = words[place].tag
    said = _(
        "Of “{word}” it says: {label}, {share}. It sees {n} words.",
        word=words[place].token.text,
        label=in_words(tag.label.removeprefix("B-").removeprefix("I-"))
        if tag.label != "O"
        else _("fills no slot"),
        share=in_percent(tag.probability),
        n=sum(seen),
    )
    tell(said)
    show(sequences.tape([one.token.text for one in words], seen), said)
    note(_("Coloured: the words that it sees when it says what one of them is."))


def _weights(words: int) -> int:
    """Of a window perceptron from its words to its hidden layer."""
    network = _window().section("network")
    return words * int(network["embedding_size"]) * int(network["hidden_size"])


def _grows() -> int:
    return 0 if _weights(2 * _width()) > _weights(_width()) else 1


def _cost() -> None:
    recurrent_numbers = inside.recurrent_numbers(_lstm().name)
    lines = {
        _("window"): [_weights(words) for words in range(1, _MOST_WORDS + 1)],
        _("LSTM"): [recurrent_numbers] * _MOST_WORDS,
    }
    said = _(
        "For {width} words this perceptron learnt {window:,} numbers, for twice as many it would "
        "learn {double:,}. The layer of the LSTM is {lstm:,}, for any number of words.",
        width=_width(),
        window=_weights(_width()),
        double=_weights(2 * _width()),
        lstm=recurrent_numbers,
    )
    tell(said)
    show(sequences.curves(lines, _("words that are seen"), _("numbers learnt")), said)


def _ends(model: ModelDirectory) -> tuple[SentimentTrace, SentimentTrace]:
    """A warm and a damning verdict, both followed by the same facts."""
    warm, damning = (
        answers.trace(model.name, text) for text in (PRAISE_THEN_FACTS, BLAME_THEN_FACTS)
    )
    return warm, damning


def _says_the_same() -> int:
    warm, damning = (trace.result.probability for trace in _ends(_window()))
    return 0 if warm == damning else 1


def _gone(model: ModelDirectory) -> None:
    warm, damning = _ends(model)
    lines = {
        _("wonderful, at first"): warm.probabilities.tolist(),
        _("awful, at first"): damning.probabilities.tolist(),
    }
    said = _(
        "At the end {model} says {warm} positive of the one, {damning} of the other.",
        model=model.name,
        warm=in_percent(warm.result.probability),
        damning=in_percent(damning.result.probability),
    )
    tell(said)
    show(sequences.curves(lines, _("word"), _("positive"), between=(0, 1)), said)
    note(_("The second review begins: “{review} …”", review=BLAME_THEN_FACTS[:_QUOTED]))


def _measured() -> None:
    scores = {model.name: model.metrics() for model in (_window(), _lstm())}
    figure = QUESTIONS[N_("Which is best on long texts?")](scores)
    if figure is None:
        raise ModelError("These models were not scored. Restore the folder models.")
    tell(figure.title)
    show(figure.chart, figure.alt)


def _forecasters() -> list[ModelDirectory]:
    """A window narrower than a season, one that is as wide, and a network that remembers."""
    narrow, wide = window("series"), window("series", wide=True)
    return [narrow, wide, recurrent("series", cell="lstm")]


def _error(model: ModelDirectory) -> float:
    """How far off it is as far ahead as it looks, in standard deviations."""
    series = model.metrics().get(TEST, {}).get("by_series", {})
    if _SERIES not in series:
        raise ModelError("{model} was not scored. Restore its folder.", model=model.name)
    return float(series[_SERIES][str(HORIZON)]["error"])


def _foretold() -> None:
    models, known = _forecasters(), KNOWN[_SERIES]
    course = courses.known(models[0].name, _SERIES)
    traces = {model.name: forecasts.trace(model.name, course.course) for model in models}
    errors = "; ".join(
        _("{name} by {error:.2f}", name=model.name, error=_error(model)) for model in models
    )
    said = _("{n} steps ahead, off on average: {errors}.", n=HORIZON, errors=errors)
    tell(said)
    perform(forecasts_show(course, traces))
    note(
        _(
            "The line is what came so far; the others were drawn before it went on. A frame holds "
            "the {seen} values that {model} sees; all begins again after {season}. Off by how much "
            "is measured over the last third, in standard deviations of what was learnt from.",
            seen=traces[models[0].name].window,
            model=models[0].name,
            season=known.season,
        )
    )


WINDOW = Lesson(
    "window",
    N_("The window"),
    (
        Step(
            N_(
                "Before there were loops, a network read a sequence through a window: it sees some "
                "words, side by side, and nothing else. This one says what each word of a request "
                "is; move it along."
            ),
            _slides,
        ),
        Step(
            N_("Each place in the window has weights of its own."),
            _cost,
            Question(
                N_("A window becomes twice as wide. How many numbers must be learnt?"),
                (N_("twice as many"), N_("as many as before")),
                _grows,
            ),
        ),
        Step(
            N_(
                "Two reviews begin with a verdict, one warm, one damning. Then both go on with the "
                "same facts, for longer than the window is wide."
            ),
            lambda: _gone(_window()),
            Question(
                N_("At the end, what does the window say of the two?"),
                (N_("exactly the same"), N_("different things")),
                _says_the_same,
            ),
        ),
        Step(
            N_(
                "The LSTM read the same two reviews. It does not see the first words any more "
                "either, but it remembers what it made of them."
            ),
            lambda: _gone(_lstm()),
        ),
        Step(
            N_("Of thousands of reviews, the long ones tell the two apart."),
            _measured,
        ),
        Step(
            N_(
                "A curve can be read through a window, too: here, how warm it was, hour by hour. "
                "The narrow window sees too few hours to know what the day will do next."
            ),
            _foretold,
        ),
        Step(
            N_("On a single sentence, a window may do well. Watch both read."),
            lambda: play([_window(), _lstm()], ONE_LINE),
        ),
    ),
    "sentiment",
    (KARPATHY, GERS),
)
