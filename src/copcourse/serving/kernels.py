"""How many kernels run, and which Python they run."""

from __future__ import annotations

import asyncio
from collections.abc import Sized

from jupyter_client.kernelspec import KernelSpecManager
from traitlets import List, Unicode, default


class OwnKernelSpecs(KernelSpecManager):
    """Only the kernel of the Python that serves.

    A ``python3`` kernel that something else once installed for this user would be found first, and
    it may not have this package.
    """

    kernel_dirs = List(Unicode())

    @default("kernel_dirs")
    def _no_folders(self) -> list[str]:
        return []


class NoPlace(Exception):
    """As many kernels run as may."""


class Places:
    """Counts the kernels that run together with those that are starting.

    A kernel appears among the running ones only when it has started, so that visitors who come at
    the same moment would all find a place.
    """

    # A page that is loaded again comes a moment before its old kernel has gone.
    PATIENCE = 3.0

    def __init__(self, running: Sized, limit: int) -> None:
        self._running = running
        self._limit = limit
        self._starting = 0

    async def take(self) -> None:
        """Take a place, waiting a moment for one; raise `NoPlace` if there is none."""
        deadline = asyncio.get_running_loop().time() + self.PATIENCE
        while self._starting + len(self._running) >= self._limit:
            if asyncio.get_running_loop().time() >= deadline:
                raise NoPlace
            await asyncio.sleep(0.1)
        self._starting += 1

    def started(self) -> None:
        """Say that the kernel of a taken place is now among the running ones, or never will be."""
        self._starting -= 1
