#!/bin/sh
# nginx, and the relay if the plan wants one, without a moment in which they serve anybody. All
# packages come before the first change to a file of theirs
set -eu
. /root/mirror/lib.sh
wanted=nginx

# A new nginx would serve a page of its own on port 80, unless that place is taken
if ! has nginx; then
  keep unit nginx
  mkdir -p /etc/nginx/sites-enabled
  touch /etc/nginx/sites-enabled/default
  fetch nginx
  rm -f /etc/nginx/sites-enabled/default
fi

# A new relay would listen everywhere
if [ "$(get turn)" = yes ]; then
  wanted="$wanted coturn"
  if ! has coturn; then
    keep unit coturn
    echo "listening-ip=127.0.0.1" | put /etc/turnserver.conf 644
    fetch coturn
  fi
fi
# The tutorial comes by git
if [ "$(get web)" = tutorial ]; then
  { has git && has ca-certificates; } || fetch git ca-certificates
fi
say "servers: $wanted"
