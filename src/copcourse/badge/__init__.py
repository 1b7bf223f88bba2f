"""Badges for attendance in Open Badges 3.0: make a key, sign, verify, all without a network.

:mod:`copcourse.badge.keys` holds the trainer's key, :mod:`copcourse.badge.credential` what is
signed and how it is verified, :mod:`copcourse.badge.command` the ``copcourse badge`` commands.

The library is openbadgeslib. It is kept (4.6 is of 2026), follows the specification's VC-JWT form,
names JSON-LD contexts without fetching them, verifies offline, and installs beside our pins. It is
under the LGPL 3: we import it, and neither change nor ship it; it comes with an extra of its own,
so nobody has it who makes no badges. What it needs is under MIT (PyJWT, pypng), Apache or BSD
(cryptography) and Python's own licence (defusedxml).
"""
