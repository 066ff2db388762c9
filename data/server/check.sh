#!/bin/sh
# Does it answer? Says what does not, and fails
set -u
. /root/mirror/lib.sh
fail() {
  say "$*" >&2
  exit 1
}
answer() { curl -ks -m 10 -o /dev/null -w '%{http_code}' "$1"; }
expect() { # code url what
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
    code=$(answer "$2")
    [ "$code" = "$1" ] && return
    sleep 2
  done
  fail "$3 answers $code instead of $1"
}

expect 426 http://127.0.0.1:8888/kurento "the media server"
expect 200 "https://127.0.0.1:$(get page)/" "the page"
expect 403 "https://127.0.0.1:$(get control)/kurento" "the door without its key"
runuser -u kurento -- test -r /usr/share/mirror/hat.png || fail "the media server may not read the hat"
test -s /usr/share/opencv4/haarcascades/haarcascade_frontalface_default.xml ||
  fail "the media server has nothing to find faces with"
say "all of it answers"
