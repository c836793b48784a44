"""What both trainings share: settings, optimizer, callbacks. Lightning runs the loop."""

from __future__ import annotations

import csv
import math
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import lightning.pytorch as pl
import torch
from jsonargparse import ArgumentParser, Namespace
from lightning.pytorch.callbacks import EarlyStopping, EMAWeightAveraging, ModelCheckpoint
from lightning.pytorch.utilities.types import OptimizerLRScheduler
from torch import Tensor, distributed, nn
from torch.utils.data import DataLoader

from pipelines.data_folder import data_folder
from pipelines.errors import InputError
from pipelines.staging import require_writable


@dataclass(frozen=True)
class TrainingConfig:
    """How a network is trained.

    Attributes:
        epochs: the learning rate falls to zero over this many.
        batch_size: rows a step and process.
        learning_rate: the highest, reached after about a tenth of all steps.
        weight_decay: of AdamW.
        gradient_clip: largest norm of the gradient.
        patience: epochs without a better validation score before training stops.
        averaging: decay of the moving average of all weights that is validated and kept, for
            example 0.999; 0 keeps the weights themselves.
        seed: of weights, dropout and order.
    """

    epochs: int = 8
    batch_size: int = 64
    learning_rate: float = 2e-3
    weight_decay: float = 0.01
    gradient_clip: float = 1.0
    patience: int = 3
    averaging: float = 0.0
    seed: int = 1


@dataclass(frozen=True)
class Hardware:
    """Where training runs; the names and values are those of Lightning's Trainer.

    Attributes:
        accelerator: auto takes a GPU where there is one.
        devices: processes or GPUs on each machine.
        num_nodes: machines.
        strategy: for example ddp, for several processes.
        precision: for example bf16-mixed, for a GPU.
    """

    accelerator: str = "auto"
    devices: int = 1
    num_nodes: int = 1
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


def training_parser(description: str, example: str) -> ArgumentParser:
    """The options that every training has; ``parse_run`` reads them."""
    parser = ArgumentParser(description=description)
    parser.add_argument("output", type=Path, help=f"folder to write, e.g. {example}")
    parser.add_argument("--data", type=Path | None, help="data folder; else UNROLLED_DATA")
    parser.add_argument("--run", type=Path | None, help="folder for checkpoints; else runs/NAME")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    parser.add_argument("--hardware", type=Hardware, default=Hardware())
    return parser


def parse_run(parser: ArgumentParser) -> tuple[Namespace, Run]:
    """All options of the command line, and the run that they describe.

    Raises:
        DataError: there is no data folder.
    """
    options = parser.instantiate(parser.parse_args())
    folder = options.run or Path("runs") / options.output.stem
    data = data_folder(options.data)
    require_writable(folder)
    return options, Run(options.output, data, folder, options.resume, options.hardware)


def command_of(module: str) -> str:
    """The command line that makes the model anew, for ``config.json``."""
    return " ".join([f"python -m {module}", *(a for a in sys.argv[1:] if a != "--resume")])


class TrainingModule(pl.LightningModule):
    """A network under training; a task adds its steps and logs ``validation_score``."""

    def __init__(self, network: nn.Module, config: TrainingConfig) -> None:
        super().__init__()
        self.network = network
        self.config = config

    def log_training_loss(self, loss: Tensor, rows: int) -> None:
        """Show the loss of this step on the progress bar, keep the epoch's mean for the history."""
        self.log("loss", loss, prog_bar=True, logger=False)
        self.log("training_loss", loss, on_step=False, on_epoch=True, batch_size=rows)

    def parameter_groups(self) -> list[dict[str, Any]]:
        """Parameters by learning rate; a task may give some a lower one than the rest."""
        return [{"params": list(self.parameters())}]

    def configure_optimizers(self) -> OptimizerLRScheduler:
        """AdamW; the rate rises over a tenth of all steps and meets a cosine that falls to zero."""
        optimizer = torch.optim.AdamW(
            self.parameter_groups(),
            self.config.learning_rate,
            weight_decay=self.config.weight_decay,
        )
        steps = int(self.trainer.estimated_stepping_batches)

        def share_of_peak(step: int) -> float:
            return min(10 * (step + 1) / steps, 0.5 * (1 + math.cos(math.pi * step / steps)))

        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, share_of_peak)
        return {
            "optimizer": optimizer,
            "lr_scheduler": {"scheduler": schedule, "interval": "step"},
        }


