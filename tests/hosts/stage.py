# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of test hosts share: how they begin, and how they say what holds."""

import os
import sys

import hosts
import kurento

sys.path.insert(0, os.path.join(hosts.HERE, '..', 'cli'))

# pylint: disable=wrong-import-position,unused-import
from worlds import SLOW, Tap, World  # noqa: E402

tap = Tap()


def begin(words):
    """Usage: PROGRAM STAND-IN CACHE. In its own namespaces, or with the test skipped."""
    try:
        layers = hosts.enter(words[3])
    except hosts.Unfit as unfit:
        print(f'1..0 # SKIP {unfit}')
        sys.exit(0)
    mirror = hosts.Mirror(layers)
    return layers, mirror, kurento.Kurento(mirror, words[2])
