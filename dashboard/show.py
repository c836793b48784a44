"""What one task puts on stage, for pages that know no task."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dashboard.charts.style import Chart
from pipelines.messages import Message
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.verdicts import Verdict
from pipelines.task import Task

Scores = Mapping[str, Any]


class Figure(NamedTuple):
    """A chart with its title, and what it shows in words."""

    title: str
    chart: Chart
    alt: str


@dataclass(frozen=True)
class Batch:
    """What a task says of many answers in a table.

    Attributes:
        certainty: of an answer, a number that is the larger the clearer it is.
        level: the column of an answer that says how clear it is; None where none does.
        label: the column that a label in a file is compared with; None where there is none.
        labels: what files may call these labels, in lower case; a viewer may say otherwise. Empty
            where they are called what they are.
        put: has a text on the stage of a model's show from the next run on; None where its stage
            takes none.
        put_photo: the same of a photo, by its name and what its file holds.
        caveat: what has to be known of how clear a model finds its answers, if anything.
        titles: what a page calls those columns of an answer that no other task has.
        in_words: the viewer's word for what stands in ``level`` and ``label``.
    """

    certainty: Callable[[Mapping[str, Any]], float]
    level: str | None = None
    label: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    put: Callable[[ModelDirectory, str], None] | None = None
    put_photo: Callable[[str, bytes], None] | None = None
    caveat: Callable[[ModelDirectory], Message | None] | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    in_words: Callable[[str], str] = str


def per_word(log_probability: float, written: str) -> float:
    """How likely a sentence is, so that long ones are no less clear; its end counts as a word."""
    return log_probability / (1 + len(written.split()))


@dataclass(frozen=True)
class Start:
    """What a model begins with that learns from a table that a viewer brings.

    Attributes:
        title: of this choice, in English.
        meaning: what it means for the viewer, a sentence in English.
        options: of the command line; the rest is what it always is.
        epochs: as these say.
        model: the shipped one that it goes on from; None where it begins with nothing.
    """

    title: str
    meaning: str
    options: tuple[str, ...]
    epochs: int
    model: str | None = None


@dataclass(frozen=True)
class Own:
    """How a page has a small model trained on a table that a viewer brings.

    Attributes:
        invitation: what to bring, and what comes of it, in English.
        columns: what the columns that are needed hold, in English, by the option of the command
            line that names one.
        groups: what some values of the last of these columns mean, by the option that names them;
            as labels, models say these. Two of them at least have to be there.
        each: the one of these groups each of whose values is a label of its own; empty if none is.
        starts: what the model can begin with, the best first.
        scores: draws what a model is worth on the rows that were held back, beside what needs no
            training; nothing where it was not scored.
        optional: likewise columns that a table may lack.
        fields: what else is said of how a table is read, likewise; nothing has to be.
    """

    invitation: str
    columns: Mapping[str, str]
    groups: Mapping[str, str]
    starts: tuple[Start, ...]
    scores: Callable[[ModelDirectory], None]
    each: str = ""
    optional: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Show:
    """One task on stage.

    Attributes:
        task: which one.
        title: in the navigation, in English as all texts here; told where it is shown.
        icon: in the navigation.
        invitation: what one can watch.
        instructive: the models that are compared at first, as far as they are there.
        claim: what the primary score says of a model, with the fields ``model`` and ``score``; no
            full stop, as others follow in brackets.
        perform: draws the page of the show.
        compare: draws one input as several models take it.
        opening: draws a small show that runs at once, with one of the models that have steps.
        character: draws what a model that was scored is good and bad at, in plain sentences.
        scores: draws what the table of scores of a model leaves out.
        trust: draws how far a model that was scored can be trusted.
        questions: what can be asked of several models, and the chart that answers it from their
            scores by name; None where these do not tell.
        require_predictions: sees that what a model answered to the test items is there and whole;
            else it raises a ModelError.
        verdict: what a test on the same items says of the first model beside the other, by the
            primary score; a ModelError where it cannot be made.
        verdicts: the same of other scores as well, in lines of the viewer's language.
        disagreements: draws the test items on which two models, by name, disagree.
        tell: draws what can be chosen as input, and a small stage on which it is put into words;
            gives them, an English sentence. None of a show that writes none.
        retell: draws a small stage on which an English sentence that another show told is put into
            other words, once it has been told; gives what an address of its page needs for that.
        scene: gives what models do with a text, or with the example of that name, finished, for the
            player; None of a show that scripts do not know.
        hears: whether a scene takes any text, so that a room can say one.
        batch: what is said of many answers; None of a show whose inputs no file holds.
        names: gives the examples that a scene knows by name; None of a show whose scenes are given
            something else.
        own: how its models are trained on a table that a viewer brings; None where pages do not.
    """

    task: Task
    title: str
    icon: str
    invitation: str
    instructive: tuple[str, ...]
    claim: str
    perform: Callable[[], None]
    compare: Callable[[Sequence[ModelDirectory]], None]
    opening: Callable[[ModelDirectory], None]
    trust: Callable[[ModelDirectory, Scores], None]
    require_predictions: Callable[[ModelDirectory], None]
    verdict: Callable[[ModelDirectory, ModelDirectory], Verdict]
    verdicts: Callable[[ModelDirectory, ModelDirectory], list[str]]
    disagreements: Callable[[str, str], None]
    character: Callable[[ModelDirectory, Scores], None] | None = None
    scores: Callable[[ModelDirectory, Scores], None] | None = None
    questions: Mapping[str, Callable[[Mapping[str, Scores]], Figure | None]] = field(
        default_factory=dict
    )
    tell: Callable[[], str | None] | None = None
    retell: Callable[[str], Mapping[str, str]] | None = None
    scene: Callable[[Sequence[str], str], bytes] | None = None
    hears: bool = False
    names: Callable[[], Sequence[str]] | None = None
    batch: Batch | None = None
    own: Own | None = None
