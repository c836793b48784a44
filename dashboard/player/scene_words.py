"""What each scene of the player says, beside what every one of them does; and the terms it uses."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.messages import N_

SCENES: Mapping[str, Mapping[str, str]] = {
    "reading": {
        "gives_legend": N_(
            "Under a word: what its part of the memory gives the answer, blue upwards for "
            "positive, orange downwards for negative. It may speak on when the memory has lost it, "
            "as most models also read their answer from earlier states."
        ),
        "gives_for": N_("It gives {share} of all that speaks for positive."),
        "gives_against": N_("It gives {share} of all that speaks for negative."),
        "positive": N_("positive"),
        "negative": N_("negative"),
        "answer": N_("{label}, {share}"),
        "not_sure": N_("not sure"),
        "undecided": N_("undecided"),
        "answer_open": N_("{verdict}, {share} positive"),
        "clearly_positive": N_("clearly positive"),
        "clearly_negative": N_("clearly negative"),
        "leaning_positive": N_("leaning positive"),
        "leaning_negative": N_("leaning negative"),
        "so_far": N_("so far"),
        "more_positive": N_("{points} points more positive by “{word}”"),
        "more_negative": N_("{points} points more negative by “{word}”"),
        "both_ends": N_("Two readers, one from each end: the answer comes when both are through"),
        "speaks_for": N_("“{word}” speaks for {label}"),
        "speaks_neither": N_("“{word}” speaks for neither"),
        "dial": N_("{share} positive; undecided from {low} to {high}"),
        "dial_without": N_("No answer between the two"),
        "unknown": N_("{said}, a word it does not know"),
        "word": N_("Word {n}, {word}: {answers}"),
        "no_label": N_("no label"),
        "label": N_("{label} {share}"),
        "label_or": N_("{label} {share}, or {other} {other_share}"),
        "or": N_("or {label} {share}"),
        "nearly_certain": N_("over 99%"),
        "nearly_certain_short": N_(">99%"),
        "label_later": N_("“{word}”: its label comes after the last word"),
        "label_of": N_("“{word}”: {label}"),
        "no_label_yet": N_("no label yet"),
        "no_answer_yet": N_("No answer yet"),
        "text_so_far": N_("{label}; the text so far: {answer}"),
        "what_if": N_("What if “{word}” were read"),
        "remove": N_("without it"),
        "negate": N_("with “not”"),
        "replace": N_("with this instead:"),
        "another_hint": N_("another word"),
        "another": N_("Another word"),
        "undo": N_("Undo"),
        "keep": N_("Put it on stage"),
        "as_it_stands": N_("As it stands"),
        "colours": N_("Colour: the answer up to that word"),
        "asks_opinion": N_("Positive or negative?"),
        "asks_opinion_so_far": N_("Up to here: positive or negative?"),
        "asks_label": N_("Which label does “{word}” get?"),
    },
    "writing": {
        "gives_legend": N_(
            "Below: what each part of the memory gives the word that comes next, upwards for it, "
            "downwards against it."
        ),
        "gives_for": N_("It gives {share} of all that speaks for the next word."),
        "gives_against": N_("It gives {share} of all that speaks against the next word."),
        "the_end": N_("the end"),
        "go_on": N_("Go on with “{word}”"),
        "not_allowed": N_("banned, or another word is forced here"),
        "ban": N_("Never say “{word}”"),
        "take_back": N_("Take back: {wish}"),
        "undo": N_("Undo"),
        "another_way": N_("Say it another way"),
        "least_sure": N_("Never say “{word}”, of which it was least sure"),
        "steer_hint": N_("Click a word: it goes on from there; ✕ bans it"),
        "cover": N_("Cover a part"),
        "cover_title": N_("Drag over the photo, or press to move a rectangle by keys"),
        "cover_keys": N_("A part of the photo: arrows move it, + and − size it, Enter covers it"),
        "cover_at": N_("{left} from the left, {top} from the top, {width} wide, {height} high"),
        "doubt": N_("Next, words to choose from: about {n}"),
        "doubt_after": N_("After “{word}”, words to choose from: about {n}"),
        "doubt_first": N_("After the photo, words to choose from: about {n}"),
        "doubt_after_sentence": N_("After the sentence, words to choose from: about {n}"),
        "reads_from_end": N_(
            "It reads from the last word to the first, so that the beginning, of which it writes "
            "first, is freshest."
        ),
        "reads_in_order": N_("It reads from the first word to the last."),
        "out_of_sight": N_("The network that writes never sees this sentence."),
        "looks_back": N_("At every word that it writes it looks back: the deeper, the longer."),
        "never_seen": N_("It has never seen this word"),
        "is_read": N_("“{word}” is read"),
        "writes_nothing_yet": N_("It writes nothing before it has read to the end."),
        "memory_squares": N_("The memory, {n} numbers as coloured squares"),
        "memory_reads": N_("Its memory after “{word}”: {n} numbers, a square each."),
        "memory_full": N_(
            "All that it knows of the sentence now lies in these {n} numbers. They are handed over."
        ),
        "memory_writes": N_(
            "It was given these {n} numbers and nothing else; with every word they change."
        ),
        "memory_looks": N_("It was given {n} numbers, and may look back at the sentence."),
        "beam": N_("The beam: {said}"),
        "beam_head": N_("The beam, sentences it weighs against each other:"),
        "beam_behind": N_("Bold wins in the beam: its whole sentence is likelier for its length."),
        "hardly_any": N_("under {share}"),
        "tried": N_("All that it tried, as a tree"),
        "asks_word": N_("Which word comes next?"),
    },
    "watching": {
        "frame": N_("Frame {n}: {answers}"),
        "label": N_("{label} {share}"),
        "or": N_("or {label} {share}"),
        "not_sure": N_("not sure"),
        "nearly_certain": N_("over 99%"),
        "path": N_("The path up to frame {n}, in the colours of its labels"),
        "film": N_("Frame {n} of the film"),
        "truth": N_("what it truly is"),
        "asks_frames": N_("Which movement is this?"),
        "cells_pad": N_("Pad: draw a shape; arrow keys move, space fills or empties"),
        "cells_pad_hint": N_("Draw a shape, by mouse, finger or keys; solid ones are read best."),
        "cell_here": N_("Row {row}, column {column}"),
        "cell_here_lit": N_("Row {row}, column {column}, filled"),
        "clear": N_("Clear"),
        "pad": N_("Pad: draw with mouse or finger, or hold arrow keys"),
        "pad_hint": N_("Draw here, by mouse or finger; arrow keys draw once Tab has led here."),
    },
    "plotting": {
        "by": N_("{y} by {x}: {curves}"),
        "at_step": N_("{x} {n}: {values}"),
        "no_value": N_("no value here"),
        "highest": N_("the highest so far"),
        "lowest": N_("the lowest so far"),
        "said_next": N_("next {value}"),
        "off_near": N_("off by {near} on average"),
        "off": N_("off by {near} on average, {n} ahead by {far}"),
        "sees_only": N_("sees only these {n}"),
        "learnt_until_here": N_("learnt until here"),
        "asks_next": N_("Does the next value rise or fall?"),
        "rises": N_("It rises"),
        "falls": N_("It falls"),
    },
    "picturing": {},
}

_OF_LAYERS = (
    *("forget-gate", "input-gate", "output-gate", "update-gate", "reset-gate"),
    *("candidate", "cell-state", "hidden-state", "unrolled"),
)
# What its scripts explain, by the names of the glossary: ``term("forget-gate")``.
TERMS_OF: Mapping[str, tuple[str, ...]] = {
    "reading": _OF_LAYERS,
    "writing": (*_OF_LAYERS, "words-to-choose-from", "beam"),
    "watching": _OF_LAYERS,
    "plotting": (),
    "picturing": (),
}
