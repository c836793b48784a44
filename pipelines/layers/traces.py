"""What a recurrent layer did, for all who look: tensors while a network runs, arrays in results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Array = TypeVar("Array")
Other = TypeVar("Other")


@dataclass(frozen=True)
class LayerTrace(Generic[Array]):
    """State and gates of one layer, at one step ``(H,)`` or at several ``(T, H)``.

    Attributes:
        hidden: the hidden state.
        cell: the cell state of an LSTM, else None.
        gates: by name: ``input``, ``forget``, ``output`` (LSTM) or ``reset``, ``update`` (GRU) in
            [0, 1], and ``candidate`` in [-1, 1].
    """

    hidden: Array
    cell: Array | None
    gates: dict[str, Array]

    def map(self, change: Callable[[Array], Other]) -> LayerTrace[Other]:
        """The same of changed values: some steps, another kind of array."""
        return LayerTrace(
            change(self.hidden),
            None if self.cell is None else change(self.cell),
            {name: change(gate) for name, gate in self.gates.items()},
        )

    def values(self) -> list[Array]:
        """All of them: hidden state, cell state where there is one, gates."""
        return [self.hidden, *([] if self.cell is None else [self.cell]), *self.gates.values()]

    @classmethod
    def joined(
        cls, traces: Sequence[LayerTrace[Array]], join: Callable[[list[Array]], Array]
    ) -> LayerTrace[Array]:
        """One trace of several of the same layer, for example by ``torch.cat`` or ``np.stack``."""
        cells = [trace.cell for trace in traces if trace.cell is not None]
        return cls(
            join([trace.hidden for trace in traces]),
            join(cells) if cells else None,
            {name: join([trace.gates[name] for trace in traces]) for name in traces[0].gates},
        )
