#!/bin/sh
# A certificate of this server alone, with its own addresses in it
set -eu
. /root/mirror/lib.sh
cert=/etc/mirror/cert.pem key=/etc/mirror/key.pem

fits() {
  openssl x509 -in "$cert" -noout -checkend 2592000 >/dev/null 2>&1 || return 1
  [ "$(openssl x509 -in "$cert" -noout -pubkey)" = "$(openssl pkey -in "$key" -pubout)" ] ||
    return 1
  for address in $(get private) $(get public); do
    openssl x509 -in "$cert" -noout -checkip "$address" | grep -q 'does match' || return 1
  done
}

if ! fits; then
  keep file "$cert"
  keep file "$key"
  mkdir -p /etc/mirror
  umask 077
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 825 \
    -subj "/CN=$(get public)" \
    -addext "subjectAltName=IP:$(get public),IP:$(get private),DNS:$(get name)" \
    -keyout "$key.new" -out "$cert.new" 2>/dev/null
  mv "$key.new" "$key"
  mv "$cert.new" "$cert"
  keep settle
fi
say "certificate: $(openssl x509 -in "$cert" -noout -fingerprint -sha256)"
