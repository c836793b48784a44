"""Recurrent layers that can be run whole, one step at a time, or with every gate laid open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple, cast, get_args

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from pipelines.layers.gates import GateFunction, gate_function
from pipelines.layers.traces import LayerTrace

CellKind = Literal["rnn", "gru", "lstm"]
CELL_KINDS: tuple[CellKind, ...] = get_args(CellKind)
MAX_LAYERS = 64
_LAYERS: dict[CellKind, Callable[..., nn.RNNBase]] = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}


def knows_bfloat16(device: str) -> bool:
    """Whether recurrent layers compute in bfloat16 there: not on processors without AVX-512."""
    return device != "cpu" or bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


class LayerState(NamedTuple):
    """What one layer carries from step to step.

    Attributes:
        hidden: ``(B, H)``.
        cell: ``(B, H)`` of an LSTM, else None.
        layer: whose state it is.
        gate_function: of the layer; its weights were joined once, for all steps to come.
    """

    hidden: Tensor
    cell: Tensor | None
    layer: nn.RNNBase
    gate_function: GateFunction

    def run(self, inputs: Tensor, lengths: Tensor | None = None) -> tuple[Tensor, LayerState]:
        """The layer's hidden states ``(B, T, H)`` over ``(B, T, E)``, and its state after them.

        Args:
            inputs: padded on the right.
            lengths: how many of the steps of each row count, ``(B,)``; None where all do.
        """
        hidden = self.hidden[None]
        read = (
            inputs
            if lengths is None
            else pack_padded_sequence(inputs, lengths.cpu(), True, enforce_sorted=False)
        )
        if self.cell is None:
            outputs, last = self.layer(read, hidden)
            after = self._replace(hidden=last[0])
        else:
            outputs, (last, cell) = self.layer(read, (hidden, self.cell[None]))
            after = self._replace(hidden=last[0], cell=cell[0])
        if lengths is not None:
            outputs, _ = pad_packed_sequence(outputs, True, total_length=inputs.shape[1])
        return outputs, after

    def rows(self, rows: Tensor) -> LayerState:
        """The state of some rows of the batch, ``(W,)`` of them, each as often as it is named."""
        cell = None if self.cell is None else self.cell[rows]
        return self._replace(hidden=self.hidden[rows], cell=cell)

    def after(self, step: int, trace: LayerTrace[Tensor]) -> LayerState:
        """What the layer carries on after one of the steps of its ``trace``, as a batch of one."""
        cell = None if trace.cell is None else trace.cell[step][None]
        return self._replace(hidden=trace.hidden[step][None], cell=cell)


def next_state(gates: dict[str, Tensor], previous: LayerState) -> LayerState:
    """The state after one step, from the gates of that step."""
    if previous.cell is not None:
        cell = gates["forget"] * previous.cell + gates["input"] * gates["candidate"]
        return previous._replace(hidden=gates["output"] * cell.tanh(), cell=cell)
    if "update" in gates:
        kept = gates["update"] * previous.hidden
        return previous._replace(hidden=(1 - gates["update"]) * gates["candidate"] + kept)
    return previous._replace(hidden=gates["candidate"])


class RecurrentStack(nn.Module):
    """Unidirectional recurrent layers, one above the other.

    Each layer is a module of its own, because ``nn.LSTM`` gives back the hidden states of its top
    layer only.

    Args:
        cell: kind of all cells.
        input_size: width of what is read.
        hidden_size: width of every layer.
        layers: how many.
        dropout: share dropped in training between layers.
        forget_bias: where the forget gates of an LSTM start; the higher, the longer it remembers.

    Raises:
        ValueError: there are no layers, or absurdly many.
    """

    def __init__(
        self,
        cell: CellKind,
        input_size: int,
        hidden_size: int,
        layers: int,
        dropout: float = 0.0,
        forget_bias: float = 1.0,
    ) -> None:
        super().__init__()
        if type(layers) is not int or not 1 <= layers <= MAX_LAYERS:
            raise ValueError(f"layers is {layers!r}, not a whole number from 1 to {MAX_LAYERS}")
        self.cell: CellKind = cell
        self.hidden_size = hidden_size
        self.layers = nn.ModuleList(
            _LAYERS[cell](input_size if depth == 0 else hidden_size, hidden_size, batch_first=True)
            for depth in range(layers)
        )
        self.dropout = nn.Dropout(dropout)
        self._initialise(forget_bias)

    def __iter__(self) -> Iterator[nn.RNNBase]:
        """The layers from the bottom up."""
        return (cast(nn.RNNBase, layer) for layer in self.layers)

    def _initialise(self, forget_bias: float) -> None:
        """Orthogonal recurrent weights; forget gates start open (Jozefowicz et al. 2015)."""
        for layer in self:
            weight_input, weight_state, *biases = layer.all_weights[0]
            nn.init.xavier_uniform_(weight_input)
            for block in weight_state.data.chunk(len(weight_state) // self.hidden_size):
                nn.init.orthogonal_(block)
            for bias in biases:
                nn.init.zeros_(bias)
            if self.cell == "lstm":
                forget = biases[0].data[self.hidden_size : 2 * self.hidden_size]
                nn.init.constant_(forget, forget_bias)

    def initial_state(self, batch_size: int) -> list[LayerState]:
        """Zeros for every layer, to be stepped on from with the weights as they are now."""
        zeros = next(self.parameters()).new_zeros(batch_size, self.hidden_size)
        cell = zeros if self.cell == "lstm" else None
        return [LayerState(zeros, cell, layer, gate_function(layer)) for layer in self]

    def layer_outputs(self, inputs: Tensor) -> list[Tensor]:
        """The hidden states ``(B, T, H)`` of every layer over ``inputs`` ``(B, T, E)``."""
        outputs: list[Tensor] = []
        for layer in self:
            inputs, _ = layer(self.dropout(inputs) if outputs else inputs)
            outputs.append(inputs)
        return outputs

    def forward(self, inputs: Tensor) -> Tensor:
        """The hidden states of the top layer, ``(B, T, H)``, for ``inputs`` ``(B, T, E)``."""
        return self.layer_outputs(inputs)[-1]

    def read(
        self, inputs: Tensor, state: list[LayerState], lengths: Tensor | None = None
    ) -> tuple[Tensor, list[LayerState]]:
        """``forward`` for what follows on ``state``; also the state to go on with.

        Args:
            inputs: ``(B, T, E)``, padded on the right.
            state: one entry a layer.
            lengths: how many of the steps of each row count, ``(B,)``; None where all do.
        """
        new_state: list[LayerState] = []
        for before in state:
            inputs, after = before.run(self.dropout(inputs) if new_state else inputs, lengths)
            new_state.append(after)
        return inputs, new_state

    def trace(
        self, inputs: Tensor, state: list[LayerState] | None = None
    ) -> list[LayerTrace[Tensor]]:
        """Hidden state, cell state and gates of every layer over one sequence ``(T, E)``.

        PyTorch's own layers run first: they need a fraction of the time that as many steps take,
        and the gates that they hide are one product more.

        Args:
            inputs: what is read.
            state: what it follows on, of a batch of one; zeros if not given.
        """
        traces = []
        for before in state or self.initial_state(1):
            hidden = before.run(inputs[None])[0][0]
            gates = before.gate_function(inputs, torch.cat([before.hidden, hidden[:-1]]))
            cell = None if before.cell is None else _cell_states(gates, before.cell[0])
            traces.append(LayerTrace(hidden, cell, gates))
            inputs = hidden
        return traces

    def step(
        self, inputs: Tensor, state: list[LayerState]
    ) -> tuple[Tensor, list[LayerState], list[dict[str, Tensor]]]:
        """One step of every layer, by plain matrix products.

        ``nn.LSTM`` prepares its weights anew at each call, which costs several times the step.

        Args:
            inputs: ``(B, E)``.
            state: one entry a layer, from ``initial_state`` or the step before.

        Returns:
            The top layer's hidden state ``(B, H)``, the state of every layer, its gates.
        """
        new_state, all_gates = [], []
        for previous in state:
            gates = previous.gate_function(inputs, previous.hidden)
            new_state.append(next_state(gates, previous))
            all_gates.append(gates)
            inputs = self.dropout(new_state[-1].hidden)
        return new_state[-1].hidden, new_state, all_gates


def _cell_states(gates: dict[str, Tensor], cell: Tensor) -> Tensor:
    """The cell states ``(T, H)`` of an LSTM that follow on ``cell``, by their recurrence."""
    cells = []
    for forget, written in zip(gates["forget"], gates["input"] * gates["candidate"], strict=True):
        cell = forget * cell + written
        cells.append(cell)
    return torch.stack(cells)


def in_reverse(inputs: Tensor, lengths: Tensor) -> Tensor:
    """``(B, T, E)`` with the real tokens of each row in reverse order, padding still at the end."""
    steps = torch.arange(inputs.shape[1], device=inputs.device)
    # Padding, where the difference is negative, keeps its place.
    mirrored = lengths[:, None] - 1 - steps
    source = torch.where(mirrored >= 0, mirrored, steps)
    return inputs.gather(1, source[..., None].expand_as(inputs))
