# What the scripts share. Each may run again: what is right already is left alone.
# shellcheck shell=sh

# A value of the plan
get() { sed -n "s/^$1: *//p" /root/mirror/settings; }

# The one line about what was done
say() { echo "mirror: $*"; }

# On a server that is to be given back, what will change is written down before
keep() {
  if [ -f /var/lib/fitting-room/take-back ]; then sh /var/lib/fitting-room/take-back "$@"; fi
}

# Makes a file of standard input, whole or not at all
put() { # path mode [group]
  [ -d "${1%/*}" ] || { keep file "$1" && mkdir -p "${1%/*}"; }
  (umask 077 && cat >"$1.new")
  chgrp "${3:-root}" "$1.new" 2>/dev/null || true
  chmod "$2" "$1.new"
  if cmp -s "$1.new" "$1" && [ "$(stat -c %a:%G "$1")" = "$(stat -c %a:%G "$1.new")" ]; then
    rm "$1.new"
  else
    keep file "$1" "$(sha256sum <"$1.new" | cut -d ' ' -f 1)"
    mv "$1.new" "$1"
  fi
}

has() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

# Installs packages; settings that are there already are kept
fetch() { # package...
  keep packages &&
    DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 \
      -o Dpkg::Options::=--force-confold install --no-install-recommends "$@" &&
    keep installed
}

# Starts a service anew when one of its files has changed since, or when it does not run, and
# says so
renew() { # words service file...
  words=$1 service=$2 sum=/etc/mirror/$2.sum
  shift 2
  now=$(cat "$@" | sha256sum)
  if [ "$now" = "$(cat "$sum" 2>/dev/null)" ] && systemctl -q is-active "$service"; then
    say "$words runs already"
    return
  fi
  keep unit "$service"
  systemctl daemon-reload
  systemctl -q enable "$service"
  systemctl reload-or-restart "$service"
  echo "$now" | put "$sum" 644
  say "$words was started"
}
