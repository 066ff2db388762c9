# The packages that ./start and ./check need, and how they are installed. Sourced by both.
# shellcheck shell=sh

packages_build="gcc g++ meson ninja-build pkg-config gettext libxml2-utils
 libglib2.0-dev libglib2.0-dev-bin libjson-glib-dev
 libyaml-dev libsqlite3-dev libsoup-3.0-dev libssh2-1-dev libopencv-objdetect-dev libopencv-imgproc-dev
 libgtk-4-dev libadwaita-1-dev libgtksourceview-5-dev libsecret-1-dev libportal-gtk4-dev
 librsvg2-dev libcairo2-dev libgstreamer1.0-dev libgstreamer-plugins-base1.0-dev libgstreamer-plugins-bad1.0-dev"
packages_run="opencv-data glib-networking gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad
 gstreamer1.0-nice bubblewrap openssl openssh-client adwaita-icon-theme librsvg2-common dbus"
packages_test="clang-format python3-libcloud python3-yaml procps xvfb dbus dbus-daemon adwaita-icon-theme
 desktop-file-utils appstream chromium firefox-esr xdotool openbox imagemagick at-spi2-core gir1.2-atspi-2.0 python3-gi
 iproute2 apt-utils gnupg git shellcheck mmdebstrap systemd-container pipewire gstreamer1.0-pipewire"
packages_slow="flatpak flatpak-builder ostree elfutils lvm2 qemu-system-x86 qemu-utils"
# Another npm than Debian's, where there is one, stays.
command -v npm >/dev/null || packages_test="$packages_test nodejs npm"

# Installs what is missing of the packages named; quick when nothing is.
install_packages () {
  missing=
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    command -v meson >/dev/null && return 0
    cat >&2 <<END
This is not a Debian system, so nothing is installed for you. Please install these first:
 Fedora: gcc gcc-c++ meson glib2-devel json-glib-devel libyaml-devel sqlite-devel opencv-devel opencv-data
   librsvg2-devel cairo-devel libsoup3-devel libssh2-devel gstreamer1-devel gstreamer1-plugins-base-devel
   gstreamer1-plugins-bad-free-devel gstreamer1-plugins-good libnice-gstreamer1 glib-networking bubblewrap
   openssl openssh-server clang-tools-extra
 Arch: gcc meson glib2 glib2-devel json-glib libyaml sqlite opencv librsvg cairo libsoup3 libssh2 gstreamer
   gst-plugins-base gst-plugins-good gst-plugins-bad libnice glib-networking bubblewrap openssl openssh clang
END
    return 1
  fi
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0

  if [ "$(id -u)" -eq 0 ]; then sudo=
  elif command -v sudo >/dev/null; then sudo=sudo
  else
    echo "These packages are missing, and there is no sudo to install them:$missing" >&2
    echo "As root: apt-get install --no-install-recommends$missing" >&2
    return 1
  fi
  echo "Installing:$missing"
  # Another apt may be at work, as on a machine that has just been started, and a mirror may be in
  # the middle of its update.
  for pause in 15 45 ''; do
    # shellcheck disable=SC2086
    $sudo apt-get -o DPkg::Lock::Timeout=600 update -qq &&
      $sudo env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -y -qq \
        --no-install-recommends $missing >/dev/null && return 0
    [ -z "$pause" ] || sleep "$pause"
  done
  return 1
}
