"""Whether the course's port is free, and where the room will find it."""

from __future__ import annotations

import errno
import os
import socket

from copcourse.doctor.finding import Finding
from copcourse.serving.address import is_for_a_room, room_address, terminal_code


def host_finding(host: str) -> Finding | None:
    """What is wrong with an address to listen on; None where nothing is."""
    try:
        _listen(host, 0)
    except OSError:
        text = f"{host} is no address of this machine."
        return Finding("mend", text, "For the room: --host 0.0.0.0. For this machine: 127.0.0.1.")
    return None


def port_finding(host: str, port: int) -> Finding:
    """Whether the course could listen there now, on an address of this machine."""
    try:
        _listen(host, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            text = f"Port {port} is taken by another program, or by a course that runs already."
            remedy = "End that program, or choose another port here and for serve, such as "
            return Finding("mend", text, f"{remedy}--port {free_port(host)}.")
        text = f"This machine does not let you listen on port {port}."
        return Finding("mend", text, "Choose one above 1023, here and for serve.")
    return Finding("ready", f"Port {port} is free.")


def free_port(host: str) -> int:
    """A port that nothing listens on. Raises OSError where the address is not of this machine."""
    return _listen(host, 0)


def _listen(host: str, port: int) -> int:
    family, kind, *_, address = socket.getaddrinfo(
        host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    with socket.socket(family, kind) as probe:
        if os.name == "posix":
            # As the server does: a port that was used a minute ago counts as free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
        probe.listen(1)
        return int(probe.getsockname()[1])


def address_findings(host: str, port: int) -> list[Finding]:
    """The address in the room, or that there is none."""
    if not is_for_a_room(host):
        text = f"With --host {host} the course is for this machine and its projector alone."
        return [Finding("look", text, "For phones in the room: --host 0.0.0.0.")]
    address = room_address(host)
    if address is None:
        text = "This machine is on no network, so nobody else can open the course."
        remedy = (
            "Join the room's network, or open a hotspot on this machine or a phone. Without any: "
            "copcourse kit, on a stick."
        )
        return [Finding("mend", text, remedy)]
    return [
        Finding("ready", f"The room will find the course at http://{address}:{port}/"),
        Finding(
            "look",
            "Some networks keep devices apart, and a firewall may stop phones.",
            "Try that address with one phone in that room before the day.",
        ),
    ]


def code_lines(host: str, port: int) -> str | None:
    """The QR code of the address, or why there is none; None where there is no address."""
    address = room_address(host) if is_for_a_room(host) else None
    if address is None:
        return None
    code = terminal_code(f"http://{address}:{port}/")
    return code or "(No QR code: this terminal or this Python cannot draw one. Write it up large.)"
