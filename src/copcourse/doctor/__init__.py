"""Whether this machine is ready to serve a room, in plain words.

:mod:`copcourse.doctor.environment` looks at what is installed, :mod:`copcourse.doctor.network` at
port and address, :mod:`copcourse.doctor.trial` serves a page for a moment,
:mod:`copcourse.doctor.memory` says how many pages fit, and :mod:`copcourse.doctor.texts` looks at
the course. Each gives findings, and :mod:`copcourse.doctor.command` prints them.
"""
