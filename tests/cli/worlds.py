# SPDX-License-Identifier: GPL-3.0-or-later
"""Worlds for tests of the program: a folder each, the program run in it, and what came of it."""

import base64
import fcntl
import functools
import json
import os
import pty
import select
import shutil
import ssl
import struct
import subprocess
import sys
import tempfile
import termios
import urllib.request
import zlib

PROGRAM = os.path.realpath(sys.argv[1]) if len(sys.argv) > 1 else 'fittings'
SLOW = 4 if os.environ.get('FITTINGS_TEST_SLOW') else 1
NO_HAT = 11  # the exit status of who has looked into a mirror, and has not seen it


@functools.cache
def find_sshd():
    program = os.environ.get('FR_FIND_SSHD')
    return program and subprocess.run([program], stdout=subprocess.PIPE, text=True,
                                      check=False).stdout.strip()


class Tap:
    """Counts what holds and what does not."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def ok(self, name, holds, *shown):
        self.count += 1
        self.failed += not holds
        print(f"{'ok' if holds else 'not ok'} {self.count} - {name}", flush=True)
        if not holds:
            for part in shown:
                for line in str(part).splitlines()[-40:]:
                    print('# ' + line, flush=True)

    def expect(self, name, result, status, *words):
        said = result.out + result.err
        holds = result.status == status and all(word in said for word in words)
        self.ok(name, holds, f'status {result.status}, wanted {status} and {words}', said)

    def skip(self, name, reason):
        self.count += 1
        print(f'ok {self.count} - {name} # SKIP {reason}', flush=True)

    def end(self):
        print(f'1..{self.count}')
        sys.exit(1 if self.failed else 0)


class Result:
    def __init__(self, status, out, err):
        self.status = status
        self.out = out
        self.err = err

    def json(self):
        return json.loads(self.out)


class World:
    """One FITTINGS_HOME, and a folder to work in."""

    def __init__(self, user=None, lend=True):
        self.folder = tempfile.mkdtemp(prefix='fittings-')
        self.home = os.path.join(self.folder, 'home')
        self.user = user
        self.environment = dict(os.environ, FITTINGS_HOME=self.home, HOME=self.folder,
                                LC_ALL='C.UTF-8', XDG_RUNTIME_DIR=self.folder)
        for name in ('MCP_USERNAME', 'MCP_PASSWORD', 'SHARED_SECRET'):
            self.environment.pop(name, None)
        if user is not None:
            shutil.chown(self.folder, user, user)
        elif lend:
            self.lend_sshd()

    def lend_sshd(self):
        """Where the system has no SSH server, one download does for all worlds."""
        found = find_sshd()
        if found:
            data = os.path.join(self.home, 'data')
            os.mkdir(self.home, 0o700)
            os.mkdir(data, 0o700)
            os.symlink(found, os.path.join(data, 'sshd'))

    def words(self, words):
        prefix = ['runuser', '-u', self.user, '--'] if self.user is not None else []
        return prefix + [PROGRAM, *words]

    def start(self, *words, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, **more):
        return subprocess.Popen(self.words(words), cwd=self.folder, text=True,
                                env=dict(self.environment, **more), stdin=stdin,
                                stdout=subprocess.PIPE, stderr=stderr)

    def run(self, *words, limit=60, **more):
        process = self.start(*words, **more)
        try:
            out, err = process.communicate(timeout=limit * SLOW)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            err += f'\n(killed after {limit * SLOW} s)'
        return Result(process.returncode, out, err)

    def run_to_hat(self, *words, **more):
        """As run(), for what ends with a look into the mirror: that is short, and a busy machine
        may show the hat too late, so the same is done again, twice at most. Tells all errors."""
        result = self.run(*words, **more)
        err = result.err
        for _ in range(2):
            if result.status != NO_HAT:
                break
            print(f'# {words[0]} once more: {(result.err or result.out).strip()[-300:]!r}', flush=True)
            result = self.run(*words, **more)
            err += result.err
        return Result(result.status, result.out, err)

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def write(self, name, text):
        with open(self.path(name), 'w', encoding='utf-8') as file:
            file.write(text)
        if self.user is not None:
            shutil.chown(self.path(name), self.user, self.user)
        return name

    def things(self):
        """What is in the emulated cloud, a line for each, without identifiers."""
        try:
            with open(os.path.join(self.home, 'state', 'cloud', 'world.json'),
                      encoding='utf-8') as file:
                assets = json.load(file)['asset']
        except FileNotFoundError:
            return []
        lines = []
        for asset in assets:
            data = asset['data']
            if data.get('ruleType') == 'DEFAULT_RULE':
                continue
            disks = sorted(disk.get('sizeGb', 0) for disk in find_disks(data))
            lines.append(f"{asset['kind']} {data.get('name', '')} {data.get('state', '')} {disks}")
        return sorted(lines)

    def ask(self, call, body=None):
        """One call to the API of the emulated cloud, which has to run."""
        folder = os.path.join(self.home, 'state', 'cloud')
        with open(os.path.join(folder, 'settings.json'), encoding='utf-8') as file:
            known = json.load(file)
        account = base64.b64encode(f"{known['user']}:{known['password']}".encode()).decode()
        request = urllib.request.Request(
            f"https://127.0.0.1:{known['port']}/caas/2.11/{known['organization']}/{call}",
            data=None if body is None else json.dumps(body).encode(),
            headers={'Authorization': f'Basic {account}', 'Content-Type': 'application/json',
                     'Accept': 'application/json'})
        trust = ssl.create_default_context(cafile=os.path.join(folder, 'ca.pem'))
        with urllib.request.urlopen(request, context=trust, timeout=30) as answer:
            return json.load(answer)

    def left_over(self):
        """Hosts that are still on the disk."""
        folder = os.path.join(self.home, 'state', 'cloud', 'hosts')
        return os.listdir(folder) if os.path.isdir(folder) else []

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class Terminal:
    """A terminal of some size, and what a program wrote on it."""

    def __init__(self, columns, rows):
        self.near, self.far = pty.openpty()
        fcntl.ioctl(self.far, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))

    def type(self, text):
        os.write(self.near, text.encode())

    def read_until(self, word, limit=20):
        """What comes until a word has come, or the program is silent for too long."""
        seen = b''
        while word.encode() not in seen:
            ready, _, _ = select.select([self.near], [], [], limit * SLOW)
            if not ready:
                break
            seen += os.read(self.near, 65536)
        return seen.decode(errors='replace')

    def read_all(self):
        """All that is written until nobody can write any more."""
        os.close(self.far)
        seen = b''
        while True:
            try:
                data = os.read(self.near, 65536)
            except OSError:
                break
            if not data:
                break
            seen += data
        os.close(self.near)
        return seen.decode(errors='replace')


def find_disks(data):
    if isinstance(data, dict):
        for name, value in data.items():
            if name == 'disk' and isinstance(value, list):
                yield from value
            else:
                yield from find_disks(value)
    elif isinstance(data, list):
        for value in data:
            yield from find_disks(value)


def read_png(path):
    """Width, height and rows of (red, green, blue) of an 8-bit PNG without interlacing."""
    with open(path, 'rb') as file:
        data = file.read()
    if data[:8] != b'\x89PNG\r\n\x1a\n':
        raise ValueError('no PNG')
    at, packed = 8, b''
    while at < len(data):
        length, kind = struct.unpack('>I4s', data[at:at + 8])
        chunk = data[at + 8:at + 8 + length]
        if zlib.crc32(kind + chunk) != struct.unpack('>I', data[at + 8 + length:at + 12 + length])[0]:
            raise ValueError('a chunk is damaged')
        if kind == b'IHDR':
            width, height, depth, colour, _, _, interlace = struct.unpack('>IIBBBBB', chunk)
            if depth != 8 or colour not in (2, 6) or interlace:
                raise ValueError('another kind of PNG')
        elif kind == b'IDAT':
            packed += chunk
        at += 12 + length
    return width, height, unfilter(zlib.decompress(packed), width, height, 3 if colour == 2 else 4)


def unfilter(raw, width, height, size):
    stride, rows, before = width * size, [], bytearray(width * size)
    for y in range(height):
        kind = raw[y * (stride + 1)]
        row = bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for x in range(stride):
            left = row[x - size] if x >= size else 0
            up = before[x]
            corner = before[x - size] if x >= size else 0
            if kind == 1:
                row[x] = (row[x] + left) & 255
            elif kind == 2:
                row[x] = (row[x] + up) & 255
            elif kind == 3:
                row[x] = (row[x] + (left + up) // 2) & 255
            elif kind == 4:
                guess = left + up - corner
                near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up),
                           (abs(guess - corner), 2, corner))
                row[x] = (row[x] + near[2]) & 255
        rows.append([tuple(row[x:x + 3]) for x in range(0, stride, size)])
        before = row
    return rows


def count_purple(rows):
    """Pixels of the felt of the hat: more red and blue than green, by much."""
    return sum(r > g + 25 and b > g + 40 and b >= r - 10 for row in rows for r, g, b in row)
