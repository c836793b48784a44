"""The beam as a tree: every beginning that was alive, its origin, and when it was given up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from dashboard.language import _
from pipelines.generation.results import Branch, DecodingStep, Hypothesis, Writing
from pipelines.generation.strategies import END

_DROPPED_SHOWN = 1  # Of each step: the next best. All of them would hide the tree.
Words = tuple[str, ...]


@dataclass
class _Node:
    parent: int
    depth: int
    word: str
    until: int = 0
    row: int = 0


def beam_tree(caption: Writing, end: str) -> dict[str, Any]:
    """Nodes with their places, for the player.

    Args:
        caption: with all steps of its decoding.
        end: how the end of a caption is written.

    Returns:
        ``nodes``: parent (−1 for none), depth from 1, word, the number of steps ``until`` which it
        was part of what went on or had ended, and the row to draw it in; ``rows``: how many;
        ``best``: for each word of the caption its node; ``said``: the tree at each of these steps,
        in words.
    """
    nodes, places = _nodes(caption, end)
    spoken = spoken_words(caption.hypothesis)
    best = [places[tuple(spoken[: number + 1])] for number in range(len(spoken))]
    rows = _give_rows(nodes, best)
    said = [_in_words(step) for step in caption.steps[: len(spoken)]]
    return {"nodes": [vars(node) for node in nodes], "rows": rows, "best": best, "said": said}


def spoken_words(hypothesis: Hypothesis) -> list[str]:
    """The words, and the end where it was reached."""
    return [*hypothesis.words, END] if hypothesis.ended else list(hypothesis.words)


def spoken_branches(caption: Writing) -> list[Branch]:
    """Where each of the words, and the end, was chosen."""
    steps = caption.steps[: len(spoken_words(caption.hypothesis))]
    # Never None: each beginning of a caption was alive at the step that went on from it.
    return [cast(Branch, step.branch_of(caption.hypothesis.words)) for step in steps]


def _nodes(caption: Writing, end: str) -> tuple[list[_Node], dict[Words, int]]:
    nodes: list[_Node] = []
    places: dict[Words, int] = {(): -1}
    for number, step in enumerate(caption.steps, start=1):
        ended = [h for h in step.finished if len(h.log_probabilities) == number]
        for hypothesis in [*step.live, *ended, *step.dropped[:_DROPPED_SHOWN]]:
            words = tuple(spoken_words(hypothesis))
            if words not in places:
                places[words] = len(nodes)
                word = end if words[-1] == END else words[-1]
                nodes.append(_Node(places[words[:-1]], number, word))
        going = [(h, number) for h in step.live] + [(h, len(caption.steps)) for h in ended]
        for hypothesis, until in going:
            at = places[tuple(spoken_words(hypothesis))]
            while at >= 0:
                nodes[at].until = max(nodes[at].until, until)
                at = nodes[at].parent
    return nodes, places


def _give_rows(nodes: list[_Node], best: Sequence[int]) -> int:
    """Rows in which no two branches touch; how many.

    A branch lies in the row of its first child: the best path, else what lived longest. The others
    lie below their origin, as near as there is room, so that the tree stays low.
    """
    heirs: dict[int, int] = {}
    for index in sorted(range(len(nodes)), key=lambda i: (i not in best, -nodes[i].until)):
        heirs.setdefault(nodes[index].parent, index)
    taken: list[set[int]] = []
    for index in sorted(range(len(nodes)), key=lambda i: i not in best):
        node = nodes[index]
        if node.parent >= 0 and heirs[node.parent] == index:
            node.row = nodes[node.parent].row
            continue
        # From the column before it on, where the line to it descends.
        depths = set(range(node.depth - 1, _last_depth(index, nodes, heirs) + 1))
        node.row = 0 if node.parent < 0 else nodes[node.parent].row + 1
        while node.row < len(taken) and taken[node.row] & depths:
            node.row += 1
        taken += [set() for _ in range(node.row + 1 - len(taken))]
        taken[node.row] |= depths
    return len(taken)


def _last_depth(index: int, nodes: list[_Node], heirs: dict[int, int]) -> int:
    while index in heirs:
        index = heirs[index]
    return nodes[index].depth


def _in_words(step: DecodingStep) -> str:
    def listed(hypotheses: tuple[Hypothesis, ...]) -> str:
        return "; ".join(" ".join(hypothesis.words) for hypothesis in hypotheses) or _("none")

    return _(
        "going on: {live}. Ended: {finished}.",
        live=listed(step.live),
        finished=listed(step.finished),
    )
