"""Terms of what networks answer, and of what that is worth."""

from __future__ import annotations

from dashboard.glossary import drawings
from dashboard.glossary.term import Term, Terms
from pipelines.messages import N_

WORDS: Terms = {
    "token": Term(
        N_("token"),
        N_("A word, a number or a mark: one of the pieces in which a text is read."),
        N_("tokens"),
    ),
    "vocabulary": Term(
        N_("vocabulary"), N_("The list of words that a model has learnt; others it must guess.")
    ),
    "word-vector": Term(
        N_("word vector"),
        N_("A word as a row of numbers; words that are used alike have similar ones."),
        N_("word vectors"),
    ),
    "slot": Term(
        N_("slot"),
        N_("A detail that a request may name, such as a place, a time or a number of people."),
        N_("slots"),
    ),
    "intent": Term(
        N_("intent"),
        N_("What a whole request is for, such as booking a table: one of seven here."),
        N_("intents"),
    ),
    "next-word": Term(
        N_("next candidates"),
        N_("The words that could come next, each with its probability."),
        N_("candidates"),
    ),
    "beam": Term(
        N_("beam"),
        N_("A search that keeps several beginnings alive and goes on with the best of them."),
        N_("beam search"),
        drawings.BEAM,
    ),
    "greedy": Term(
        N_("greedy"), N_("Takes the most probable word at every step and never looks back.")
    ),
    "sample": Term(N_("sample"), N_("Draws each word by lot, as often as its probability says.")),
    "temperature": Term(
        N_("temperature"),
        N_("Below 1 a draw favours probable words even more, above 1 it grows bolder."),
    ),
    "top-k": Term(N_("top-k"), N_("Only the k most probable words take part in the draw.")),
    "top-p": Term(
        N_("top-p"), N_("Only the most probable words, up to p of all probability, take part.")
    ),
    "length-penalty": Term(
        N_("length penalty"),
        N_("Makes up for the probability that every further word costs: more favours length."),
    ),
    "seed": Term(
        N_("seed"), N_("The number that a draw starts from: the same one draws the same again.")
    ),
    "log-probability": Term(
        N_("log-probability"),
        N_("A probability so small that its logarithm is given: 0 is certain, −0.7 is half."),
        N_("log probability"),
    ),
    "words-to-choose-from": Term(
        N_("words to choose from"),
        N_("How open a choice is: as open as among so many words that are equally probable."),
        drawing=drawings.DOUBT,
    ),
    "attention": Term(
        N_("attention"),
        N_("A look back at all that was read, in which what fits best counts most."),
    ),
}
ANSWERS: Terms = {
    "calibrated": Term(
        N_("calibrated"),
        N_("Of 100 answers that are given with 90 %, about 90 are right."),
        N_("calibrated probability; calibration"),
        drawings.CALIBRATED,
    ),
    "calibration-error": Term(
        N_("calibration error"),
        N_("By how many points, on average, what was said misses what came true."),
        N_("expected calibration error"),
    ),
    "logit": Term(
        N_("logit"),
        N_("The number behind a probability, without bounds; 0 stands for 50 %."),
    ),
    "gradient": Term(
        N_("gradient"),
        N_("How much an answer would change if a number inside changed a little."),
        N_("gradients"),
    ),
    "integrated-gradients": Term(
        N_("integrated gradients"),
        N_("Shares an answer out among the words, while they fade in from nothing."),
    ),
    "rank-correlation": Term(
        N_("rank correlation"),
        N_("How alike two orders are: 1 the same, 0 unrelated, −1 the reverse."),
    ),
    "behaviour-test": Term(
        N_("behaviour test"),
        N_("Short texts that were written to try a single ability, such as negation."),
        N_("behaviour tests"),
    ),
}
SCORES: Terms = {
    "accuracy": Term(N_("accuracy"), N_("How many of 100 answers are right.")),
    "f1": Term(
        N_("F1"), N_("High only if most of what was found is right and most of it was found.")
    ),
    "precision": Term(N_("precision"), N_("How many of 100 things that were found are right.")),
    "recall": Term(N_("recall"), N_("How many of 100 things that are there were found.")),
    "auc": Term(
        N_("AUC"),
        N_("How often, of 100 pairs, the positive text gets the higher answer."),
        N_("ROC-AUC"),
    ),
    "chrf": Term(
        N_("chrF"),
        N_(
            "How many runs of one to six letters a text shares with those that people wrote, from "
            "0 to 100."
        ),
    ),
    "bleu": Term(
        N_("BLEU"),
        N_("How many runs of one to four words a text shares with people's."),
    ),
    "rouge-l": Term(
        N_("ROUGE-L"),
        N_("How long a sequence of words a caption shares, in order, with people's captions."),
    ),
    "cider-d": Term(
        N_("CIDEr-D"),
        N_("How alike a caption and people's captions are; rare words count for more."),
    ),
    "wilson-interval": Term(
        N_("Wilson interval"),
        N_("A range around a measured share; 95 of 100 such ranges hold the true one."),
        N_("interval; intervals"),
        drawings.INTERVAL,
    ),
    "mcnemar": Term(
        N_("McNemar's test"),
        N_("Asks of two models whether what only one gets right could be chance."),
    ),
    "bootstrap": Term(
        N_("paired bootstrap"),
        N_("Draws the test anew from itself, to see how far a lead would move by chance."),
        N_("bootstrap"),
    ),
}
