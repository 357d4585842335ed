#!/bin/sh
# Builds the web application into web/dist: only what changed since the last time.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
web=$root/web
[ -f "$web/package.json" ] || exit 0

# The pinned parts; their install scripts never run.
if ! cmp -s "$web/package-lock.json" "$web/node_modules/.installed-lock.json"; then
  echo "web: fetching the pinned parts"
  (cd "$web" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null >/dev/null) || {
    echo "web: npm could not fetch them. Check the network and: npm config get registry" >&2
    exit 1
  }
  cp "$web/package-lock.json" "$web/node_modules/.installed-lock.json"
fi

newer() {
  find "$web/src" "$web/public" "$web/index.html" "$web"/*.ts "$web"/*.js "$web"/*.json \
    -newer "$web/dist/index.html" -print 2>/dev/null | head -n 1
}
if [ ! -f "$web/dist/index.html" ] || [ -n "$(newer)" ]; then
  (cd "$web" && npm run --silent build -- --logLevel error </dev/null)
  touch "$web/dist/index.html"
fi
