"""Recurrent layers that can be run whole, one step at a time, or with every gate laid open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, cast, get_args

import torch
from torch import Tensor, nn
from torch.nn import functional as F

CellKind = Literal["rnn", "gru", "lstm"]
CELL_KINDS: tuple[CellKind, ...] = get_args(CellKind)
MAX_LAYERS = 64
# From inputs ``(..., E)`` and the hidden states before them ``(..., H)``, name to ``(..., H)``.
GateFunction = Callable[[Tensor, Tensor], dict[str, Tensor]]
_LAYERS: dict[CellKind, Callable[..., nn.RNNBase]] = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}


class LayerState(NamedTuple):
    """What one layer carries from step to step.

    Attributes:
        hidden: ``(B, H)``.
        cell: ``(B, H)`` of an LSTM, else None.
        gate_function: of the layer; its weights were joined once, for all steps to come.
    """

    hidden: Tensor
    cell: Tensor | None
    gate_function: GateFunction


@dataclass(frozen=True)
class LayerTrace:
    """What one layer did over ``T`` steps.

    Attributes:
        hidden: ``(T, H)``.
        cell: ``(T, H)``, or None where the cell kind has none.
        gates: name to ``(T, H)``; input, forget, output of an LSTM, reset and update of a GRU
            lie in [0, 1]; ``candidate`` lies in [-1, 1].
    """

    hidden: Tensor
    cell: Tensor | None
    gates: dict[str, Tensor]

    def turned_round(self) -> LayerTrace:
        """The same steps, the last one first."""
        cell = None if self.cell is None else self.cell.flip(0)
        gates = {name: gate.flip(0) for name, gate in self.gates.items()}
        return LayerTrace(self.hidden.flip(0), cell, gates)


def gate_function(layer: nn.RNNBase) -> GateFunction:
    """All gates of one layer, at any number of steps at once.

    Every previous hidden state is known once the layer has run, so the gates of a whole sequence
    are one matrix product, of ``[input, hidden]`` with the joined weights; not a loop. A GRU takes
    two, because its reset gate acts between the two parts of the candidate. The notation is that
    of Hochreiter & Schmidhuber (1997) with the forget gate of Gers et al. (2000), and of Cho et al.
    (2014) for the GRU.

    Args:
        layer: a layer of depth one, whose weights count as they are now.
    """
    weight_input, weight_state, bias_input, bias_state = layer.all_weights[0]
    if isinstance(layer, nn.GRU):
        return lambda inputs, previous: _gru_gates(
            F.linear(inputs, weight_input, bias_input), F.linear(previous, weight_state, bias_state)
        )
    weight, bias = torch.cat([weight_input, weight_state], dim=1), bias_input + bias_state
    activate = _lstm_gates if isinstance(layer, nn.LSTM) else _rnn_gates
    return lambda inputs, previous: activate(
        F.linear(torch.cat([inputs, previous], dim=-1), weight, bias)
    )


def _lstm_gates(product: Tensor) -> dict[str, Tensor]:
    i, f, g, o = product.chunk(4, dim=-1)
    return {
        "input": i.sigmoid(),
        "forget": f.sigmoid(),
        "output": o.sigmoid(),
        "candidate": g.tanh(),
    }


def _rnn_gates(product: Tensor) -> dict[str, Tensor]:
    return {"candidate": product.tanh()}


def _gru_gates(from_input: Tensor, from_state: Tensor) -> dict[str, Tensor]:
    input_r, input_z, input_n = from_input.chunk(3, dim=-1)
    state_r, state_z, state_n = from_state.chunk(3, dim=-1)
    reset = (input_r + state_r).sigmoid()
    return {
        "reset": reset,
        "update": (input_z + state_z).sigmoid(),
        "candidate": (input_n + reset * state_n).tanh(),
    }


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
        return [LayerState(zeros, cell, gate_function(layer)) for layer in self]

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

    def trace(self, inputs: Tensor) -> list[LayerTrace]:
        """Hidden state, cell state and gates of every layer over one sequence ``(T, E)``.

        PyTorch's own layers run first: they need a fraction of the time that as many steps take,
        and the gates that they hide are one product more.
        """
        traces = []
        for layer, outputs in zip(self, self.layer_outputs(inputs[None]), strict=True):
            hidden = outputs[0]
            previous = F.pad(hidden, (0, 0, 1, 0))[:-1]
            gates = gate_function(layer)(inputs, previous)
            cell = _cell_states(gates) if self.cell == "lstm" else None
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


def _cell_states(gates: dict[str, Tensor]) -> Tensor:
    """The cell state ``(T, H)`` of an LSTM, from its gates, by its elementwise recurrence."""
    cell = torch.zeros_like(gates["forget"][0])
    cells = []
    for forget, written in zip(gates["forget"], gates["input"] * gates["candidate"], strict=True):
        cell = forget * cell + written
        cells.append(cell)
    return torch.stack(cells)
