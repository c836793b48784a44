"""What is kept of a training, and when it stops: Lightning's callbacks, and our own."""

from __future__ import annotations

import csv
import math
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import lightning.pytorch as pl
from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint
from lightning.pytorch.plugins.io import TorchCheckpointIO

from pipelines.errors import InputError

IDENTITY = "run"


class Checkpoints(TorchCheckpointIO):
    """Writes a checkpoint beside and moves it into place, so that there is always a whole one.

    Args:
        identity: of the run, which the checkpoint then carries.
    """

    def __init__(self, identity: str) -> None:
        self._identity = identity

    def save_checkpoint(
        self,
        checkpoint: dict[str, Any],
        path: str | Path,
        storage_options: Any = None,
    ) -> None:
        """Write it."""
        partial = Path(f"{path}.partial")
        super().save_checkpoint({**checkpoint, IDENTITY: self._identity}, partial, storage_options)
        partial.replace(path)


class KeptCheckpoint(ModelCheckpoint):
    """Knows its best score again even where the run folder has been moved."""

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """What was kept, with the paths of this folder."""
        before, here = str(state_dict["dirpath"]), str(self.dirpath)

        def moved(value: Any) -> Any:
            if isinstance(value, Mapping):
                return {moved(key): moved(inner) for key, inner in value.items()}
            return value.replace(before, here, 1) if isinstance(value, str) else value

        super().load_state_dict(moved(state_dict))


class Patience(EarlyStopping):
    """Where it ran out before an interruption, it still has."""

    def on_train_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Stop at once, or begin."""
        trainer.should_stop = self.wait_count >= self.patience


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
        """Write the metrics of the epoch; validation has run, the checkpoint comes after.

        Raises:
            InputError: one of them is no number, and whatever is learnt from here on would be none.
        """
        metrics = {
            name: round(float(value), 5)
            for name, value in trainer.callback_metrics.items()
            if name.startswith(("training_", "validation_"))
        }
        for name, value in metrics.items():
            if not math.isfinite(value):
                raise InputError(
                    "The {name} of epoch {epoch} is {value}: the training has diverged. "
                    "Lower --training.learning_rate.",
                    name=name.replace("_", " "),
                    epoch=trainer.current_epoch + 1,
                    value=value,
                )
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
