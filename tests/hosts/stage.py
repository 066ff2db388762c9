# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of test hosts share: how they begin, a host with a world of the program beside
it, and what a deployment may change on a server."""

import os
import re
import subprocess
import sys
import time

import hosts
import kurento

sys.path.insert(0, os.path.join(hosts.HERE, '..', 'cli'))

# pylint: disable=wrong-import-position
from worlds import Tap, World  # noqa: E402

tap = Tap()

# Files with their owners, modes and sums; packages; what is started; top folders of data.
LOOK = r"""cd /
find etc home opt root srv usr/local usr/share/mirror var/spool var/www -xdev \
  ! -type d -printf '%p %M %u:%g %l\n' 2>/dev/null
find etc home opt root srv usr/local var/spool var/www -xdev -type d -printf '%p/ %M %u:%g\n' \
  2>/dev/null
find etc home opt root srv usr/local usr/share/mirror var/spool var/www -xdev -type f -print0 \
  2>/dev/null | xargs -0 sha256sum | sed 's/^\(.*\)  \(.*\)$/sum:\2 \1/'
find var/lib -mindepth 1 -maxdepth 1 -printf '%p\n'
dpkg-query -W -f 'package:${Package} ${Version} ${db:Status-Status}\n'
systemctl list-unit-files --state=enabled --no-legend --plain | sed 's/^/unit:/'
"""
# Written anew by Debian's own tools whenever a package comes or goes, or sudo is used.
RESTLESS = re.compile(r'^(sum:)?(etc/(passwd|group|shadow|gshadow|subuid|subgid)-|etc/ld\.so\.cache'
                      r'|etc/\.pwd\.lock|etc/\.resolv\.conf.*|home/\w+/\.sudo_as_admin_successful|root/\.bash_history) ')


def begin(words):
    """Usage: PROGRAM STAND-IN CACHE. In its own namespaces, or with the test skipped."""
    try:
        layers = hosts.enter(words[3])
        mirror = hosts.Mirror(layers)
        return Ground(layers, mirror, kurento.Kurento(mirror, words[2]))
    except hosts.Unfit as unfit:
        print(f'1..0 # SKIP {unfit}')
        sys.exit(0)


class Ground:
    """What stays while hosts come and go."""

    def __init__(self, layers, mirror, store):
        self.layers = layers
        self.mirror = mirror
        self.store = store


class Stage:
    """A host, and a world of the program beside it with a plan for it."""

    def __init__(self, ground, variant='bare', user=None, password=hosts.PASSWORD, host=None,
                 **more):
        self.ground = ground
        self.host = host or hosts.Host(ground.layers, variant, **more)
        self.user = user
        self.password = password
        self.world = None

    def __enter__(self):
        self.host.start()
        self.world = World()
        words = ['--location', 'OWN', '--host', self.host.address, '--host-key',
                 self.host.fingerprint()]
        if self.user is not None:
            words += ['--user', self.user]
        tap.expect('a plan for a server that is there', self.world.run('new', 'own.yaml', *words),
                   0, 'own.yaml is written')
        return self

    def __exit__(self, *_):
        self.world.remove()
        self.host.stop()

    def words(self):
        """What each deployment is told beside its plan."""
        return self.ground.store.parameters()

    def deploy(self, *words, limit=240, **more):
        return self.world.run('deploy', 'own.yaml', *self.words(), *words, limit=limit,
                              **self.secret(), **more)

    def start(self, *words):
        return self.world.start('deploy', 'own.yaml', *self.words(), *words, **self.secret())

    def run(self, *words, **more):
        return self.world.run(*words, **self.secret(), **more)

    def secret(self):
        return {} if self.password is None else {'SHARED_SECRET': self.password}

    def look(self):
        """The host as it stands: what is there, by its name."""
        lines = self.host.exec(LOOK).splitlines()
        return {line.split(' ', 1)[0]: line for line in lines if not RESTLESS.match(line + ' ')}


def compare(before, after):
    """What is not as it was, a line each."""
    lines = [f'gone: {before[name]}' for name in before if name not in after]
    lines += [f'more: {after[name]}' for name in after if name not in before]
    lines += [f'other: {before[name]} -> {after[name]}' for name in after
              if name in before and before[name] != after[name]]
    return sorted(lines)


def states(result):
    """Of the steps that were told as JSON: how they ended, by their names."""
    return {step['step'].split(':')[0]: step['state'] for step in result.json()['steps']}


def run_checks(words, *checks):
    """All of them, or those that are named behind the folder of what is kept."""
    ground = begin(words)
    named = words[4:]
    for check in checks:
        if named and check.__name__ not in named:
            continue
        began = time.monotonic()
        try:
            check(ground)
        except hosts.Unfit as unfit:
            if tap.count == 0:
                print(f'1..0 # SKIP {unfit}')
                return
            tap.ok(check.__name__, False, unfit)
        except (OSError, RuntimeError, ValueError, subprocess.SubprocessError) as error:
            tap.ok(check.__name__, False, repr(error))
        print(f'# {check.__name__}: {time.monotonic() - began:.0f} s', flush=True)
    tap.end()
