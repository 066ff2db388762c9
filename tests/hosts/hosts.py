# SPDX-License-Identifier: GPL-3.0-or-later
"""Test hosts: a Debian system each, booted by systemd-nspawn in namespaces that go with the test.

A program calls enter() first: it is run again in namespaces of its own, as the child of a process
that ends everything when it ends. Then Host () is a server at 198.51.100.2 with systemd, sshd and
apt, and Mirror () serves it the packages it may ask for, at 198.51.100.1.
"""

import functools
import glob
import http.server
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.realpath(__file__))
NEAR = '198.51.100.1'
FAR = '198.51.100.2'
PORT = 8099
SCRATCH = '/mnt'
PASSWORD = 'Secret-9pw'
INSIDE = 'FITTINGS_TEST_INSIDE'
VARIANTS = {'bare': ('media', 'base'), 'full': ('full', 'media', 'base'),
            'guest': ('kernel', 'full', 'media', 'base')}
NEEDED = ('apt-ftparchive', 'gpg', 'ip', 'mmdebstrap', 'mount', 'nsenter', 'systemd-nspawn',
          'unshare')


SUITES = ('bookworm', 'trixie')


class Unfit(Exception):
    """This machine can carry no test host, and why."""


def find_suite():
    """That of the hosts: the one that is asked for, or else the one of what is built here."""
    suite = os.environ.get('FITTING_ROOM_TEST_SUITE')
    if suite is None and os.path.exists('/etc/os-release'):
        with open('/etc/os-release', encoding='utf-8') as file:
            text = file.read()
        suite = next((suite for suite in SUITES if suite in text), None)
    return suite or SUITES[0]


def find_layers(cache):
    """The folder that make-root has made; makes it when there is none of this week."""
    cache = os.environ.get('FITTING_ROOM_TEST_CACHE', cache)
    if os.geteuid() != 0:
        raise Unfit('only root boots a test host')
    for name in NEEDED:
        if shutil.which(name) is None:
            raise Unfit(f'{name} is not installed')
    made = subprocess.run([os.path.join(HERE, 'make-root'), cache, find_suite()],
                          text=True, capture_output=True, check=False)
    if made.returncode != 0:
        said = (made.stdout + made.stderr).strip().splitlines()
        raise Unfit('no Debian system could be made: ' + (said[-1] if said else 'no reason given'))
    return made.stdout.strip()


def enter(cache):
    """Runs this program again in its own namespaces; returns there, with the layers made, which
    are kept in the folder cache."""
    layers = os.environ.pop(INSIDE, None)
    if layers is None:
        layers = find_layers(cache)
        words = ['unshare', '--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc']
        probe = subprocess.run([*words, 'true'], capture_output=True, text=True, check=False)
        if probe.returncode != 0:
            raise Unfit(f'no namespaces: {probe.stderr.strip()}')
        os.environ[INSIDE] = layers
        sys.stdout.flush()
        os.execvp(words[0], [*words, sys.executable, *sys.argv])
    attend()
    call('mount', '-t', 'tmpfs', '-o', 'size=90%', 'scratch', SCRATCH)
    call('mount', '-t', 'tmpfs', 'netns', make_folder('/run/netns'))
    call('ip', 'link', 'set', 'lo', 'up')
    call('ip', 'link', 'add', 'near0', 'type', 'bridge')
    call('ip', 'addr', 'add', f'{NEAR}/24', 'dev', 'near0')
    call('ip', 'link', 'set', 'near0', 'up')
    # Firefox gathers no candidates without a default route.
    call('ip', 'route', 'add', 'default', 'via', FAR)
    tempfile.tempdir = os.environ['TMPDIR'] = make_folder(os.path.join(SCRATCH, 'tmp'), 0o1777)
    return layers


def attend():
    """The first process of the namespace buries the dead, and ends with the program."""
    child = os.fork()
    if child == 0:
        return

    def pass_on(number, _):
        try:
            os.kill(child, number)
        except ProcessLookupError:
            pass

    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, pass_on)
    while True:
        pid, status = os.wait()
        if pid == child:
            os._exit(os.waitstatus_to_exitcode(status) & 255)


def make_folder(path, mode=0o755):
    os.makedirs(path, exist_ok=True)
    os.chmod(path, mode)
    return path


def call(*words, **more):
    """A command that has to work."""
    done = subprocess.run(words, text=True, capture_output=True, check=False, **more)
    if done.returncode != 0:
        raise Unfit(f"{' '.join(words)}: {(done.stderr or done.stdout).strip()}")
    return done.stdout


