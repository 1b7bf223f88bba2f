"""The course as a web site on this machine, with a live kernel behind every page that needs one."""

from copcourse.serving.app import serve
from copcourse.serving.settings import page_settings

__all__ = ["page_settings", "serve"]
