"""A step of a lesson on a stage, as a scene of a script: nothing of it is asked of a server."""

from __future__ import annotations

from dashboard.language import told
from dashboard.lessons import LESSONS
from dashboard.lessons.figure import Figure, figure_of
from dashboard.lessons.lesson import Question, Step
from dashboard.player.payload import captioned
from dashboard.player.picturing import Guess, picture_show
from pipelines.errors import InputError


def scene(name: str, number: int) -> bytes:
    """A step, with its figure: a show, or drawings that are seen when its question was asked.

    Args:
        name: of the lesson.
        number: of the step, from 1.

    Raises:
        PipelineError: there is no such step, it needs its page, or a model of it cannot be used.
    """
    if name not in LESSONS:
        raise InputError(
            "There is no lesson {name!r:.80}; use {known}.", name=name, known=", ".join(LESSONS)
        )
    lesson = LESSONS[name]
    if not 1 <= number <= len(lesson.steps):
        raise InputError(
            "The lesson {name!r} has no step {number}; use 1 to {most}.",
            name=name,
            number=number,
            most=len(lesson.steps),
        )
    step = lesson.steps[number - 1]
    return captioned(_show_of(step, figure_of(step.draw)), told(lesson.title), told(step.said))


def _show_of(step: Step, figure: Figure) -> bytes:
    if figure.shows:
        return figure.shows[0]
    # A chart that tells no sentence has one for those who do not see it.
    said = figure.told or [picture.alt for picture in figure.pictures]
    return picture_show(figure.pictures, said, figure.noted, _guess(step.question))


def _guess(question: Question | None) -> Guess | None:
    if question is None:
        return None
    choices = [told(choice) for choice in question.choices]
    return Guess(told(question.prompt), choices, question.right())