def wait_until(holds, limit, what):
    """Polls; what holds() returned when that was something."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        found = holds()
        if found:
            return found
        time.sleep(0.05)
    raise TimeoutError(f'{what}: not within {limit} s')


class Host:
    """A server: bare, or with nginx, chrony and cloud-init."""

    def __init__(self, layers, variant='bare', size='3g', number=1):
        self.layers = layers
        self.variant = variant
        self.size = size
        self.number = number
        self.name = f'own-{number:02}'
        self.address = f'198.51.100.{number + 1}'
        self.down = 0  # seconds that a reboot takes longer
        self.folder = os.path.join(SCRATCH, self.name)
        self.root = os.path.join(self.folder, 'root')
        self.nspawn = None
        self.loop = None
        self.stopping = False
        self.boots = 0

    def start(self, limit=90):
        self.lay()
        self.settle()
        self.link()
        self.stopping = False
        self.loop = threading.Thread(target=self.keep, daemon=True)
        self.loop.start()
        self.wait_ready(limit)
        self.exec('systemctl is-system-running --wait', check=False)
        return self

    def lay(self):
        make_folder(self.folder)
        call('mount', '-t', 'tmpfs', '-o', f'size={self.size}', 'host', self.folder)
        for name in ('root', 'upper', 'work'):
            make_folder(os.path.join(self.folder, name))
        lower = ':'.join(os.path.join(self.layers, name) for name in VARIANTS[self.variant])
        call('mount', '-t', 'overlay', 'host', '-o',
             f'lowerdir={lower},upperdir={self.folder}/upper,workdir={self.folder}/work',
             self.root)

    def settle(self):
        """What makes a root the root of this host."""
        self.write('etc/hostname', self.name + '\n')
        self.write('etc/hosts', f'127.0.0.1 localhost\n127.0.1.1 {self.name}\n')
        self.write('etc/resolv.conf', '')
        self.write('etc/default/locale', 'LANG=C.UTF-8\n')  # which no package has brought
        self.write('etc/ssh/sshd_config.d/90-test.conf', 'PermitRootLogin yes\nUseDNS no\n')
        self.write('etc/cloud/cloud.cfg.d/99-test.cfg', 'network: {config: disabled}\n'
                   'datasource_list: [NoCloud, None]\nlocale: C.UTF-8\n')
        call('ssh-keygen', '-A', '-f', self.root)
        self.add_user('admin', 'ALL=(ALL:ALL) ALL')
        self.add_user('helper', 'ALL=(ALL:ALL) NOPASSWD: ALL')
        self.add_user('guest', None)
        call('chroot', self.root, 'chpasswd', input=f'root:{PASSWORD}\n')

    def add_user(self, name, rule):
        """A user with that rule for sudo, and with the password of them all."""
        call('chroot', self.root, 'useradd', '-m', '-s', '/bin/bash', name)
        call('chroot', self.root, 'chpasswd', input=f'{name}:{PASSWORD}\n')
        if rule is not None:
            self.write(f'etc/sudoers.d/90-{name}', f'{name} {rule}\n', 0o440)

    def write(self, path, text, mode=0o644):
        path = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        os.chmod(path, mode)

    def read(self, path):
        with open(os.path.join(self.root, path), encoding='utf-8', errors='replace') as file:
            return file.read()

    def link(self):
        """Its network, which outlives it for the next one of its number."""
        if os.path.exists(f'/run/netns/{self.name}'):
            return
        near = f'near{self.number}'
        call('ip', 'netns', 'add', self.name)
        call('ip', 'link', 'add', near, 'type', 'veth', 'peer', 'name', 'host0', 'netns', self.name)
        call('ip', 'link', 'set', near, 'master', 'near0', 'up')
        call('ip', '-n', self.name, 'addr', 'add', f'{self.address}/24', 'dev', 'host0')
        self.mend()
        call('ip', '-n', self.name, 'link', 'set', 'lo', 'up')

    def keep(self):
        """Boots it, and again whenever it reboots."""
        while True:
            with open(os.path.join(self.folder, 'console'), 'ab') as console:
                self.boots += 1
                self.nspawn = subprocess.Popen(
                    ['systemd-nspawn', '-q', '-D', self.root, '-M', self.name, '--register=no',
                     '--keep-unit', '--boot', f'--network-namespace-path=/run/netns/{self.name}',
                     '--resolv-conf=off', '--timezone=off', '--console=pipe'],
                    stdin=subprocess.DEVNULL, stdout=console, stderr=console)
            if self.nspawn.wait() != 133 or self.stopping:
                return
            time.sleep(self.down)

    def wait_ready(self, limit=90):
        def answers():
            if not self.loop.is_alive():
                raise Unfit('systemd-nspawn: ' + self.console()[-300:].strip())
            try:
                with socket.create_connection((self.address, 22), 1) as connection:
                    return connection.recv(4) == b'SSH-'
            except OSError:
                return False
        try:
            wait_until(answers, limit, 'sshd answers')
        except TimeoutError as error:
            raise RuntimeError(f'{error}: {self.console()[-300:].strip()}') from error

    def console(self):
        path = os.path.join(self.folder, 'console')
        if not os.path.exists(path):
            return ''
        with open(path, encoding='utf-8', errors='replace') as file:
            return file.read()

    def leader(self):
        """Its first process, as this namespace counts."""
        own = self.nspawn.pid
        found = wait_until(lambda: glob.glob(f'/proc/{own}/task/*/children') and
                           ' '.join(read_all(f'/proc/{own}/task/*/children')).split(), 5,
                           'systemd-nspawn has a child')
        return found[0]

    def exec(self, command, check=True, limit=120, text=''):
        """A command on the host, as its root, without SSH; what it printed."""
        done = subprocess.run(['nsenter', '--target', self.leader(), '--all', '/bin/sh', '-c',
                               command], text=True, capture_output=True, check=False,
                              timeout=limit, env={'PATH': '/usr/sbin:/usr/bin:/sbin:/bin',
                                                  'HOME': '/root', 'LC_ALL': 'C.UTF-8'}, input=text)
        if check and done.returncode != 0:
            raise RuntimeError(f'{command}: {done.returncode}: {done.stdout}{done.stderr}')
        return done.stdout if check else done

    def boot_id(self):
        """systemd's own: the kernel's is that of the machine."""
        return self.exec("systemctl show -P UserspaceTimestampMonotonic").strip()

    def reboot(self, down=0, limit=90):
        before = self.boots
        self.down = down
        self.exec('systemctl reboot', check=False)
        wait_until(lambda: self.boots > before, limit + down, 'it boots again')
        self.wait_ready(limit)
        self.exec('systemctl is-system-running --wait', check=False)

    def cut(self):
        call('ip', '-n', self.name, 'link', 'set', 'host0', 'down')

    def mend(self):
        call('ip', '-n', self.name, 'link', 'set', 'host0', 'up')

    def stop(self):
        self.stopping = True
        if self.nspawn is not None and self.nspawn.poll() is None:
            self.nspawn.send_signal(signal.SIGTERM)
            try:
                self.nspawn.wait(15)
            except subprocess.TimeoutExpired:
                self.nspawn.kill()
                self.nspawn.wait()
        if self.loop is not None:
            self.loop.join(10)
        for path in (self.root, self.folder):
            subprocess.run(['umount', '-l', path], capture_output=True, check=False)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def fingerprint(self):
        """Of its Ed25519 host key, as ssh-keygen prints it."""
        return call('ssh-keygen', '-l', '-f',
                    os.path.join(self.root, 'etc/ssh/ssh_host_ed25519_key.pub')).split()[1]


def ssh(command, user='root', password=None, key=None, address=FAR, limit=30, text=''):
    """By the system's own ssh, which knows nobody and trusts everybody."""
    options = ssh_options()
    environment = dict(os.environ, LC_ALL='C.UTF-8')
    if password is not None:
        ask = os.path.join(SCRATCH, 'ask')
        with open(ask, 'w', encoding='utf-8') as file:
            file.write('#!/bin/sh\nprintf "%s\\n" "$ASKED"\n')
        os.chmod(ask, 0o755)
        environment.update(SSH_ASKPASS=ask, SSH_ASKPASS_REQUIRE='force', ASKED=password)
        options += ['-o', 'PubkeyAuthentication=no']
    else:
        # Who has minutes can wait for a slow handshake, too.
        options = ssh_options(key, 5 if limit <= 120 else 60)
    return subprocess.run(['ssh', *options, f'{user}@{address}', command], env=environment,
                          input=text, text=True, capture_output=True, check=False,
                          timeout=limit)


