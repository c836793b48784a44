"""What came after the LSTM, and where a small one is the better choice: measured here."""

from __future__ import annotations

from dashboard.charts.results import bars
from dashboard.charts.sequences import curves
from dashboard.language import _, number, told
from dashboard.lessons.figure import note, perform, show, tell
from dashboard.lessons.lengths import (
    lost_on_reviews,
    lost_on_sentences,
    show_reviews,
    show_sentences,
)
from dashboard.lessons.lesson import BAHDANAU, HOCHREITER, VASWANI, Lesson, Question, Step
from dashboard.lessons.models import recurrent
from dashboard.lessons.readings import play
from dashboard.lessons.texts import LONG, TURN
from dashboard.shows import SHOWS
from dashboard.shows.sentiment import answers
from dashboard.shows.translation.answers import translation
from dashboard.shows.translation.texts import SENTENCES, language_read
from dashboard.shows.translation.writing import translation_show
from dashboard.views.choices import ordered_models
from pipelines.errors import ModelError
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory
from pipelines.task import PARAMETERS, Metric

_TASK = SHOWS["sentiment"].task
_MANY = 10  # Times as many, to be called many.


def _small() -> ModelDirectory:
    return recurrent(
        "sentiment", cell="lstm", layers=1, pooling="last+max+mean", piece_buckets=None
    )


def _last_only() -> ModelDirectory:
    return recurrent("sentiment", layers=1, pooling="last", cell="lstm")


def _rival() -> ModelDirectory:
    """The best model that takes a text at once: a Transformer, where one is there.

    Raises:
        ModelError: none was scored.
    """
    at_once = [one for one in ordered_models(_TASK) if "steps" not in one.capabilities]
    scores = {one.name: _TASK.primary.of(one.metrics()) for one in at_once}
    scored = [one for one in at_once if scores[one.name] is not None]
    best = max(scored, key=lambda one: scores[one.name] or 0, default=None)
    if best is None:
        raise ModelError("No model that takes a text at once was scored. Restore the models.")
    return best


def _scores(model: ModelDirectory, metric: Metric) -> float:
    score = metric.of(model.metrics())
    if score is None:
        raise ModelError("{model} was not scored. Restore its folder.", model=model.name)
    return score


def _narrow() -> None:
    trace = answers.trace(_small().name, LONG)
    read = [token.end for token in trace.tokens]
    states = [state for layer in trace.layers for state in (layer.hidden, layer.cell)]
    carried = sum(state.shape[1] for state in states if state is not None)
    lines = {_("letters read"): read, _("numbers carried"): [carried] * len(read)}
    said = _(
        "After {words} words, {letters} letters, the network still carries {numbers} numbers.",
        words=len(read),
        letters=read[-1],
        numbers=carried,
    )
    tell(said)
    show(curves(lines, _("word"), _("how many")), said)


def _translators() -> list[ModelDirectory]:
    """One that looks back at all it has read, and one between the same languages that does not.

    Raises:
        ModelError: they are not there.
    """
    models = ordered_models(SHOWS["translation"].task)
    for looks in (one for one in models if one.section("network").get("attention")):
        for other in models:
            same = all(other.config[end] == looks.config[end] for end in ("source", "target"))
            if same and not other.section("network").get("attention"):
                return [other, looks]
    raise ModelError("There are no two translators to compare. Restore the folder models.")


def _look_back() -> None:
    models = _translators()
    text = SENTENCES[language_read(models[0])].examples["A long one"]
    said = {model.name: translation(model.name, text, None) for model in models}
    perform(translation_show(said))


def _bars_of(metric: Metric, *models: ModelDirectory, share: float = 100) -> None:
    """Scores as shares: of 100, or of the highest."""
    scores = {model.name: _scores(model, metric) for model in models}
    said = "; ".join(
        _("{name}: {score}", name=model.name, score=metric.written(model.metrics(), number))
        for model in models
    )
    said = _("{title}. {scores}.", title=told(metric.title), scores=said)
    tell(said)
    chart = bars({name: score / share for name, score in scores.items()})
    show(chart.properties(height=170), said)


