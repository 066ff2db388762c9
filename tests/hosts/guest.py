# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole computer, played by QEMU without the help of the processor: its root is on a logical
volume, it has a second disk, a clock of its own, and it really reboots. It is booted once and
kept as a snapshot, so that it is there in seconds, with its clock behind. What it does takes ten
times as long as on a real one."""

import fcntl
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time

import hosts

DISK = 3 << 30
MORE = 10 << 30
MEMORY = 1024
# With one processor QEMU spares itself a third of the work; instructions that are made to copy
# much at a time are played a byte at a time.
PLAYED = ['-accel', 'tcg', '-smp', '1', '-cpu', 'max,-erms,-fsrm', '-m', str(MEMORY)]
KERNEL = (f'root=/dev/mapper/rootvg00-rootvol00 rw console=ttyS0 net.ifnames=0 mitigations=off '
          'init_on_alloc=0 apparmor=0 audit=0 quiet')
SLOW = 1800
GROUP, VOLUME = 'rootvg00', 'rootvol00'
NETWORK = f"""[Match]
Name=eth0
[Network]
Address={hosts.FAR}/24
Gateway={hosts.NEAR}
IPv6AcceptRA=no
"""


class Guest(hosts.Host):
    """A Host in all that a test sees, but for the time it takes."""

    def __init__(self, layers, **more):
        super().__init__(layers, 'guest', **more)
        with open(os.path.realpath(__file__), 'rb') as file:
            key = hashlib.sha256(file.read()).hexdigest()[:12]
        self.kept = os.path.join(layers, f'guest-{key}')
        self.key = os.path.join(self.kept, 'id')

    def start(self, limit=SLOW):
        self.link()
        self.prepare()
        hosts.make_folder(self.folder)
        for name in ('s1.qcow2', 's2.qcow2'):
            shutil.copyfile(os.path.join(self.kept, name), os.path.join(self.folder, name))
        self.boots = 0
        self.boot(self.folder, '-loadvm', 'up')
        self.wait_ready(limit)
        return self

    def prepare(self):
        """Makes what is kept: the disks, the kernel, and the snapshot of it when it is up."""
        with open(os.path.join(self.layers, 'guest.lock'), 'w', encoding='utf-8') as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if os.path.isdir(self.kept):
                return
            folder = self.kept + '.part'
            shutil.rmtree(folder, ignore_errors=True)
            os.mkdir(folder)
            self.make_disks(folder)
            began = time.monotonic()
            self.boot(folder)
            self.wait_ready(SLOW)
            key = os.path.join(folder, 'id')
            hosts.wait_until(lambda: hosts.ssh('systemctl is-system-running --wait', key=key,
                                               limit=SLOW).stdout, SLOW, 'the guest is up')
            print(f'# the guest has booted after {time.monotonic() - began:.0f} s', flush=True)
            self.monitor('savevm up')
            self.stop()
            # The disks name what they are based upon.
            for name in ('s1', 's2'):
                hosts.call('qemu-img', 'rebase', '-u', '-F', 'raw', '-b',
                           os.path.join(self.kept, name.replace('s', 'd') + '.img'),
                           os.path.join(folder, name + '.qcow2'))
            os.rename(folder, self.kept)

    def make_disks(self, folder):
        self.lay()
        self.settle()
        key = os.path.join(folder, 'id')
        hosts.call('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', key)
        hosts.make_folder(os.path.join(self.root, 'root/.ssh'), 0o700)
        with open(key + '.pub', encoding='utf-8') as file:
            self.write('root/.ssh/authorized_keys', file.read(), 0o600)
        self.write('etc/fstab', f'/dev/mapper/{GROUP}-{VOLUME} / ext4 defaults 0 1\n')
        self.write('etc/systemd/network/10-eth0.network', NETWORK)
        hosts.call('systemctl', '--root', self.root, 'enable', 'systemd-networkd')
        for name in ('vmlinuz', 'initrd.img'):
            shutil.copyfile(os.path.realpath(os.path.join(self.root, name)),
                            os.path.join(folder, name))
        disk = os.path.join(folder, 'd1.img')
        for path, size in ((disk, DISK), (os.path.join(folder, 'd2.img'), MORE)):
            with open(path, 'wb') as file:
                file.truncate(size)
        offset, size = make_volume(disk)
        hosts.call('mke2fs', '-q', '-t', 'ext4', '-d', self.root, '-E', f'offset={offset}', '-F',
                   disk, f'{size // 1024}k')
        for number in (1, 2):
            hosts.call('qemu-img', 'create', '-q', '-f', 'qcow2', '-F', 'raw', '-b',
                       f'{folder}/d{number}.img', f'{folder}/s{number}.qcow2')
        for path in (self.root, self.folder):
            hosts.call('umount', '-l', path)

    def boot(self, folder, *more):
        if not has_link('tap1'):
            hosts.call('ip', 'tuntap', 'add', 'tap1', 'mode', 'tap')
            hosts.call('ip', 'link', 'set', 'tap1', 'master', 'near0', 'up')
        hosts.make_folder(self.folder)
        self.monitor_path = os.path.join(self.folder, 'monitor')
        self.stopping = False
        self.play(folder, more)
        self.loop = threading.Thread(target=self.follow, args=(folder,), daemon=True)
        self.loop.start()

    def play(self, folder, more=()):
        kernel = self.kept if os.path.isdir(self.kept) else folder
        self.boots += 1
        with open(os.path.join(self.folder, 'console'), 'ab') as console:
            self.nspawn = subprocess.Popen(
                ['qemu-system-x86_64', *PLAYED, '-nodefaults', '-display', 'none', '-serial',
                 'stdio', '-kernel', f'{kernel}/vmlinuz', '-initrd', f'{kernel}/initrd.img',
                 '-append', KERNEL, '-action', 'reboot=shutdown',
                 '-drive', f'file={folder}/s1.qcow2,if=virtio,cache=unsafe',
                 '-drive', f'file={folder}/s2.qcow2,if=virtio,cache=unsafe',
                 '-netdev', 'tap,id=n,ifname=tap1,script=no,downscript=no',
                 '-device', 'virtio-net-pci,netdev=n,romfile=', '-device', 'virtio-rng-pci',
                 '-qmp', f'unix:{self.monitor_path},server=on,wait=off', *more],
                stdin=subprocess.DEVNULL, stdout=console, stderr=console)

    def follow(self, folder):
        """Switches it on again whenever it has rebooted, after as long as that is to take."""
        while self.nspawn.wait() == 0 and not self.stopping:
            time.sleep(self.down)
            if not self.stopping:
                self.play(folder)

    def monitor(self, command):
        """A command for a person at QEMU's monitor; what it answers."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(120)
            connection.connect(self.monitor_path)
            stream = connection.makefile('rw', encoding='utf-8')
            stream.readline()
            for words in ({'execute': 'qmp_capabilities'},
                          {'execute': 'human-monitor-command',
                           'arguments': {'command-line': command}}):
                stream.write(json.dumps(words) + '\n')
                stream.flush()
                while True:
                    answer = json.loads(stream.readline())
                    if 'return' in answer or 'error' in answer:
                        break
        if answer.get('return') != '':
            raise hosts.Unfit(f'QEMU: {command}: {answer}')

    def exec(self, command, check=True, limit=SLOW, text=''):
        done = hosts.ssh(command, key=self.key, limit=limit, text=text)
        if check and done.returncode != 0:
            raise RuntimeError(f'{command}: {done.returncode}: {done.stdout}{done.stderr}')
        return done.stdout if check else done

    def behind(self):
        """Seconds that its clock is behind ours, as well as that can be known."""
        with subprocess.Popen(['ssh', *hosts.ssh_options(self.key, 60), f'root@{self.address}',
                               'while read -r _; do date +%s.%N; done'], text=True, bufsize=1,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE) as talk:
            found = []
            for _ in range(8):
                before = time.time()
                talk.stdin.write('\n')
                there = float(talk.stdout.readline())
                after = time.time()
                found.append((after - before, (before + after) / 2 - there))
            talk.stdin.close()
        return min(found)[1]

    def boot_id(self):
        return self.exec('cat /proc/sys/kernel/random/boot_id').strip()

    def reboot(self, down=0, limit=SLOW):
        before = self.boots
        self.down = down
        self.exec('systemctl reboot', check=False)
        hosts.wait_until(lambda: self.boots > before, limit + down, 'it boots again')
        self.wait_ready(limit)
        self.exec('systemctl is-system-running --wait', check=False, limit=limit)

    def fingerprint(self):
        return self.exec('ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub').split()[1]

    def cut(self):
        hosts.call('ip', 'link', 'set', 'tap1', 'down')

    def mend(self):
        if has_link('tap1'):
            hosts.call('ip', 'link', 'set', 'tap1', 'up')

    def link(self):
        """The bridge is there, and takes its tap when it boots."""

    def stop(self):
        self.stopping = True
        if self.nspawn is not None and self.nspawn.poll() is None:
            self.nspawn.send_signal(signal.SIGTERM)
            self.nspawn.wait(30)


def has_link(name):
    return subprocess.run(['ip', 'link', 'show', name], capture_output=True,
                          check=False).returncode == 0


def make_volume(disk):
    """Lays a linear logical volume on a disk without a device mapper: its offset and size."""
    device = hosts.call('losetup', '-f', '--show', disk).strip()
    plain = ['--config', 'global{activation=0}']
    try:
        hosts.call('pvcreate', '-q', *plain, device)
        hosts.call('vgcreate', '-q', *plain, GROUP, device)
        hosts.call('lvcreate', '-q', *plain, '-an', '-Zn', '-Wn', '-n', VOLUME, '-l', '90%FREE',
                   GROUP)
        numbers = ['--noheadings', '--nosuffix', '--units', 'b']
        offset = hosts.call('pvs', *plain, *numbers, '-o', 'pe_start', device)
        size = hosts.call('lvs', *plain, *numbers, '-o', 'lv_size', f'{GROUP}/{VOLUME}')
    finally:
        hosts.call('losetup', '-d', device)
    return int(offset), int(size)
