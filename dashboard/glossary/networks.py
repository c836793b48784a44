"""Terms of how networks are built and learn."""

from __future__ import annotations

from dashboard.glossary import drawings
from dashboard.glossary.term import Term, Terms
from pipelines.messages import N_

NETWORKS: Terms = {
    "neural-network": Term(
        N_("neural network"),
        N_("A long chain of simple sums whose numbers were adjusted until answers fitted."),
        N_("network; networks"),
    ),
    "recurrent-network": Term(
        N_("recurrent network"),
        N_("A network that reads one item after another and hands what it remembers on."),
        N_("recurrent networks; plain RNN; RNN"),
        drawings.LOOP,
    ),
    "unrolled": Term(
        N_("unrolled"),
        N_("The same network drawn once for each step, so that one sees what is handed on."),
        drawing=drawings.UNROLLED,
    ),
    "lstm": Term(
        N_("LSTM"),
        N_("A recurrent network whose memory runs beside it, guarded by three gates."),
        N_("LSTMs"),
        drawings.LSTM,
    ),
    "gru": Term(
        N_("GRU"), N_("A recurrent network like the LSTM, with two gates and a single state.")
    ),
    "layer": Term(
        N_("layer"),
        N_("A row of cells that work side by side; its answers are what the next layer reads."),
        N_("layers"),
    ),
    "stacked": Term(
        N_("stacked"),
        N_("Layers one above the other: each reads what the one below says at every step."),
        drawing=drawings.STACKED,
    ),
    "bidirectional": Term(
        N_("bidirectional"),
        N_("Reads a text from its beginning and from its end, so a word knows what follows."),
        N_("from both ends; from the end; reads from the end"),
        drawings.BOTH_WAYS,
    ),
    "encoder": Term(
        N_("encoder"),
        N_("The part that turns a photo into numbers; it once learnt to tell 1,000 things."),
        N_("encoders"),
    ),
    "transformer": Term(
        N_("transformer"),
        N_("A network that reads all words at once, each of them looking at all the others."),
    ),
    "baseline": Term(
        N_("baseline"),
        N_("A simpler or a different method, to see whether a model is worth its effort."),
        N_("baselines"),
    ),
    "tf-idf": Term(
        N_("TF-IDF"),
        N_("A text as counts of its words, in which words that few texts contain weigh more."),
    ),
}
MEMORY: Terms = {
    "hidden-state": Term(
        N_("hidden state"),
        N_("What a layer hands on to its next step and to whoever asks: some hundred numbers."),
        N_("state"),
    ),
    "cell-state": Term(
        N_("cell state"),
        N_("The memory of an LSTM: gates take away from it and add to it, nothing else does."),
        drawing=drawings.LSTM,
    ),
    "gate": Term(
        N_("gate"),
        N_("A valve for each cell, from 0, shut, to 1, open; the network itself moves it."),
        N_("gates; valve; valves"),
    ),
    "forget-gate": Term(
        N_("forget gate"),
        N_("Decides for each cell how much of its memory stays: open keeps it, shut drops it."),
        N_("forget gates"),
        drawings.FORGET,
    ),
    "input-gate": Term(
        N_("input gate"),
        N_("Decides for each cell how much of the new candidate is added to its memory."),
        N_("input gates"),
        drawings.INPUT,
    ),
    "output-gate": Term(
        N_("output gate"),
        N_("Decides for each cell how much of its memory shows in the hidden state."),
        N_("output gates"),
        drawings.OUTPUT,
    ),
    "update-gate": Term(
        N_("update gate"),
        N_("Decides in a GRU how much of the old state stays; the candidate makes up the rest."),
    ),
    "reset-gate": Term(
        N_("reset gate"),
        N_("Decides in a GRU how much of the old state counts in the new candidate."),
    ),
    "candidate": Term(
        N_("candidate"),
        N_("What a step would write into the memory if the gate before it were wide open."),
    ),
}
TRAINING: Terms = {
    "parameter": Term(
        N_("parameter"),
        N_("One of the numbers that a network adjusts while it learns."),
        N_("parameters; learnt numbers"),
    ),
    "epoch": Term(
        N_("epoch"),
        N_("One pass through everything that there is to learn from."),
        N_("epochs"),
    ),
    "loss": Term(
        N_("loss"),
        N_("How wrong the answers still are, as a number that training makes smaller."),
        N_("losses"),
    ),
    "validation": Term(
        N_("validation"),
        N_("On items that are kept from learning, to choose the best state of a training."),
    ),
    "test-set": Term(
        N_("test set"), N_("Items that a model is measured on once, when it is finished.")
    ),
    "backpropagation": Term(
        N_("backpropagation through time"),
        N_("How it learns: the error travels back through all steps and corrects each."),
        drawing=drawings.BACKWARD,
    ),
    "vanishing-gradient": Term(
        N_("vanishing gradient"),
        N_("On its way back the error fades, so a plain RNN hardly learns from early words."),
        N_("gradient by distance"),
        drawings.FADING,
    ),
    "quantised": Term(
        N_("quantised"),
        N_("Stored with eight bits a number: a smaller file, and almost the same answers."),
        N_("eight bits"),
    ),
}