def _ahead() -> int:
    small, rival = (_scores(one, _TASK.primary) for one in (_small(), _rival()))
    return 0 if rival > small else 1


def _speed_ratio() -> float:
    return _scores(_small(), _TASK.speed) / _scores(_rival(), _TASK.speed)


def _times() -> int:
    return 0 if _speed_ratio() < 1 else 1 if _speed_ratio() < _MANY else 2


def _price() -> None:
    small, rival = _small(), _rival()
    said = _(
        "{small} reads {fast} reviews a second, {rival} {slow}; they have learnt {few} and {many} "
        "numbers. One thread of one processor.",
        small=small.name,
        rival=rival.name,
        fast=_TASK.speed.written(small.metrics(), number),
        slow=_TASK.speed.written(rival.metrics(), number),
        few=PARAMETERS.written(small.metrics(), number),
        many=PARAMETERS.written(rival.metrics(), number),
    )
    tell(said)
    most = max(_scores(one, _TASK.speed) for one in (small, rival))
    chart = bars({one.name: _scores(one, _TASK.speed) / most for one in (small, rival)})
    show(chart.properties(height=170), said)
    note(_("Reviews a second, beside the most."))


def _falls_more() -> int:
    small, rival = map(lost_on_reviews, (_small(), _rival()))
    return 0 if small > rival else 1


def _loses_more() -> int:
    alone, attentive = map(lost_on_sentences, _translators())
    return 0 if alone > attentive else 1


AFTERWARDS = Lesson(
    "afterwards",
    N_("What came next"),
    (
        Step(
            N_(
                "However long the text, all of it must fit into what is handed on: always as many "
                "numbers. That is narrow, above all where another sentence is written from it."
            ),
            _narrow,
        ),
        Step(
            N_(
                "So networks were allowed to look back at all states, not at the last alone. Even "
                "in its simplest form, a mean and a maximum of them, that can be measured."
            ),
            lambda: _bars_of(_TASK.primary, _last_only(), _small()),
        ),
        Step(
            N_(
                "Attention goes further: before each word that it writes, the network chooses "
                "where to look among all it has read. Here are two translators that differ in "
                "nothing else, on a long sentence."
            ),
            _look_back,
        ),
        Step(
            N_(
                "The longer a sentence is, the more must fit into what is handed on. Here are the "
                "same two on short and on long sentences."
            ),
            lambda: show_sentences(_translators()),
            Question(
                N_("From its best length to the longest sentences: which of the two loses more?"),
                (N_("the one that does not look back"), N_("the one that looks back")),
                _loses_more,
            ),
        ),
        Step(
            N_(
                "A Transformer does nothing but that: it has no loop, and each word looks at all "
                "others."
            ),
            lambda: _bars_of(_TASK.primary, _small(), _rival()),
            Question(
                N_("Which of the two is right on more reviews: the small LSTM or the Transformer?"),
                (N_("the Transformer"), N_("the LSTM")),
                _ahead,
            ),
        ),
        Step(
            N_(
                "It has no chain along which an error must travel. But it can look at no more "
                "words than it was built for, and its work grows with the square of the length."
            ),
            lambda: show_reviews((_small(), _rival())),
            Question(
                N_("From its best length to the longest reviews: which of the two falls more?"),
                (N_("the LSTM"), N_("the Transformer")),
                _falls_more,
            ),
        ),
        Step(
            N_("That has its price, paid at every review that is read."),
            _price,
            Question(
                N_("How many reviews a second does the small LSTM read, beside the Transformer?"),
                (N_("fewer"), N_("some times as many"), N_("many times as many")),
                _times,
            ),
        ),
        Step(
            N_(
                "And where things come one by one, as words that are spoken or points of a series, "
                "a loop has its answer at once: it does not read all again."
            ),
            lambda: play([_small()], TURN),
        ),
    ),
    "sentiment",
    (BAHDANAU, VASWANI, HOCHREITER),
)
