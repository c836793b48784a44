"""What sharing means, and where phones find the room."""

from __future__ import annotations

import io
import socket
from dataclasses import dataclass

import segno

from dashboard.room.codes import Codes
from dashboard.room.rooms import Room
from pipelines.messages import N_

MEANS = N_(
    "Everyone in the same network who has this code can vote, and the vote is not encrypted; the "
    "dashboard itself is still reached from this machine alone."
)
ALONE = N_(
    "This machine is in no network, so no phone can reach it: join one, or name its address, as "
    "in make demo SHARE=192.168.1.5."
)
_BY_DEFAULT = "1"  # What SHARE is where no address is named.
_LOCAL = "127.0.0.1"


@dataclass(frozen=True)
class Sharing:
    """A room that is open.

    Attributes:
        named: the address of this machine as its owner gave it, or "1".
        port: at which phones are answered, and nothing else is.
    """

    room: Room
    codes: Codes
    named: str
    port: int

    @property
    def alone(self) -> bool:
        """Whether no other machine is in sight."""
        return self._host == _LOCAL

    @property
    def address(self) -> str:
        """Where phones vote; it changes with the network of this machine."""
        return f"http://{self._host}:{self.port}/{self.codes.phones}"

    @property
    def remote(self) -> str:
        """Where the presenter's phone is the remote; for nobody else."""
        return f"http://{self._host}:{self.port}/{self.codes.remote}"

    @property
    def _host(self) -> str:
        return _own_address() if self.named in ("", _BY_DEFAULT) else self.named


opened: Sharing | None = None  # Set before the first page is drawn, if at all.


def open_room(sharing: Sharing | None) -> None:
    """Let every page know of the room, or that it is closed."""
    global opened
    opened = sharing


def picture(address: str) -> str:
    """An address as a QR code: an SVG as a data URI, black on white on any page."""
    return segno.make(address, micro=False).svg_data_uri(scale=8, border=4, light="white")


def for_terminal(address: str) -> str:
    """The same in characters, for a terminal."""
    drawn = io.StringIO()
    segno.make(address, micro=False).terminal(drawn, compact=True)
    return drawn.getvalue()


def _own_address() -> str:
    # No packet is sent: this only asks which way one would go.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return _LOCAL
