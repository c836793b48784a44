"""How a labeller of frames is trained: settings, loss, what is validated, and a whole run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from torch import Tensor, nn
from torch.nn import functional as F
from torchmetrics.classification import MulticlassAccuracy, MulticlassF1Score

from pipelines.command_line import called
from pipelines.frames.calibration import Calibration
from pipelines.frames.loading import described
from pipelines.frames.network import Config
from pipelines.frames.streams import IGNORED, Batch, LabelledStreams
from pipelines.models.files import HISTORY
from pipelines.models.records import GUESSING
from pipelines.models.saving import save_model
from pipelines.models.staging import require_writable, staged
from pipelines.training.batching import BucketSampler
from pipelines.training.bounds import Between, Count, Share
from pipelines.training.fitting import begin, training_loader, validation_loader
from pipelines.training.guessing import Guessing
from pipelines.training.settings import (
    LearningRate,
    Run,
    TrainingConfig,
    TrainingModule,
    is_main_process,
    rounded_state,
    seed_everything,
)


@dataclass(frozen=True)
class FramesTraining(TrainingConfig):
    """How a labeller of frames is trained.

    Attributes:
        streams: how many are drawn to learn from.
        label_smoothing: share of the target that goes to all labels alike.
    """

    epochs: Annotated[int, Between(1, 10_000)] = 15
    batch_size: Annotated[int, Between(1, 4_096)] = 32
    learning_rate: LearningRate = 4e-3
    patience: Count = 15
    streams: Count = 3_000
    label_smoothing: Share = 0.05


class FramesModule(TrainingModule):
    """Cross-entropy of each frame's label; the score is the mean of accuracy and macro F1."""

    def __init__(self, network: nn.Module, config: FramesTraining, labels: int) -> None:
        super().__init__(network, config)
        self._smoothing = config.label_smoothing
        self.accuracy = MulticlassAccuracy(labels, average="micro", ignore_index=IGNORED)
        self.guessing = Guessing(labels)
        self.f1 = MulticlassF1Score(labels, average="macro", ignore_index=IGNORED)

    def training_step(self, batch: Batch, index: int) -> Tensor:
        """The loss of one batch."""
        logits: Tensor = self.network(batch.inputs)
        loss = F.cross_entropy(
            logits.flatten(0, 1), batch.labels.flatten(), label_smoothing=self._smoothing
        )
        self.log_training_loss(loss, len(batch.labels))
        return loss

    def validation_step(self, batch: Batch, index: int) -> None:
        """The answers to one batch."""
        said = self.network(batch.inputs).argmax(dim=-1)
        for metric in (self.accuracy, self.f1):
            metric.update(said, batch.labels)
        self.guessing.update(batch.labels[batch.labels != IGNORED])

    def on_validation_epoch_end(self) -> None:
        """Both count the same, so that no label is given up for a more frequent one."""
        accuracy, f1 = self.accuracy.compute().cpu(), self.f1.compute().cpu()
        self.accuracy.reset()
        self.f1.reset()
        self.log("validation_frame_accuracy", accuracy, prog_bar=True)
        self.log("validation_macro_f1", f1)
        self.log("validation_score", (accuracy + f1) / 2)
        self.log(GUESSING, self.guessing.compute().cpu() / 2)  # Its macro F1 is next to nothing.
        self.guessing.reset()


@dataclass(frozen=True)
class Material:
    """What a labeller is made of.

    Attributes:
        task: the name of its task.
        labels: what it tells apart.
        build: makes the untrained network that a config describes.
        learnt: the streams to learn from, drawn with a seed.
        held_out: those of the validation.
        revision: of the data, for the record.
        calibrate: completes a model folder.
        config: what else is written into it, where models of the task differ.
    """

    task: str
    labels: Sequence[str]
    build: Callable[[Config], nn.Module]
    learnt: Callable[[], LabelledStreams]
    held_out: Callable[[], LabelledStreams]
    revision: Mapping[str, str]
    calibrate: Callable[[Path], object]
    config: Mapping[str, Any] = field(default_factory=dict)


def train_labeller(run: Run, network: Config, training: FramesTraining, made_of: Material) -> None:
    """Train a network, calibrate it, and write its model folder.

    Raises:
        PipelineError: the data cannot be used.
    """
    require_writable(run.output)
    command, data = f"train {made_of.task}", dict(made_of.revision)
    with begin(run, command, training, network=asdict(network), data=data) as session:
        seed_everything(training.seed)
        rows, held_out = made_of.learnt(), made_of.held_out()
        module = FramesModule(made_of.build(network), training, len(made_of.labels))
        sampler = BucketSampler(
            rows.lengths, training.batch_size, training.seed, always=np.arange(len(rows))
        )
        validated = validation_loader(held_out, held_out.lengths)
        session.fit(module, training_loader(rows, sampler), [validated])
        if is_main_process():
            with staged(run.output, run.kept) as folder:
                save_model(
                    folder,
                    config={
                        "task": made_of.task,
                        **made_of.config,
                        **_config(network, module, data),
                    },
                    weights=rounded_state(module.network),
                    history=run.folder / HISTORY,
                )
                made_of.calibrate(folder)


def _config(network: Config, module: FramesModule, data: Mapping[str, str]) -> dict[str, Any]:
    return {
        **described(network),
        "calibration": asdict(Calibration()),
        "training": asdict(module.config),
        "command": called(),
        "data": dict(data),
    }
