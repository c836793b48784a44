"""What a lesson is: a few sentences, each beside a figure that is drawn as one looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.messages import N_


@dataclass(frozen=True)
class Question:
    """What is guessed before it is shown: whoever has guessed remembers more (Kim et al. 2017).

    Attributes:
        prompt: in English, as all sentences here; told where it is shown.
        choices: the answers to choose from.
        right: finds out which of them is right, as a place among the choices.
    """

    prompt: str
    choices: tuple[str, ...]
    right: Callable[[], int]


@dataclass(frozen=True)
class Step:
    """One thought.

    Attributes:
        said: a sentence or two; numbers in it would be out of date, so ``draw`` tells them.
        draw: draws the figure, from a real model and a real input.
        question: what is asked before the figure is there.
    """

    said: str
    draw: Callable[[], None]
    question: Question | None = None


@dataclass(frozen=True)
class Lesson:
    """Five to eight steps on one idea.

    Attributes:
        name: in the address.
        title: in English, as above.
        steps: in order.
        show: the task on whose page one can try it.
        sources: who found it out, as they are cited.
    """

    name: str
    title: str
    steps: tuple[Step, ...]
    show: str
    sources: tuple[str, ...]


HOCHREITER = N_("Hochreiter & Schmidhuber (1997), Long Short-Term Memory")
GERS = N_("Gers, Schmidhuber & Cummins (2000), Learning to Forget")
PASCANU = N_("Pascanu, Mikolov & Bengio (2013), On the Difficulty of Training RNNs")
KARPATHY = N_("Karpathy (2015), The Unreasonable Effectiveness of Recurrent Neural Networks")
BAHDANAU = N_("Bahdanau, Cho & Bengio (2015), Neural Machine Translation by Learning to Align")
VASWANI = N_("Vaswani et al. (2017), Attention Is All You Need")
KIM = N_("Kim, Reinecke & Hullman (2017), Explaining the Gap")
