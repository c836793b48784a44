"""How a text is searched for, as options of a command."""

from __future__ import annotations

from dataclasses import replace

from jsonargparse import ArgumentParser, Namespace

from pipelines.errors import InputError
from pipelines.generation.strategies import Beam, Constraints, Greedy, Sample, Strategy
from pipelines.language import _


def add_strategy_arguments(parser: ArgumentParser, texts: str) -> None:
    """What a command that writes takes; ``strategy_of`` reads it.

    Args:
        parser: of the command.
        texts: what it writes, for example captions.
    """
    parser.add_argument(
        "--strategy", choices=("beam", "greedy", "sample"), default="beam",
        help=_("keep the best beginnings, take the best word, or draw words"),
    )  # fmt: skip
    beam = parser.add_argument_group(_("beam; without these, as chosen on validation data"))
    beam.add_argument(
        "--width", type=int | None, metavar="N", help=_("how many beginnings, 1 to 20")
    )
    beam.add_argument(
        "--length-penalty", type=float | None, metavar="X",
        help=_("0 to 2; 0 favours short {texts}, a higher one longer ones", texts=texts),
    )  # fmt: skip
    sample = parser.add_argument_group(_("sample"))
    sample.add_argument(
        "--temperature", type=float, default=1.0, metavar="X",
        help=_("0.05 to 5; above 1 draws more freely, below 1 less"),
    )  # fmt: skip
    sample.add_argument(
        "--top-k", type=int, default=0, metavar="N",
        help=_("draw among the N most probable words; 0 among all"),
    )  # fmt: skip
    sample.add_argument(
        "--top-p", type=float, default=1.0, metavar="X",
        help=_("draw among the words that together reach this probability"),
    )  # fmt: skip
    sample.add_argument("--seed", type=int, default=1, metavar="N", help=_("of what is drawn"))
    steer = parser.add_argument_group(_("what must and must not be said"))
    steer.add_argument("--begin", default="", metavar="WORDS", help=_("its first words"))
    steer.add_argument("--ban", default="", metavar="WORDS", help=_("words that it must avoid"))


def strategy_of(options: Namespace, chosen: Beam, constraints: Constraints) -> Strategy:
    """The strategy that the options describe.

    Args:
        options: as given.
        chosen: the beam of the model.
        constraints: made of ``begin`` and ``ban``.

    Raises:
        InputError: a value is out of range, or an option is of another strategy.
    """
    beam_only = {"--width": options.width, "--length-penalty": options.length_penalty}
    given = [name for name, value in beam_only.items() if value is not None]
    if given and options.strategy != "beam":
        raise InputError(
            "{given} shape a beam, not {strategy}. Drop it.",
            given=" and ".join(given),
            strategy=options.strategy,
        )
    if options.strategy == "greedy":
        return Greedy(constraints)
    if options.strategy == "sample":
        return Sample(options.temperature, options.top_k, options.top_p, options.seed, constraints)
    wished = {"width": options.width, "length_penalty": options.length_penalty}
    changed = {name: value for name, value in wished.items() if value is not None}
    return replace(chosen, **changed, constraints=constraints)
