#!/bin/sh
# The page, its hat, and nginx in front of both ports
set -eu
. /root/mirror/lib.sh
site=/etc/nginx/sites-available/mirror
work=$(mktemp -d /tmp/mirror.XXXXXX)
trap 'rm -rf "$work"' EXIT
umask 022

# The hat is a file here, which the media server may read
rsvg-convert -w 480 /srv/mirror/hat.svg -o "$work/hat.png"
put /usr/share/mirror/hat.png 644 <"$work/hat.png"

# Who may come in: addresses or networks, or any
if [ "$(get visitors)" = any ]; then
  echo "# Everybody is let in."
else
  for visitor in 127.0.0.1 $(get visitors); do echo "allow $visitor;"; done
  echo "deny all;"
fi | put /etc/mirror/visitors.conf 644

# The page loads nothing from elsewhere
policy="default-src 'self'"
if [ "$(get web)" = tutorial ]; then
  policy="$policy; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
fi
echo "add_header Content-Security-Policy \"$policy\";" | put /etc/mirror/policy.conf 644

# A relay is told to a page that has the key
if [ "$(get turn)" = yes ]; then
  relay="turn:$(get public):3478"
  cat <<END
sub_filter '<body ' '<body data-ice-servers="ice-servers" ';
location = /ice-servers {
  if (\$mirror_guest = no) { return 403; }
  default_type application/json;
  return 200 '[{"urls":["$relay","$relay?transport=tcp"],"username":"mirror","credential":"$(get relaykey)"}]';
}
END
else
  echo "# There is no relay."
fi | put /etc/mirror/relay.conf 600

put /etc/mirror/door.conf 600 </root/mirror/door.conf
put "$site" 600 </root/mirror/nginx.conf
if [ "$(readlink /etc/nginx/sites-enabled/mirror)" != ../sites-available/mirror ]; then
  keep file /etc/nginx/sites-enabled/mirror
  ln -sf ../sites-available/mirror /etc/nginx/sites-enabled/mirror
  keep settle
fi
nginx -q -t
renew nginx nginx "$site" /etc/mirror/*.conf /etc/mirror/cert.pem
