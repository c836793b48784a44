"""A caption that says what the viewer wants, of as much of the photo as it may see."""

from __future__ import annotations

from dataclasses import replace

from dashboard.player.steering import Steering
from dashboard.shows.captioning import answers
from dashboard.views.wishes import WishChoice, Wishes
from pipelines.generation.strategies import Constraints, Strategy
from pipelines.pictures.covering import Rectangle
from pipelines.tasks.captioning.results import Caption

WISHES = WishChoice("begin", "ban", "cover")


def steered_caption(
    model: str, picture: bytes, strategy: Strategy, wishes: Wishes
) -> tuple[Caption, Steering]:
    """The caption under the wishes of the viewer, and those that were met.

    Raises:
        PipelineError: the picture cannot be used, or the model is damaged.
    """

    def write(wishes: Wishes) -> tuple[Caption, Steering]:
        constraints = Constraints.of(wishes.begin, wishes.ban)
        cover = Rectangle.of(wishes.cover) if wishes.cover else None
        wished = replace(strategy, constraints=constraints)
        caption = answers.caption(model, picture, wished, cover)
        whole = answers.caption(model, picture, wished).hypothesis if cover else None
        return caption, Steering(constraints, cover, whole)

    return WISHES.grant(wishes, write)
