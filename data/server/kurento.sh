#!/bin/sh
# Kurento from its makers. apt sees their signing key after its whole fingerprint was compared
set -eu
. /root/mirror/lib.sh
ring=/etc/apt/keyrings/kurento.gpg
list=/etc/apt/sources.list.d/kurento.list
fingerprint=$(get fingerprint | tr -d ' ' | tr a-f A-F)
key=$(get key)

# Fingerprints of the keys in a file; the fingerprint of a part of a key is not one
tell() { # file
  gpg --batch --with-colons --show-keys "$1" 2>/dev/null |
    awk -F: '$1 == "pub" { p = 1 } $1 == "fpr" && p { print $10; p = 0 }'
}

work=$(mktemp -d /tmp/mirror.XXXXXX)
trap 'gpgconf --homedir "$work" --kill all 2>/dev/null || true; rm -rf "$work"' EXIT
if [ ! -s "$ring" ] || [ "$(tell "$ring")" != "$fingerprint" ]; then
  if [ -n "$key" ]; then
    echo "$key" | base64 -d | gpg --homedir "$work" --batch --quiet --import
  else
    gpg --homedir "$work" --batch --quiet --keyserver "$(get keyserver)" --recv-keys "$fingerprint"
  fi
  gpg --homedir "$work" --batch --export "$fingerprint" >"$work/ring"
  if [ "$(tell "$work/ring")" != "$fingerprint" ]; then
    say "the signing key is not $fingerprint, but: $(tell "$work/ring")" >&2
    exit 1
  fi
  put "$ring" 644 <"$work/ring"
fi

# Its settings first: so it never listens to the outside, not even for its first moment
put /etc/kurento/kurento.conf.json 644 </root/mirror/kurento.conf.json
put /etc/systemd/system/kurento-media-server.service 644 </root/mirror/kurento.service

line="deb [signed-by=$ring] $(get repository) $(get suite) main"
if ! has kurento-media-server || [ "$(cat "$list" 2>/dev/null)" != "$line" ]; then
  keep unit kurento-media-server
  before=$(cat "$list" 2>/dev/null || true)
  echo "$line" | put "$list" 644
  # A repository that does not answer would be in the way of all others the next time
  if ! { apt-get -q -o DPkg::Lock::Timeout=600 update && fetch kurento-media-server; }; then
    if [ -n "$before" ]; then echo "$before" >"$list"; else rm -f "$list"; fi
    say "Kurento does not come from $(get repository) $(get suite)" >&2
    exit 1
  fi
fi
say "Kurento $(dpkg-query -W -f '${Version}' kurento-media-server) of $(get repository)"
