"""What the player itself says in the browser: sentences with fields, which its scripts fill in.

The scripts know each by its name here, ``say("what_if", { word })``, and hold none of their own.
"""

from __future__ import annotations

from dashboard.glossary.component import in_words
from dashboard.language import told
from dashboard.player.scene_words import SCENES, TERMS_OF
from dashboard.player.script_words import SCRIPT
from pipelines.messages import N_

_ALL = {
    "player": N_("Player"),
    "playback": N_("Playback"),
    "first": N_("To the start"),
    "first_title": N_("To the start (Home)"),
    "back": N_("One step back"),
    "back_title": N_("One step back (←)"),
    "play": N_("Play"),
    "pause": N_("Pause"),
    "play_title": N_("Play or pause (space)"),
    "next": N_("One step on"),
    "next_title": N_("One step on (→)"),
    "last": N_("To the end"),
    "last_title": N_("To the end (End)"),
    "step": N_("Step"),
    "speed": N_("Speed"),
    "link": N_("Copy link"),
    "copied": N_("Copied"),
    "copied_without": N_("Copied, without {what}"),
    "not_copied": N_("Copy it from the address bar"),
    "add_scene": N_("Add to my script"),
    "add_scene_title": N_("As a scene of the script on the page “Present”, up to this step"),
    "project": N_("Nothing but the stage"),
    "project_title": N_("Nothing but the stage (F)"),
    "hands": N_("On stage"),
    "next_example": N_("Next example"),
    "example_before": N_("Example before"),
    "blank": N_("Blank"),
    "anew": N_("Begin anew"),
    "save_step": N_("Save picture"),
    "guess": N_("Guess first"),
    "guess_how": N_("Click a choice for each hand, press its number, or type how many."),
    "guess_hands": N_("Hands for {choice}"),
    "guess_reveal": N_("Reveal"),
    "guess_next": N_("Next question"),
    "guess_right": N_("true"),
    "guess_machine": N_("the machine"),
    "guess_score": N_("Room {room} · machine {machine} of {of}"),
    "guess_agreed": N_("Room and machine agreed {n} of {of} times"),
    "guess_tie": N_("A tie: the room has no answer, so it does not count."),
    "guess_none": N_("No hands were counted, so the score stays."),
    "guess_reset": N_("Score to zero"),
    "room_asks": N_("What does the room say?"),
    "room_how": N_("Enter has it read. Page down goes on with a text that is ready."),
    "room_reads": N_("It is being read …"),
    "room_not_heard": N_(
        "No server answers, so it cannot be read. Page down goes on with a text that is ready."
    ),
    "phones": N_("Phones"),
    "phones_code": N_("The code that phones scan to come in"),
    "phones_here": N_("Phones here: {n}"),
    "phones_voted": N_("{n} of {of} have voted"),
    "phones_lost": N_("Phones are out of reach; hands can be counted."),
    "phones_correct": N_("Correct by hand"),
    "think": N_("What did you think?"),
    "thought_asked": N_("Did you understand it?"),
    "thought_yes": N_("Understood"),
    "thought_no": N_("Not understood"),
    "thought_done": N_("Done"),
    "thought_thanks": N_("Thank you."),
    "show_inside": N_("Inside"),
    "next_language": N_("Language"),
    "tell_keys": N_("Keys"),
    "leave": N_("Leave"),
    "all_keys": N_("What the keys do"),
    "close": N_("Close"),
    "key_space": N_("Space"),
    "key_home": N_("Home key"),
    "key_end": N_("End"),
    "key_page_down": N_("Page down"),
    "key_page_up": N_("Page up"),
    "key_escape": N_("Escape"),
    "save": N_("Save"),
    "save_png": N_("This step as a picture (PNG)"),
    "save_inside": N_("This step with the inside of the network (PNG)"),
    "save_svg": N_("This step as a drawing (SVG)"),
    "save_webm": N_("The show as a film (WebM)"),
    "save_html": N_("The show as a page that plays without a server (HTML)"),
    "saving": N_("Saving …"),
    "recording": N_("Recording {n} of {of}"),
    "saved": N_("Saved"),
    "not_saved": N_("That did not work"),
    "percent": N_("{n}%"),
    "inside": N_("Inside the network"),
    "single_cells": N_("Single cells"),
    "coloured_by": N_("The words are coloured by {cell}: the higher it stands, the deeper."),
    "colour_hint": N_("Click a cell to colour the words by it, and once more to end that."),
    "layer": N_("Layer"),
    "ledger": N_("What the memory is made of"),
    "ledger_keys": N_("Words in the memory; up and down move between them"),
    "ledger_legend": N_(
        "Dashed: what a word wrote into the memory. Filled: what is left of it. The number is its "
        "share of the whole memory. It says when something was written; what was read before had "
        "its part in that."
    ),
    "ledger_earlier": N_("all earlier words"),
    "ledger_new": N_("“{word}” has just written {share} of the memory."),
    "ledger_cost": N_(
        "“{word}” has just written {share} of the memory. That cost “{other}” most: {left} of what "
        "it wrote is left."
    ),
    "ledger_left": N_(
        "“{word}” makes up {share} of the memory; {left} of what it wrote is left, most was lost "
        "at “{at}”."
    ),
    "ledger_gone": N_("Nothing is left of what “{word}” wrote; most was lost at “{at}”."),
    "ledger_unread": N_("“{word}” has not been read yet."),
    "no_ledger": N_(
        "A plain RNN writes its whole state anew at every word, through a tanh that mixes all it "
        "held. So nobody can say which word wrote what of it: nothing passes unchanged."
    ),
    "valves": N_("What the gates do"),
    "usually": N_("usually {share}"),
    "unrolled": N_("The network, word by word"),
    "unrolled_how": N_(
        "A word comes in from below, the memory from the word before. Valves decide what is kept, "
        "what is written and what is shown; the answer goes out above."
    ),
    "unrolled_pooled": N_("It is read from what all cells so far have shown."),
    "unrolled_from_end": N_("The upper cells have read from the end already."),
    "unrolled_photo": N_("The photo comes in once; each word that is written is read next."),
    "unrolled_sentence": N_(
        "Where it says so, a second network takes over the memory of the one that has read; then "
        "each word that is written is read next."
    ),
    "handed_over": N_("handed over"),
    "takes_in": N_("Takes in"),
    "mixes": N_("Mixes all anew"),
    "opened_by": N_("{does} {share}"),
    "cell": N_("Step {n}, “{word}”: {done}"),
    "all_cells": N_("All {n} cells"),
    "cells_order": N_("One column a cell; those that move most in this text come first."),
    "legend_gate": N_("gate: shut to open"),
    "legend_state": N_("state: −1 to +1"),
    "gate_open": N_("{strip}, {share} open"),
    "state_values": N_("{strip}, {n} values"),
}


def terms_of(scene: str) -> dict[str, dict[str, str]]:
    """The terms of a scene by their names, in the viewer's language."""
    return {name: in_words(name) for name in TERMS_OF[scene]}


def words_of(scene: str) -> dict[str, str]:
    """What the player says with a scene, by name, in the viewer's language."""
    return {name: told(text) for name, text in {**_ALL, **SCENES[scene]}.items()}


def words_of_script() -> dict[str, str]:
    """What is said with a script, by name, in the viewer's language."""
    return {name: told(text) for name, text in {**_ALL, **SCRIPT}.items()}
