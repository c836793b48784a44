"""The gates of a recurrent layer, which PyTorch's own layers hide."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

# From inputs ``(..., E)`` and the hidden states before them ``(..., H)``, name to ``(..., H)``.
GateFunction = Callable[[Tensor, Tensor], dict[str, Tensor]]


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
