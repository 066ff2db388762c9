#!/bin/sh
# Kurento's own magic mirror of this release. Its libraries are compared with what the plan says
# before anything of them is used; the TLS key that is published with it stays away
set -eu
. /root/mirror/lib.sh
umask 022
folder=tutorials/javascript-browser/magic-mirror
given=/root/mirror/tutorial
release=$(get release)
repository=$(get tutorial)
sum=$({ echo "$repository $release" && cat /root/mirror/6-tutorial.sh "$given"/*; } | sha256sum)
if [ "$sum" = "$(cat /etc/mirror/tutorial.sum 2>/dev/null)" ]; then
  say "the tutorial of $release is there already"
  exit 0
fi

work=$(mktemp -d /root/mirror/work.XXXXXX)
trap 'rm -rf "$work"' EXIT
git clone --quiet --depth 1 --branch "$release" --filter=blob:none --sparse -- \
  "$repository" "$work/source"
git -C "$work/source" sparse-checkout set "$folder"

while read -r name version integrity; do
  url=$(get registry)/$name/-/${name##*/}-$version.tgz
  curl -fsSL --retry 3 -m 300 -o "$work/package.tgz" "$url"
  got=sha512-$(openssl dgst -sha512 -binary "$work/package.tgz" | openssl base64 -A)
  if [ "$got" != "$integrity" ]; then
    say "$name $version is not what the plan says: $got" >&2
    exit 1
  fi
  mkdir -p "$work/node_modules/$name"
  tar -xzf "$work/package.tgz" -C "$work/node_modules/$name" --strip-components=1 --no-same-owner
done <"$given/packages"

# One file for the browser of a library and all that it needs
cp "$given"/*.js "$work"
bundle() { # module global file
  "$work/node_modules/@esbuild/linux-x64/bin/esbuild" "$work/node_modules/$1" --bundle --minify \
    --platform=browser --format=iife --log-level=warning --define:global=window \
    --global-name="$2" --outfile="$3" \
    --alias:reconnect-ws="$work/reconnect-ws.js" --alias:freeice="$work/freeice.js" \
    --alias:domain="$work/none.js" --alias:url="$work/none.js" --alias:ws="$work/none.js" \
    --alias:sockjs-client="$work/none.js" --alias:kurento-browser-extensions="$work/none.js"
}

new=$work/new parts=$work/new/bower_components modules=$work/node_modules
for part in webrtc-adapter/release jquery demo-console ekko-lightbox bootstrap; do
  mkdir -p "$parts/$part"
done
for part in index.html js img css; do cp -R "$work/source/$folder/$part" "$new"; done
cp "$modules/webrtc-adapter/out/adapter.js" "$parts/webrtc-adapter/release"
cp -R "$modules/jquery/dist" "$parts/jquery"
cp -R "$modules/bootstrap/dist" "$parts/bootstrap"
cp -R "$modules/ekko-lightbox/dist" "$parts/ekko-lightbox"
cp "$given/console.js" "$parts/demo-console/index.js"
: >"$parts/demo-console/index.css"
cp "$given/start.js" "$new"
bundle kurento-client/lib/index.js kurentoClient "$parts/kurento-client/js/kurento-client.js"
bundle kurento-utils/lib/browser.js kurentoUtils "$parts/kurento-utils/js/kurento-utils.js"
sed -i 's#<script src="js/index.js">#<script src="start.js"></script>\n    &#' "$new/index.html"
grep -q '<script src="start.js">' "$new/index.html"

for part in "$new"/*; do
  name=/srv/mirror/${part##*/}
  keep file "$name"
  mkdir -p /srv/mirror
  rm -rf "$name"
  mv "$part" "$name"
done
keep settle
echo "$sum" | put /etc/mirror/tutorial.sum 644
say "the tutorial of $release was installed from $repository"
