"""The memory of a recurrent layer as a ledger: who wrote what into it, and what is left of it.

The cell state of an LSTM is exactly a sum. Each step adds its input gate × candidate, and every
forget gate since has multiplied it: ``c_t = Σ_s i_s ⊙ g_s ⊙ f_{s+1} ⊙ … ⊙ f_t``. The hidden state
of a GRU is the same sum of ``(1 − z_s) ⊙ n_s``, kept by its update gates z. What is left of a step
is its part.

A part says when something was written, not by which word alone: the gates and the candidate of a
step hang on its word and on the hidden state before it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.layers.traces import LayerTrace

SPAN = 256  # Steps back that are told apart; the sums of all that is older stay exact.


@dataclass(frozen=True)
class Shares:
    """How much of a memory each step's part makes up, at every step.

    The size of a part is the sum of its magnitudes over all units, and its share is that of the
    size of all parts together. So shares lie in [0, 1], add up to 1, and those of a phrase are the
    sum of its words'. A part's own size never grows, as gates only shrink it; its share grows
    where others are forgotten faster. Shares do not say which parts pull against one another: the
    projection of parts on the state would, but it has negative shares, and no bound where parts
    cancel.

    Attributes:
        recent: ``(T, N)``, at row t and column a of what was written a steps before; 0 where that
            is before the first step.
        earlier: ``(T,)``, of all that was written ``N`` or more steps before.
        carried: ``(T,)``, of the state that was there before the first step.
        sizes: ``(T,)``, of all parts together. A share times it is the size of a part.

    All shares are NaN where the memory is empty.
    """

    recent: np.ndarray
    earlier: np.ndarray
    carried: np.ndarray
    sizes: np.ndarray


@dataclass(frozen=True)
class Ledger:
    """What each step wrote into the memory of one layer, and kept of what was there before it.

    Attributes:
        written: ``(T, H)``, what each step added, in the order of reading.
        kept: ``(T, H)``, the gate in [0, 1] by which each step multiplied what was there.
        carried: ``(H,)``, what the first step kept of the state before it. Of a captioner that is
            the photo, which was read before; of a reader that starts empty it is rounding.
    """

    written: np.ndarray
    kept: np.ndarray
    carried: np.ndarray

    @classmethod
    def of(cls, trace: LayerTrace[np.ndarray]) -> Ledger | None:
        """The ledger of a layer; None of a plain RNN, which has none.

        A plain RNN writes its whole state anew, as the tanh of a product in which all that was
        there is mixed with the word. Nothing passes unchanged but for a factor, so its state is no
        sum of what steps wrote.

        Args:
            trace: what the layer did, ``(T, H)``, in the order of reading.
        """
        # Half precision, in which traces are kept, could not hold the sums.
        memory = (trace.hidden if trace.cell is None else trace.cell).astype(np.float32)
        gates = trace.map(lambda values: values.astype(np.float32, copy=False)).gates
        if trace.cell is not None:
            kept, written = gates["forget"], gates["input"] * gates["candidate"]
        elif "update" in gates:
            kept, written = gates["update"], (1 - gates["update"]) * gates["candidate"]
        else:
            return None
        return cls(written, kept, memory[0] - written[0])

    def parts(self, step: int) -> np.ndarray:
        """What is left at a step of all that was written; all rows add up to the state.

        Returns:
            ``(step + 2, H)``: of the state before the first step, then of each step up to this one.

        Raises:
            IndexError: there is no such step.
        """
        step = range(len(self.written))[step]
        since = np.ones_like(self.kept[: step + 1])
        since[:-1] = self.kept[step:0:-1].cumprod(axis=0)[::-1]
        return np.concatenate([self.carried[None] * since[0], self.written[: step + 1] * since])

    def left(self, step: int) -> np.ndarray:
        """Share of what one step wrote that is left at it, which is 1, and at each later one.

        Returns:
            ``(T - step,)``, in [0, 1] and never growing; NaN if it wrote nothing.

        Raises:
            IndexError: there is no such step.
        """
        step = range(len(self.written))[step]
        wrote = np.abs(self.written[step])
        since = np.ones_like(self.kept[step:])
        since[1:] = self.kept[step + 1 :].cumprod(axis=0)
        sizes = since @ wrote
        return _share(sizes, sizes[0])

    def shares(self, span: int = SPAN) -> Shares:
        """How much of the memory each step's part makes up, in memory of ``span`` parts.

        Args:
            span: how many steps back are told apart.
        """
        steps, units = self.written.shape
        span = min(span, steps)
        # Gates are never negative, so magnitudes are kept as the parts themselves are. The last
        # rows are what left the ring, and what was there before the first step.
        sizes = np.zeros((span + 2, units), np.float32)
        ring, earlier, carried = sizes[:span], sizes[span], sizes[span + 1]
        told = np.zeros((steps, span + 2), np.float32)
        ages, every_unit = np.arange(span), np.ones(units, np.float32)
        for step in range(steps):
            slot = step % span
            if step == 0:
                carried[:] = np.abs(self.carried)
            else:
                sizes *= self.kept[step]
                earlier += ring[slot]
            ring[slot] = np.abs(self.written[step])
            now = sizes @ every_unit
            told[step, :span] = now[(slot - ages) % span]
            told[step, span:] = now[span:]
        total = told.sum(axis=1)
        shares = _share(told, total[:, None])
        return Shares(shares[:, :span], shares[:, span], shares[:, span + 1], total)


def shown(trace: LayerTrace[np.ndarray]) -> np.ndarray:
    """By what each unit of the memory has to be multiplied to give the hidden state, ``(T, H)``.

    So a hidden state is the sum of as many parts as the memory, and what is read from it by a
    matrix can be shared out. A GRU shows its memory as it is. An LSTM shows ``o ⊙ tanh(c)``, and
    tanh is no sum: it is shared in proportion, each part times ``o ⊙ tanh(c) / c``. For the tanh of
    a sum that is the integrated gradient (Sundararajan et al. 2017) from an empty memory; the
    factor lies in [0, 1] and has no pole. It is not what would be shown without a part.
    """
    if trace.cell is None:
        return np.ones(trace.hidden.shape, np.float32)
    cell = trace.cell.astype(np.float32)
    slope = np.divide(np.tanh(cell), cell, out=np.ones_like(cell), where=cell != 0)
    opened: np.ndarray = trace.gates["output"].astype(np.float32) * slope
    return opened


def _share(sizes: np.ndarray, total: np.ndarray) -> np.ndarray:
    empty = np.full_like(sizes, np.nan)
    shares: np.ndarray = np.divide(sizes, total, out=empty, where=total > 0)
    return shares
