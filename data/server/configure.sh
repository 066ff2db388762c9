#!/bin/sh
# Kurento commands on the loopback only, sends media through few ports, tells its public address
set -eu
. /root/mirror/lib.sh
ports=$(get media)
first=${ports%%..*} last=${ports##*..}
relay=
modules=/etc/kurento/modules/kurento

# A quarter of the ports belongs to the relay, where there is one
if [ "$(get turn)" = yes ]; then
  last=$((last - (last - first) / 4 - 1))
  relay="turnURL=mirror:$(get relaykey)@$(get private):3478?transport=udp"
fi
printf 'minPort=%s\nmaxPort=%s\n' "$first" "$last" | put "$modules/BaseRtpEndpoint.conf.ini" 644
printf 'externalIPv4=%s\niceTcp=0\n%s\n' "$(get public)" "$relay" |
  put "$modules/WebRtcEndpoint.conf.ini" 640 kurento

renew "Kurento (media on UDP $first to $last)" kurento-media-server \
  /etc/kurento/kurento.conf.json \
  /etc/systemd/system/kurento-media-server.service \
  "$modules/BaseRtpEndpoint.conf.ini" "$modules/WebRtcEndpoint.conf.ini"
