"""Where a widget is shown, so that it can say truly who can see what."""

import os
from collections.abc import Mapping

__all__ = ["delivery"]


def delivery(environment: Mapping[str, str] | None = None) -> str:
    """Tell `voila` when this kernel serves a page of Voilà, else `lab`.

    Voilà puts `VOILA_...` variables and `SERVER_SOFTWARE=voila/...` into its kernels' environment.
    """
    names = os.environ if environment is None else environment
    served = names.get("SERVER_SOFTWARE", "").startswith("voila/")
    return "voila" if served or any(name.startswith("VOILA_") for name in names) else "lab"
