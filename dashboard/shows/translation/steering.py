"""A translation that says what the viewer wants."""

from __future__ import annotations

from dataclasses import replace

from dashboard.player.steering import Steering
from dashboard.shows.translation import answers
from dashboard.views.wishes import WishChoice, Wishes
from pipelines.generation.strategies import Constraints, Strategy
from pipelines.tasks.translation.reading import cut
from pipelines.tasks.translation.results import Translation


def _words(text: str) -> list[str]:
    return [token.text for token in cut(text)]


WISHES = WishChoice("begin-translation", "ban-translation", read=_words)


def steered_translation(
    model: str, text: str, strategy: Strategy, wishes: Wishes
) -> tuple[Translation, Steering]:
    """The translation under the wishes of the viewer, and those that were met.

    Raises:
        PipelineError: the text cannot be used, or the model is damaged.
    """

    def write(wishes: Wishes) -> tuple[Translation, Steering]:
        constraints = answers.constraints(model, wishes.begin, wishes.ban)
        translation = answers.translation(model, text, replace(strategy, constraints=constraints))
        return translation, Steering(_as_typed(constraints))

    return WISHES.grant(wishes, write)


def _as_typed(constraints: Constraints) -> Constraints:
    """A word that is banned in every spelling is one wish."""
    alike = {word.casefold(): word for word in sorted(constraints.banned)}
    return Constraints(constraints.forced, frozenset(alike.values()))
