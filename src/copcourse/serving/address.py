"""The address that another device in the room would open, in words and as a QR code."""

from __future__ import annotations

import io
import ipaddress
import socket
import sys
from importlib.util import find_spec

# White on black, whatever the colours of the terminal: some phones read no code in negative.
_COLOURED, _PLAIN = "\x1b[97;40m", "\x1b[0m"


def is_for_a_room(host: str) -> bool:
    """Whether a server that listens on ``host`` can be reached from another device."""
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


def room_address(host: str) -> str | None:
    """The address to type for a server on ``host``; None where this machine is on no network."""
    if host not in ("0.0.0.0", "::", ""):
        return f"[{host}]" if ":" in host else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: this only asks which of our addresses leads out of the house.
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return _hotspot()


def _hotspot() -> str | None:
    """The address of this machine on a network that leads nowhere else, such as its own hotspot."""
    import psutil  # type: ignore[import-untyped]  # it publishes no types

    up = {name for name, facts in psutil.net_if_stats().items() if facts.isup}
    found = [
        one.address
        for name, addresses in psutil.net_if_addrs().items()
        for one in addresses
        if name in up and one.family == socket.AF_INET
    ]
    private = [one for one in map(ipaddress.ip_address, found) if one.is_private]
    return next((str(one) for one in private if not (one.is_loopback or one.is_link_local)), None)


def terminal_code(address: str) -> str | None:
    """A QR code of block characters; None where the terminal or the library cannot do it."""
    if find_spec("segno") is None:
        return None
    import segno

    drawn = io.StringIO()
    segno.make(address, micro=False).terminal(drawn, compact=True)
    text = drawn.getvalue().rstrip("\n")
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return None
    if not sys.stdout.isatty():
        return text
    return "\n".join(f"{_COLOURED}{line}{_PLAIN}" for line in text.splitlines())
