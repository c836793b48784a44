"""A labelled path as Streamlit elements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dashboard.language import _, told
from dashboard.messages import plain, problems_as_messages
from dashboard.player.cells import KnownCells
from dashboard.player.component import play
from dashboard.player.watching import FRAMES_A_SECOND, PATH_PAD, Path, Watching, watching_show
from dashboard.shows.gestures.paths import PLAYER, Chosen, take_drawn
from dashboard.views.cells import known_cells
from pipelines.messages import N_
from pipelines.tasks.gestures.labels import MOST_MORE
from pipelines.tasks.gestures.results import FramesResult, FramesTrace
from pipelines.tasks.gestures.sources import LABELS

# What the data set calls them, as readers do.
IN_WORDS = {
    "stop": N_("holding still"),
    "clockwise": N_("clockwise"),
    "counterclockwise": N_("counterclockwise"),
    "move": N_("moving"),
}
PACE = 1_000 / FRAMES_A_SECOND  # Milliseconds a frame: as fast as it was drawn.


def in_words(label: str) -> str:
    """A label in the viewer's language; of another one, which a record may name, the name."""
    return told(IN_WORDS[label]) if label in IN_WORDS else label


@problems_as_messages()
def show_path(chosen: Chosen, traces: Mapping[str, FramesTrace]) -> None:
    """The player, with one path as one or several models label it."""
    inside = [name for name, trace in traces.items() if trace.layers]  # None of a cut memory.
    play(path_show(chosen, traces, known_cells(inside)), PLAYER, drawn=take_drawn)


def path_show(
    chosen: Chosen,
    traces: Mapping[str, FramesTrace],
    cells: Mapping[str, KnownCells] | None = None,
) -> bytes:
    """One path as one or several models label it, by name, for the player."""
    labels = _labels(traces)
    watched = {
        name: Watching(
            _shares(trace.result, labels),
            trace.result.sure,
            trace.layers,
            (cells or {}).get(name),
        )
        for name, trace in traces.items()
    }
    return watching_show(
        Path(np.array(chosen.points), chosen.drawing),
        [in_words(label) for label in labels],
        watched,
        pace=PACE,
        truth=[labels.index(label) for label in chosen.truth],
        pad=PATH_PAD,
        not_in_link="" if chosen.example else _("the drawing"),
    )


def shared_colours(traces: Mapping[str, FramesTrace]) -> str:
    """That labels share a colour on stage, if they do, as Markdown; empty if each has its own.

    One model has as many labels as there are colours at most; several may have others each.
    """
    labels, most = _labels(traces), len(LABELS) + MOST_MORE
    if len(labels) <= most:
        return ""
    adding = [plain(name) for name, one in traces.items() if set(one.result.names) - set(LABELS)]
    return _(
        "{models} tell {n} labels apart together, and there are {most} colours: some labels share "
        "one. Choose fewer of these models to see each label in its own.",
        models=", ".join(adding),
        n=len(labels),
        most=most,
    )


def _labels(traces: Mapping[str, FramesTrace]) -> list[str]:
    """Those of all models, each once."""
    return list(dict.fromkeys(name for one in traces.values() for name in one.result.names))


def _shares(result: FramesResult, labels: Sequence[str]) -> np.ndarray:
    """The probability of each of these labels, ``(T, K)``: 0 of one that a model does not know."""
    found = np.zeros((len(result.labels), len(labels)))
    found[:, [labels.index(name) for name in result.names]] = result.probabilities
    return found
