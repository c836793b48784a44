"""What all trainings share: settings, options, seeds and optimizer; ``fitting`` runs them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import lightning.pytorch as pl
import numpy as np
import torch
from jsonargparse import ArgumentParser, Namespace
from lightning.pytorch.utilities.types import OptimizerLRScheduler
from torch import Tensor, distributed, nn

from pipelines.command_line import as_path
from pipelines.data.folder import DATA_HELP, data_folder
from pipelines.data.own import is_own
from pipelines.data.own_folder import own_folder
from pipelines.errors import InputError
from pipelines.language import _
from pipelines.messages import Message
from pipelines.models.files import CONFIG
from pipelines.models.staging import require_writable
from pipelines.training.bounds import Between, Bounded, Count

Epochs = Annotated[int, Between(1, 10_000)]
Batched = Annotated[int, Between(1, 4_096)]
LearningRate = Annotated[float, Between(1e-12, 10)]


@dataclass(frozen=True)
class TrainingConfig(Bounded):
    """How a network is trained.

    Attributes:
        epochs: passes over what is learnt from; the learning rate falls to zero over them.
        batch_size: texts or captions a step, in each process.
        learning_rate: the highest, reached after about a tenth of all steps.
        weight_decay: how much AdamW draws all weights to zero.
        gradient_clip: largest norm of the gradient; 0 lets any pass.
        patience: epochs without a better validation score before training stops.
        ema_decay: decay of the moving average of all weights that is validated and kept, for
            example 0.999; 0 keeps the weights themselves.
        seed: of first weights, dropout and order; the same one trains the same model.
    """

    epochs: Epochs = 8
    batch_size: Batched = 64
    learning_rate: LearningRate = 2e-3
    weight_decay: Annotated[float, Between(0, 10)] = 0.01
    gradient_clip: Annotated[float, Between(0, 1e6)] = 1.0
    patience: Count = 3
    ema_decay: Annotated[float, Between(0, 0.999999)] = 0.0
    seed: Annotated[int, Between(0, 2**32 - 1)] = 1


@dataclass(frozen=True)
class Hardware(Bounded):
    """Where training runs; the names and values are those of Lightning's Trainer.

    Attributes:
        accelerator: auto takes a GPU where there is one.
        devices: processes or GPUs on each machine.
        num_nodes: how many machines train together.
        strategy: how they share the work, for example ddp; auto for one process.
        precision: of the products; bf16-mixed is faster where a processor or GPU has bfloat16.
    """

    accelerator: str = "auto"
    devices: Annotated[int, Between(1, 64)] = 1
    num_nodes: Annotated[int, Between(1, 64)] = 1
    strategy: str = "auto"
    precision: Literal["32-true", "16-mixed", "bf16-mixed"] = "32-true"


@dataclass(frozen=True)
class Run:
    """What every training is told beside its settings.

    Attributes:
        output: model folder to write.
        data: data folder.
        folder: for checkpoints and ``history.csv``.
        resume: go on from the last checkpoint in ``folder``.
        hardware: where it runs.
    """

    output: Path
    data: Path
    folder: Path
    resume: bool
    hardware: Hardware

    @property
    def kept(self) -> Message:
        """What is not lost where the model folder cannot be written."""
        return Message("What was trained is kept in {folder}.", {"folder": self.folder})


def add_training_arguments(parser: ArgumentParser, example: str) -> None:
    """The options that every training has; ``run_of`` reads them."""
    parser.usage = "%(prog)s [options] output"
    parser.add_argument(
        "output", type=as_path, help=_("what to write, e.g. {example}", example=example)
    )
    parser.add_argument("--data", type=as_path, metavar="FOLDER", help=_(DATA_HELP))
    parser.add_argument(
        "--run", type=as_path, metavar="FOLDER",
        help=_("for checkpoints and history; by default runs/NAME, by the name of the output"),
    )  # fmt: skip
    parser.add_argument(
        "--resume", action="store_true",
        help=_(
            "go on from the last checkpoint of the run folder, with the same settings and data; "
            "where there is none yet, begin"
        ),
    )  # fmt: skip
    parser.add_argument("--hardware", type=Hardware, default=Hardware())
    parser.add_argument(
        "--config",
        action="config",
        metavar="FILE",
        help=_("a recipe: any of these options as YAML"),
    )


def run_of(options: Namespace, task: str = "") -> Run:
    """The run that the options of a training describe.

    Args:
        options: of the command line.
        task: whose own data the file may hold that takes the place of a data folder.

    Raises:
        InputError: it would be written where it does harm, or cannot be.
        DataError: there is no data folder.
    """
    folder = options.run or Path("runs") / options.output.name
    if (folder / CONFIG).exists() or folder.resolve() == options.output.resolve():
        raise InputError(
            "{folder} is or becomes a model folder, no run folder. Name another.", folder=folder
        )
    require_writable(folder)
    if options.data and is_own(options.data, task):
        data = own_folder(options.data, task, options, folder / "data")
    else:
        data = data_folder(options.data)
    return Run(options.output, data, folder, options.resume, options.hardware)


class TrainingModule(pl.LightningModule):
    """A network under training; a task adds its steps and logs ``validation_score``."""

    def __init__(self, network: nn.Module, config: TrainingConfig) -> None:
        super().__init__()
        self.network = network
        self.config = config

    def on_train_epoch_start(self) -> None:
        """Draw from the seed, the epoch and the process alone, whatever ran before in this one."""
        drawn = np.random.SeedSequence([self.config.seed, self.current_epoch, self.global_rank])
        torch.manual_seed(int(drawn.generate_state(1, np.uint64)[0]))

    def log_training_loss(self, loss: Tensor, rows: int) -> None:
        """Show the loss of this step on the progress bar, keep the epoch's mean for the history.

        Raises:
            InputError: it is no number, and whatever is learnt from here on would be none.
        """
        if not loss.isfinite():
            raise InputError(
                "The loss is {loss} at step {step}: the training has diverged. "
                "Lower --training.learning_rate.",
                loss=loss.item(),
                step=self.global_step,
            )
        self.log("loss", loss, prog_bar=True, logger=False)
        self.log("training_loss", loss, on_step=False, on_epoch=True, batch_size=rows)

    def parameter_groups(self) -> list[dict[str, Any]]:
        """Parameters by learning rate; a task may give some a lower one than the rest."""
        return [{"params": list(self.parameters())}]

    def configure_optimizers(self) -> OptimizerLRScheduler:
        """AdamW; the rate rises over a tenth of all steps and meets a cosine that falls to zero.

        Raises:
            InputError: there are no steps.
        """
        optimizer = torch.optim.AdamW(
            self.parameter_groups(),
            self.config.learning_rate,
            weight_decay=self.config.weight_decay,
        )
        steps = int(self.trainer.estimated_stepping_batches)
        if not steps:
            raise InputError(
                "There is no batch for each process. Lower --training.batch_size or "
                "--hardware.devices, or give more data."
            )

        def share_of_peak(step: int) -> float:
            return min(10 * (step + 1) / steps, 0.5 * (1 + math.cos(math.pi * step / steps)))

        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, share_of_peak)
        return {
            "optimizer": optimizer,
            "lr_scheduler": {"scheduler": schedule, "interval": "step"},
        }


def seed_everything(seed: int) -> None:
    """Fix all random numbers."""
    pl.seed_everything(seed, workers=True)


def is_main_process() -> bool:
    """True in the one process that writes files."""
    return not distributed.is_initialized() or distributed.get_rank() == 0


def rounded_state(network: nn.Module) -> dict[str, Tensor]:
    """The weights in half precision, as they are stored and served; counters stay whole numbers."""
    state = {name: value.detach().cpu() for name, value in network.state_dict().items()}
    return {
        name: value.half() if value.is_floating_point() else value for name, value in state.items()
    }
