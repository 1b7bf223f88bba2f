"""The course as a web site on this machine, with a live kernel behind every page that needs one."""

from copcourse.serving.app import serve
from copcourse.serving.page import page_resources

__all__ = ["page_resources", "serve"]
