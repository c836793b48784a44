"""The room: which phones are there, what the stage asks, and what they said. It knows no web.

The window that is the stage says again and again what it asks, and is told what came. So nothing
is lost when either is started anew: the stage says it once more, and a phone remembers its vote.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from secrets import token_hex
from typing import Any

from pipelines.errors import InputError

MOST_PHONES, MOST_OF_ADDRESS = 500, 300  # A room is often behind a single address.
MOST_TABS = 4  # Of one phone: a tab that was copied has its name, too.
MOST_CHOICES, MOST_CHARACTERS = 5, 300
# Names of acts that a player knows; a script takes another example for another scene.
ACTS = ("next", "back", "play", "next_example", "example_before", "blank", "guess")
MOST_ACTS = 8
ACT_LASTS = 2.0  # Seconds; what was pressed while no stage was there is not done later.
SILENT_AFTER = 2.0  # Seconds after which another window may be the stage.


@dataclass(frozen=True)
class Question:
    """What the stage asks.

    Attributes:
        name: tells it from every other one, in whatever language it is asked.
        choices: two to five.
        told: whether the answer is shown.
        right, machine: the places of these choices; None where nobody knows.
    """

    name: str
    asked: str
    choices: tuple[str, ...]
    told: bool = False
    right: int | None = None
    machine: int | None = None

    def __post_init__(self) -> None:
        if not 2 <= len(self.choices) <= MOST_CHOICES:
            raise InputError("A question has 2 to 5 choices, not {n}.", n=len(self.choices))
        if max(map(len, (self.name, self.asked, *self.choices))) > MOST_CHARACTERS:
            raise InputError("A question is longer than {n} characters.", n=MOST_CHARACTERS)
        for place in (self.right, self.machine):
            if place is not None and not 0 <= place < len(self.choices):
                raise InputError("There is no choice number {n}.", n=place)


def read_question(value: Any) -> Question | None:
    """The question that parsed JSON holds.

    Raises:
        InputError: it is none.
    """
    match value:
        case None:
            return None
        case {
            "name": str(name),
            "asked": str(asked),
            "choices": [*choices],
            "told": bool(told),
            "right": int() | None as right,
            "machine": int() | None as machine,
        } if all(isinstance(choice, str) for choice in choices):
            return Question(name, asked, tuple(choices), told, right, machine)
    raise InputError("{what!r:.80} is no question.", what=value)


class Room:
    """Who is there, what is asked, and what they said; one event loop touches it.

    Args:
        changed: called when phones are to be told something else.
        clock: seconds, which only grow.
    """

    def __init__(
        self,
        changed: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._changed, self._clock = changed, clock
        self.name = token_hex(4)  # So that one that was opened anew is known for it.
        self.question: Question | None = None
        self.language = "en"
        self._phones: dict[str, str] = {}  # By their own names, with their addresses.
        self._here: Counter[str] = Counter()
        self._votes: dict[str, int] = {}
        self._acts: deque[tuple[float, str]] = deque(maxlen=MOST_ACTS)
        self._stage, self._leads, self._heard = "", False, float("-inf")

    def join(self, phone: str, address: str) -> bool:
        """Let a phone in, or in once more; whether there is room for it."""
        if self._here[phone] >= MOST_TABS:
            return False
        if phone not in self._phones and not self._makes_room(address):
            return False
        self._phones[phone] = address
        self._here[phone] += 1
        return True

    def leave(self, phone: str) -> None:
        """What ``join`` let in is gone; it may come back, and keeps its vote."""
        self._here[phone] -= 1
        if self._here[phone] <= 0:
            del self._here[phone]

    def _makes_room(self, address: str) -> bool:
        def full() -> bool:
            of_address = sum(other == address for other in self._phones.values())
            return len(self._phones) >= MOST_PHONES or of_address >= MOST_OF_ADDRESS

        if full():
            stay = {*self._here, *self._votes}
            self._phones = {one: at for one, at in self._phones.items() if one in stay}
        return not full()

    @property
    def here(self) -> int:
        """How many phones are there now."""
        return len(self._here)

    def knows(self, phone: str) -> bool:
        """Whether a phone was let in."""
        return phone in self._phones

    def vote(self, phone: str, question: str, choice: int) -> bool:
        """Count a vote if it is for what is asked now, and the first one of its phone."""
        asked = self.question
        if asked is None or asked.told or asked.name != question or phone not in self._phones:
            return False
        if not 0 <= choice < len(asked.choices):
            return False
        return self._votes.setdefault(phone, choice) == choice

    @property
    def votes(self) -> list[int]:
        """How many each choice has."""
        counted = Counter(self._votes.values())
        choices = self.question.choices if self.question else ()
        return [counted[place] for place, _choice in enumerate(choices)]

    def press(self, act: str) -> bool:
        """Let the remote ask for an act of the player; whether it may."""
        if act in ACTS:
            self._acts.append((self._clock(), act))
        return act in ACTS

    def meet(self, window: str, leads: bool, language: str, question: Question | None) -> bool:
        """Hear from a window what it asks; whether it is the stage.

        The first one is, until it falls silent, or another fills the screen and it does not.
        """
        now = self._clock()
        other = window != self._stage
        if other and now - self._heard < SILENT_AFTER and (self._leads or not leads):
            return False
        self._stage, self._leads, self._heard = window, leads, now
        if (question, language) != (self.question, self.language):
            if (question and question.name) != (self.question and self.question.name):
                self._votes.clear()
            self.question, self.language = question, language
            self._changed()
        return True

    def acts(self) -> list[str]:
        """What the remote has asked for since; each is given once."""
        fresh = [act for at, act in self._acts if self._clock() - at < ACT_LASTS]
        self._acts.clear()
        return fresh

    def told(self) -> dict[str, Any]:
        """What all phones are told: the question, its answer only once it is shown."""
        shown = asdict(self.question) if self.question else None
        if shown and not shown["told"]:
            shown |= {"right": None, "machine": None}
        return {"language": self.language, "question": shown}