class History(pl.Callback):
    """One row an epoch in ``history.csv``. It is part of a checkpoint, so resuming keeps it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows: list[dict[str, float]] = []
        self._started = time.monotonic()

    def on_train_epoch_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Start the clock."""
        self._started = time.monotonic()

    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Write the metrics of the epoch; validation has run, the checkpoint comes after."""
        metrics = {
            name: round(float(value), 5)
            for name, value in trainer.callback_metrics.items()
            if name.startswith(("training_", "validation_"))
        }
        seconds = round(time.monotonic() - self._started, 1)
        self._rows.append({"epoch": trainer.current_epoch + 1, **metrics, "seconds": seconds})
        if not trainer.is_global_zero:
            return
        with self._path.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(self._rows[0]))
            writer.writeheader()
            writer.writerows(self._rows)

    def state_dict(self) -> dict[str, Any]:
        """The rows so far."""
        return {"rows": self._rows}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """The rows before the interruption."""
        self._rows = list(state_dict["rows"])


def prepare(config: TrainingConfig) -> None:
    """Fix all seeds."""
    pl.seed_everything(config.seed, workers=True)


def fit(
    module: TrainingModule,
    training: DataLoader[Any],
    validation: Sequence[DataLoader[Any]],
    run: Run,
) -> None:
    """Train, and leave ``module`` with the weights of the best validation score.

    Raises:
        InputError: there is no checkpoint to resume from.
        KeyboardInterrupt: with how to go on.
    """
    last = run.folder / "last.ckpt"
    if run.resume and not last.is_file():
        raise InputError(f"{run.folder} holds no last.ckpt to resume from. Start without --resume.")
    run.folder.mkdir(parents=True, exist_ok=True)
    best = ModelCheckpoint(
        run.folder,
        "best",
        monitor="validation_score",
        mode="max",
        enable_version_counter=False,
    )
    trainer = pl.Trainer(
        **asdict(run.hardware),
        max_epochs=module.config.epochs,
        gradient_clip_val=module.config.gradient_clip,
        callbacks=_callbacks(module.config, run.folder, best),
        logger=False,
        num_sanity_val_steps=0,
        use_distributed_sampler=False,  # BucketSampler deals the batches out to the processes.
    )
    module.train()  # The Trainer keeps whatever mode it finds.
    start = last if run.resume else None
    try:
        trainer.fit(module, training, list(validation), ckpt_path=start, weights_only=True)
    except SystemExit:  # What the Trainer makes of Ctrl-C.
        kept = f"Go on from {last} with --resume." if last.is_file() else ""
        raise KeyboardInterrupt(kept) from None
    state = torch.load(best.best_model_path, weights_only=True, map_location="cpu")
    module.load_state_dict(state["state_dict"])


def _callbacks(config: TrainingConfig, folder: Path, best: ModelCheckpoint) -> list[pl.Callback]:
    # A checkpoint of its own, because save_last writes only when an epoch was the best so far.
    latest = ModelCheckpoint(folder, "last", enable_version_counter=False)
    stop = EarlyStopping("validation_score", patience=config.patience, mode="max")
    averaging = [EMAWeightAveraging(decay=config.averaging)] if config.averaging else []
    return [*averaging, History(folder / "history.csv"), stop, best, latest]


def is_main_process() -> bool:
    """True in the one process that writes files."""
    return not distributed.is_initialized() or distributed.get_rank() == 0


def rounded_state(network: nn.Module) -> dict[str, Tensor]:
    """The weights in half precision, as they are stored and served; counters stay whole numbers."""
    state = {name: value.detach().cpu() for name, value in network.state_dict().items()}
    return {
        name: value.half() if value.is_floating_point() else value for name, value in state.items()
    }