def ssh_options(key=None, patience=5):
    options = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o',
               'LogLevel=ERROR', '-o', f'ConnectTimeout={patience}', '-o',
               'NumberOfPasswordPrompts=1']
    if key is not None:
        options += ['-o', 'BatchMode=yes', '-o', 'IdentitiesOnly=yes', '-o',
                    'ServerAliveInterval=30', '-i', key]
    return options


def read_all(pattern):
    for path in glob.glob(pattern):
        with open(path, encoding='utf-8') as file:
            yield file.read()


class Mirror:
    """Serves http://198.51.100.1:8099/: Debian's packages, and what else a test lays there."""

    def __init__(self, layers):
        self.layers = layers
        self.folder = make_folder(os.path.join(SCRATCH, 'www'))
        self.asked = []
        self.add('debian', os.path.join(layers, 'packages'))
        self.start()

    def add(self, name, folder):
        os.symlink(folder, os.path.join(self.folder, name))

    def start(self):
        asked = self.asked

        class Handler(http.server.SimpleHTTPRequestHandler):
            def log_message(self, format, *args):  # pylint: disable=redefined-builtin
                asked.append(format % args)

        handler = functools.partial(Handler, directory=self.folder)
        server = http.server.ThreadingHTTPServer((NEAR, PORT), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
