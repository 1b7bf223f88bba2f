"""What a visitor's browser is given and may send: no cookie, and sound frames only."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth.identity import PasswordIdentityProvider
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

_PROTOCOL = "v1.kernel.websocket.jupyter.org"
# A frame begins with how many offsets follow, and each number has this many bytes.
_NUMBER = 8
_FEWEST_OFFSETS = 6


class Nobody(PasswordIdentityProvider):
    """Nobody logs in here, so nobody is given a cookie: it would stay for a month."""

    def set_login_cookie(self, handler: Any, user: Any) -> None:
        """Keep nothing in the browser."""


class KernelLine(VoilaKernelWebsocketHandler):
    """A page's line to its kernel, which takes only frames that the page itself could send.

    Jupyter Server believes the number of offsets that a frame names: a frame of a few bytes would
    make it count for minutes, for everybody in the room.
    """

    def on_message(self, ws_message: str | bytes) -> None:
        """Hand on a sound frame; hang up after any other."""
        offsets = 0
        if isinstance(ws_message, bytes) and self.connection.subprotocol == _PROTOCOL:
            offsets = int.from_bytes(ws_message[:_NUMBER], "little")
        if _FEWEST_OFFSETS <= offsets <= len(ws_message) // _NUMBER - 1:
            super().on_message(ws_message)
        else:
            self.close(1003)
