"""What is said while a script is performed: to its speaker, and to whoever tours it alone."""

from __future__ import annotations

from pipelines.messages import N_

SCRIPT = {
    "on": N_("On"),
    "before": N_("Back"),
    "hold": N_("Pause or play"),
    "next_scene": N_("Next scene"),
    "scene_before": N_("Scene before"),
    "open_desk": N_("Presenter window"),
    "desk": N_("Presenter window"),
    "desk_missing": N_(
        "No stage answers. Open Present in this browser, in a window of its own, and leave it open."
    ),
    "desk_present": N_("Open Present"),
    "desk_scene": N_("Scene {n} of {of}"),
    "desk_say": N_("To say"),
    "desk_step": N_("Step {n} of {of}."),
    "desk_dark": N_("The stage is dark; B lights it again."),
    "desk_stop": N_("The next key plays on and stops at {n}."),
    "desk_end": N_("The next key plays to the end."),
    "desk_inside": N_("The next key opens the inside."),
    "desk_next": N_("The next key brings the next scene."),
    "desk_over": N_("That was all."),
    "desk_then": N_("Next: {scene}"),
    "desk_last": N_("This is the last scene."),
    "desk_reveal": N_("The next key reveals the answer."),
    "desk_asks": N_("Click a choice for each hand, or press its number."),
    "desk_told": N_("The answer is on stage."),
    "clock_of": N_("of {whole}"),
    "clock_hold": N_("Pause clock"),
    "clock_on": N_("Clock goes on"),
    "clock_reset": N_("Reset clock"),
    "clock_held": N_("paused"),
    "clock_waits": N_("begins with the first key"),
    "on_time": N_("on time"),
    "late": N_("late by {by}"),
    "early": N_("early by {by}"),
    "tour": N_("Guided tour"),
    "tour_on": N_("Tour goes on"),
    "tour_again": N_("Tour once more"),
    "tour_end": N_("End of the tour"),
}
