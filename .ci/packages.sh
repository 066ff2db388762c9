# The packages that ./start and ./check need, and how they are installed. Sourced by both.
# shellcheck shell=sh

packages_build="gcc g++ meson ninja-build pkg-config libglib2.0-dev libglib2.0-dev-bin libjson-glib-dev
 libyaml-dev libsqlite3-dev libopencv-objdetect-dev libopencv-imgproc-dev librsvg2-dev libcairo2-dev"
packages_run="opencv-data"
packages_test="clang-format"

# Installs what is missing of the packages named; quick when nothing is.
install_packages () {
  missing=
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    command -v meson >/dev/null && return 0
    cat >&2 <<END
This is not a Debian system, so nothing is installed for you. Please install these first:
 Fedora: gcc gcc-c++ meson glib2-devel json-glib-devel libyaml-devel sqlite-devel opencv-devel opencv-data
   librsvg2-devel cairo-devel clang-tools-extra
 Arch: gcc meson glib2 glib2-devel json-glib libyaml sqlite opencv librsvg cairo clang
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
  # shellcheck disable=SC2086
  $sudo apt-get update -qq &&
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}
