# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of faults share: a deployment that is watched, and a refusal."""

import threading
import time

import hosts
from stage import tap

SOON = 30  # seconds within which a refusal has to be told
KEY_IS_THERE = 'done     Install an SSH key'


def refused(name, result, began, *words):
    took = time.monotonic() - began
    said = result.out + result.err
    tap.ok(name, result.status not in (0, -9) and all(word in said for word in words),
           f'status {result.status}, wanted {words}', said)
    tap.ok(f'{name}: in time', took < SOON, took)
    tap.ok(f'{name}: without the password', hosts.PASSWORD not in said and
           'Other-9pw' not in said)


class Deploying:
    """A deployment that goes on while something is done to its server."""

    def __init__(self, stage, *words):
        self.began = time.monotonic()
        self.process = stage.start('--no-mirror', *words)
        self.lines = []
        self.came = threading.Condition()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stderr:
            with self.came:
                self.lines.append(line)
                self.came.notify_all()
        with self.came:
            self.came.notify_all()

    def says(self, *words):
        return any(all(word in line for word in words) for line in list(self.lines))

    def wait_for(self, *words, limit=240):
        """Until a line has these words; whether one came."""
        with self.came:
            return self.came.wait_for(lambda: self.says(*words) or not self.reader.is_alive() or
                                      self.process.poll() is not None, limit) and self.says(*words)

    def end(self, limit=480):
        """Its status, and the time that it has taken."""
        self.process.wait(limit)
        self.reader.join(10)
        return self.process.returncode, time.monotonic() - self.began

    def said(self):
        return ''.join(self.lines)

    def expect_good(self, name, limit=480):
        status, took = self.end(limit)
        tap.ok(name, status == 0, f'status {status}', self.said())
        print(f'# {name}: {took:.0f} s', flush=True)
