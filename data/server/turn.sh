#!/bin/sh
# A relay for visitors whose network lets no UDP through, if the plan wants one
set -eu
. /root/mirror/lib.sh
conf=/etc/turnserver.conf
if [ "$(get turn)" != yes ]; then
  if grep -qsx '# A relay to this server alone.' "$conf"; then systemctl -q disable --now coturn; fi
  say "no relay is wanted"
  exit 0
fi

ports=$(get media)
first=${ports%%..*} last=${ports##*..}
put "$conf" 640 turnserver <<END
# A relay to this server alone.
listening-port=3478
min-port=$((last - (last - first) / 4))
max-port=$last
external-ip=$(get public)/$(get private)
realm=mirror
fingerprint
lt-cred-mech
user=mirror:$(get relaykey)
no-tcp-relay
no-cli
no-multicast-peers
denied-peer-ip=0.0.0.0-255.255.255.255
allowed-peer-ip=$(get private)
allowed-peer-ip=$(get public)
END
echo TURNSERVER_ENABLED=1 | put /etc/default/coturn 644
renew "the relay" coturn "$conf"
