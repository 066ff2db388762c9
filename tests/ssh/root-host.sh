#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# root-host.sh FOLDER ADDRESS PROGRAMS: this machine as it is, copied on write, with an sshd of its own. PROGRAMS
# are folders with what it lacks (unpacked packages), between colons.
# Everything happens in namespaces of its own, which end with it: nothing here is changed.
# Users: root, and "admin", whom sudo asks for a password. Standard input has the password of both, and a key
# that root signs in with.
set -e
if [ "$4" != inside ]; then
  exec unshare --mount --pid --fork --kill-child -- sh "$0" "$1" "$2" "$3" inside
fi
read -r password
read -r key
mount --make-rprivate /
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
cp -a /etc "$1/etc" # what is installed here meanwhile is not seen there
mount --bind "$1/etc" "$1/root/etc"
cd "$1/root"
IFS=:
for folder in $3; do
  tar -C "$folder" -cf - . | tar --keep-directory-symlink -xf -
done
unset IFS
id sshd >/dev/null 2>&1 || chroot . useradd -r -d /run/sshd -s /usr/sbin/nologin sshd
mkdir -p etc/ssh/sshd_config.d etc/sudoers.d
[ ! -e usr/bin/sudo ] || chmod 4755 usr/bin/sudo
[ ! -e etc/sudoers ] || chown root:root etc/sudoers
mount --rbind /dev dev
mount -t proc proc proc
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs tmp
chmod 1777 tmp
mkdir -p run/sshd run/lock root/.ssh
rm -rf root/.ssh/* var/lib/fitting-room etc/ssh/sshd_config.d/* etc/ssh/ssh_host_*
cat > etc/ssh/sshd_config <<END
Include /etc/ssh/sshd_config.d/*.conf
ListenAddress $2:2222
PermitRootLogin yes
UsePAM yes
AcceptEnv LANG LC_*
PidFile /run/sshd.pid
END
echo "$key" > root/.ssh/authorized_keys
for type in ed25519 ecdsa; do
  ssh-keygen -q -t $type -N "" -f etc/ssh/ssh_host_${type}_key
done
chroot . userdel -f admin 2>/dev/null || :
chroot . useradd -m -s /bin/bash admin
printf 'root:%s\nadmin:%s\n' "$password" "$password" | chroot . chpasswd
if [ -d etc/sudoers.d ]; then echo 'admin ALL=(ALL:ALL) ALL' > etc/sudoers.d/admin; fi
# No systemd runs here. Units are files in /run/units, as long as they run; ssh is its sshd.
cat > usr/local/bin/systemctl <<'END'
#!/bin/sh
echo "$*" >> /run/systemctl.log
mkdir -p /run/units
verb=$1
[ $# -eq 0 ] || shift
for unit; do
  unit=${unit%.service}
  case $verb in
  is-active)
    if [ -e "/run/units/$unit" ] || [ "$unit" = ssh ]; then echo active; else echo inactive; exit 3; fi ;;
  is-enabled) echo enabled ;;
  start | restart | reload | reload-or-restart)
    if [ "$unit" = ssh ]; then kill -HUP "$(cat /run/sshd.pid)"; else : > "/run/units/$unit"; fi ;;
  cat) exit 1 ;;
  stop) rm -f "/run/units/$unit" ;;
  esac
done
END
chmod 755 usr/local/bin/systemctl
# Nothing can be installed.
mount --bind usr usr
mount -o remount,ro,bind usr
exec chroot . /usr/sbin/sshd -D -e </dev/null
