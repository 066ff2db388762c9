# SPDX-License-Identifier: GPL-3.0-or-later
"""A repository like Kurento's own: signed, and with a package kurento-media-server of 7.3.0 whose
program is our stand-in. The package is laid out as Kurento's: a user, configuration files that
dpkg keeps, a service of the old kind that starts at once."""

import base64
import glob
import json
import os
import shutil
import subprocess

import hosts

VERSION = '7.3.0+standin1'
DEPENDS = ('adduser, gstreamer1.0-nice, gstreamer1.0-plugins-bad, gstreamer1.0-plugins-base, '
           'gstreamer1.0-plugins-good, libjson-glib-1.0-0, librsvg2-2, libsoup-3.0-0, '
           'glib-networking, opencv-data')
CONTROL = f"""Package: kurento-media-server
Version: {VERSION}
Architecture: amd64
Maintainer: tests
Depends: {DEPENDS}, DETECTOR
Description: stands in for Kurento Media Server
"""
POSTINST = """#!/bin/sh
set -e
if [ "$1" = configure ]; then
  getent passwd kurento >/dev/null ||
    adduser --system --group --quiet --home /var/lib/kurento --shell /bin/false kurento
  mkdir -p /var/lib/kurento /var/log/kurento-media-server
  chmod 777 /var/lib/kurento
  chown kurento:kurento /var/lib/kurento /var/log/kurento-media-server
  update-rc.d kurento-media-server defaults >/dev/null
  invoke-rc.d kurento-media-server start || true
fi
"""
PRERM = """#!/bin/sh
set -e
if [ "$1" = remove ]; then
  invoke-rc.d kurento-media-server stop || true
fi
"""
POSTRM = """#!/bin/sh
set -e
if [ "$1" = purge ]; then
  update-rc.d kurento-media-server remove >/dev/null
  rm -rf /var/log/kurento-media-server /etc/kurento
  userdel kurento 2>/dev/null || true
  rm -rf /var/lib/kurento
fi
"""
SERVICE = """#!/bin/sh
### BEGIN INIT INFO
# Provides:          kurento-media-server
# Required-Start:    $remote_fs $network
# Required-Stop:     $remote_fs $network
# Default-Start:     2 3 4 5
# Default-Stop:      0 1 6
# Short-Description: Kurento Media Server
### END INIT INFO
. /lib/lsb/init-functions
. /etc/default/kurento-media-server
pid=/run/kurento-media-server.pid
case $1 in
  start)
    start-stop-daemon --start --background --make-pidfile --pidfile $pid --chuid "$DAEMON_USER" \\
      --exec /usr/bin/kurento-media-server
    ;;
  stop) start-stop-daemon --stop --retry 5 --remove-pidfile --pidfile $pid --oknodo ;;
  restart | force-reload) "$0" stop && "$0" start ;;
  status) status_of_proc -p $pid /usr/bin/kurento-media-server kurento-media-server ;;
  *) exit 3 ;;
esac
"""
CONFIG = {'mediaServer': {
    'resources': {'//': 'as the package brings it', 'garbageCollectorPeriod': 240},
    'net': {'websocket': {'port': 8888, 'path': 'kurento', 'threads': 10}}}}
FILES = {
    'etc/default/kurento-media-server': 'export DAEMON_USER=kurento\nexport GST_DEBUG=2\n',
    'etc/kurento/kurento.conf.json': json.dumps(CONFIG, indent=2) + '\n',
    'etc/kurento/modules/kurento/BaseRtpEndpoint.conf.ini': '; minPort=1024\n; maxPort=65535\n',
    'etc/kurento/modules/kurento/MediaElement.conf.ini': '; encoderBitrate=300000\n',
    'etc/kurento/modules/kurento/WebRtcEndpoint.conf.ini': '; externalIPv4=198.51.100.9\n',
}


class Kurento:
    """The repository, served by a Mirror, and what a plan has to say of it."""

    suite = 'noble'

    def __init__(self, mirror, stand_in, name='kurento'):
        self.layers = mirror.layers
        self.url = f'http://{hosts.NEAR}:{hosts.PORT}/{name}'
        self.folder = hosts.make_folder(os.path.join(hosts.SCRATCH, f'repository-{name}'))
        self.stand_in = stand_in
        self.build()
        mirror.add(name, self.folder)

    def build(self):
        package = os.path.join(self.folder, 'package')
        programs = {'DEBIAN/postinst': POSTINST, 'DEBIAN/prerm': PRERM, 'DEBIAN/postrm': POSTRM,
                    'etc/init.d/kurento-media-server': SERVICE}
        kept = ''.join(f'/{path}\n' for path in (*FILES, 'etc/init.d/kurento-media-server'))
        detector = os.path.basename(glob.glob(os.path.join(
            self.layers, 'packages', 'pool', 'libopencv-objdetect*.deb'))[0]).split('_')[0]
        control = CONTROL.replace('DETECTOR', detector)
        for path, text in {'DEBIAN/control': control, 'DEBIAN/conffiles': kept, **FILES,
                           **programs}.items():
            whole = os.path.join(package, path)
            os.makedirs(os.path.dirname(whole), exist_ok=True)
            with open(whole, 'w', encoding='utf-8') as file:
                file.write(text)
            os.chmod(whole, 0o755 if path in programs else 0o644)
        program = os.path.join(hosts.make_folder(os.path.join(package, 'usr', 'bin')),
                               'kurento-media-server')
        shutil.copyfile(self.stand_in, program)
        os.chmod(program, 0o755)
        subprocess.run(['strip', program], check=False)
        self.bring_libraries(package)
        pool = hosts.make_folder(os.path.join(self.folder, 'pool'))
        hosts.call('dpkg-deb', '-Zgzip', '-z1', '--root-owner-group', '-b', package, pool)
        shutil.rmtree(package)
        hosts.call(os.path.join(hosts.HERE, 'sign-repository'), self.folder, self.suite)

    def bring_libraries(self, package):
        """What the stand-in was built with here and another Debian has in another version, as
        OpenCV, comes along."""
        for line in hosts.call('ldd', self.stand_in).splitlines():
            name, arrow, path = line.partition(' => ')
            name = name.strip()
            if not arrow or any(glob.glob(os.path.join(self.layers, layer, 'usr/lib/*', name))
                                for layer in ('base', 'media')):
                continue
            path = path.split()[0]
            folder = os.path.join(package, 'usr/lib', os.path.basename(os.path.dirname(path)))
            shutil.copyfile(path, os.path.join(hosts.make_folder(folder), name))

    def spoil(self, text):
        """Adds to the index what nobody has signed."""
        with open(os.path.join(self.folder, 'dists', self.suite, 'main', 'binary-amd64',
                               'Packages'), 'a', encoding='utf-8') as file:
            file.write(text)

    @property
    def key(self):
        """The signing key, as one line."""
        with open(os.path.join(self.folder, 'key.gpg'), 'rb') as file:
            return base64.b64encode(file.read()).decode()

    @property
    def fingerprint(self):
        with open(os.path.join(self.folder, 'fingerprint'), encoding='utf-8') as file:
            return file.read().strip()

    def parameters(self):
        """As fittings deploy takes them."""
        words = []
        for name, value in (('kurentoRepository', self.url), ('kurentoSuite', self.suite),
                            ('kurentoKey', self.key), ('kurentoFingerprint', self.fingerprint)):
            words += ['-p', f'{name}={value}']
        return words
