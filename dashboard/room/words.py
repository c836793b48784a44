"""What the pages on phones say, by name."""

from __future__ import annotations

from pipelines.messages import N_

WORDS = {
    "title": N_("The room and the machine"),
    "wait": N_("You are in. The next question comes here."),
    "in": N_("Your vote is in."),
    "closed": N_("That was too late: the question is closed."),
    "right": N_("True: {choice}"),
    "you_were_right": N_("You were right."),
    "machine": N_("The machine: {choice}"),
    "thanks": N_("Thank you."),
    "lost": N_("No connection. It tries again by itself."),
    "full": N_("The room is full. It tries again by itself."),
    "stranger": N_("This is not the code of this show. Scan it once more."),
    "remote": N_("Remote"),
    "next": N_("On"),
    "back": N_("Back"),
    "next_example": N_("Next scene"),
    "example_before": N_("Scene before"),
    "blank": N_("Blank"),
    "guess": N_("Guess first"),
    "reveal": N_("Reveal"),
}
