"""The course as a site: plain files that need no kernel and no server.

:mod:`copcourse.exporting.pages` turns a notebook into a page, :mod:`copcourse.exporting.slots`
gives what stands in a widget's place, :mod:`copcourse.exporting.addresses` says where a page lies,
and :mod:`copcourse.exporting.site` puts all of it into a folder.
"""

from copcourse.exporting.site import export

__all__ = ["export"]
