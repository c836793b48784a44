"""A labeller of streams behind two questions: which label has each frame, and how did it come."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

import numpy as np
import torch
from torch import Tensor, nn

from pipelines.errors import InputError, ModelError
from pipelines.frames.calibration import Calibration, probabilities
from pipelines.frames.network import Labeller
from pipelines.frames.results import FramesResult, FramesTrace
from pipelines.messages import Message
from pipelines.models.files import GOLDEN
from pipelines.models.golden import repeated
from pipelines.models.json_files import write_json

Stream = TypeVar("Stream")
GOLDEN_TOLERANCE = 0.005


class FramesPipeline(Generic[Stream]):
    """A model, ready to answer. No call leaves a state behind, so threads may share it.

    Args:
        name: of the model.
        network: labels frames.
        names: of the labels, in the order of its outputs.
        calibration: of its answers.
        read: what the network sees of a stream, ``(T, …)``; an InputError where it is none.
        golden: streams by their names, which a self-check asks about.
    """

    def __init__(
        self,
        name: str,
        network: nn.Module,
        names: Sequence[str],
        calibration: Calibration,
        read: Callable[[Stream], np.ndarray],
        golden: Mapping[str, Stream],
    ) -> None:
        self.name = name
        self.network = network.eval()
        self.names = tuple(names)
        self.calibration = calibration
        self._read, self._golden = read, golden

    @property
    def parameters(self) -> int:
        """How many numbers were learnt."""
        return sum(parameter.numel() for parameter in self.network.parameters())

    def predict(self, streams: Sequence[Stream], memory: int | None = None) -> list[FramesResult]:
        """The labels of each stream.

        Args:
            streams: what is seen.
            memory: how many frames each label is read from at most; None for all before it.

        Raises:
            InputError: a stream cannot be read, or the memory is none.
        """
        return [self._result(self.logits(stream, memory)) for stream in streams]

    @torch.inference_mode()
    def trace(self, stream: Stream, memory: int | None = None) -> FramesTrace:
        """The labels of a stream, with all states and gates on the way.

        Raises:
            InputError: as ``predict``.
        """
        if memory is not None:
            return FramesTrace(self._result(self.logits(stream, memory)), memory, ())
        logits, layers = self._labeller.trace(self._seen(stream))
        traced = tuple(layer.map(lambda values: values.numpy()) for layer in layers)
        return FramesTrace(self._result(logits.numpy()), None, traced)

    @torch.inference_mode()
    def logits(self, stream: Stream, memory: int | None = None) -> np.ndarray:
        """What the network says of each frame, ``(T, K)``, before calibration.

        Raises:
            InputError: as ``predict``.
        """
        seen = self._seen(stream)
        if memory is None:
            return self._labeller(seen[None])[0].numpy()
        if memory < 1:
            raise InputError("A memory of {n} frames holds nothing. Give 1 or more.", n=memory)
        return self._labeller.recall(seen, memory).numpy()

    @property
    def _labeller(self) -> Labeller:
        return cast(Labeller, self.network)

    def _seen(self, stream: Stream) -> Tensor:
        return torch.from_numpy(self._read(stream)).float()

    def _result(self, logits: np.ndarray) -> FramesResult:
        shares = probabilities(logits, self.calibration.temperature)
        return FramesResult.of(self.names, shares, self.calibration.confidence_threshold)

    def write_golden_examples(self, path: Path) -> None:
        """Store what the model says now, for ``self_check`` to compare with.

        Raises:
            ModelError: it answers NaN.
        """
        write_json(path / GOLDEN, [self.golden_example(name) for name in self._golden])

    def golden_example(self, name: str) -> dict[str, Any]:
        """What the model says of the golden stream of that name.

        Raises:
            InputError: there is none.
        """
        if name not in self._golden:
            raise InputError("There is no stream {name:.40}. Restore the file.", name=name)
        result = self.trace(self._golden[name]).result
        shares = result.probabilities.max(axis=1).astype(float).round(5)
        return {"stream": name, "labels": list(result.labels), "probabilities": shares.tolist()}


def self_check(path: Path, pipeline: FramesPipeline[Any]) -> Message:
    """Repeat the golden examples of a model folder; a sentence on what was checked.

    Args:
        path: the folder.
        pipeline: what was loaded from it.

    Raises:
        ModelError: the folder is damaged, or the model no longer says what it said when saved.
    """
    examples = list(repeated(path, lambda then: pipeline.golden_example(then["stream"])))
    for then, now in examples:
        if not _agree(now, then):
            raise ModelError(
                "{model} no longer answers as when it was saved: “{stream}”. "
                "Restore its folder, or train it again.",
                model=path.name,
                stream=then["stream"][:40],
            )
    return Message("Hashes and {n} golden examples agree.", {"n": len(examples)})


def _agree(now: Mapping[str, Any], then: Mapping[str, Any]) -> bool:
    said, before = np.array(now["probabilities"]), np.array(then["probabilities"])
    return (
        now["labels"] == then["labels"]
        and said.shape == before.shape
        and bool(np.abs(said - before).max() <= GOLDEN_TOLERANCE)
    )
