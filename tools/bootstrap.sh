#!/bin/sh
# Installs what a fresh Debian 12 lacks: tools/bootstrap.sh GROUP...   (groups: tools/packages.txt)
#
# Says what it installs, asks for sudo only when something is missing, and does nothing (in well
# under a second) when all is there. The web tools need a newer Node than Debian 12 has: where the
# machine's own is too old, the one pinned in third_party/node goes to .cache/node.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)

say() { printf 'bootstrap: %s\n' "$*"; }
die() { printf 'bootstrap: %s\n' "$*" >&2; exit 1; }

# Packages of the groups asked for, one a line.
wanted() {
  for group in "$@"; do
    sed 's/#.*//' "$root/tools/packages.txt" | while read -r in package unless; do
      [ "$in" = "$group" ] || continue
      command=${unless#unless=}
      if [ -n "$command" ] && command -v "$command" >/dev/null; then continue; fi
      echo "$package"
    done
  done
}

missing() {
  packages=$(wanted "$@")
  # shellcheck disable=SC2016  # dpkg-query's own variables
  installed=$(echo "$packages" | xargs dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null |
    sed -n 's/^installed //p') || true
  for package in $packages; do
    case "
$installed
" in *"
$package
"*) ;; *) echo "$package" ;; esac
  done
}

install_packages() {
  if ! command -v dpkg-query >/dev/null; then
    say "this is no Debian: it is taken for granted that these are installed: $(wanted "$@" | xargs)"
    return
  fi
  lacking=$(missing "$@" | xargs)
  [ -n "$lacking" ] || return 0

  as_root=
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null ||
      die "these Debian packages are missing and there is no sudo. As root, run: apt-get install $lacking"
    as_root=sudo
    say "sudo will be asked for, to install Debian packages"
  fi
  say "installing from Debian: $lacking"
  set -- -y --no-install-recommends -o Dpkg::Use-Pty=0 -qq
  listed=$(find /var/lib/apt/lists -name '*_Packages*' 2>/dev/null | head -n 1)
  # shellcheck disable=SC2086  # a list of words, on purpose
  if [ -n "$listed" ] && $as_root env DEBIAN_FRONTEND=noninteractive apt-get "$@" install $lacking </dev/null >/dev/null 2>&1; then
    return
  fi
  say "reading Debian's current package lists"
  $as_root apt-get -qq update </dev/null || die "apt-get update failed: is there a network?"
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get "$@" install $lacking </dev/null >/dev/null ||
    die "apt-get could not install them. To see why: apt-get install $lacking"
}

# Vite needs Node 20.19 or newer.
node_is_new() {
  version=$(node --version 2>/dev/null) || return 1
  version=${version#v}
  major=${version%%.*}
  minor=${version#*.}
  minor=${minor%%.*}
  [ "$major" -gt 20 ] || { [ "$major" = 20 ] && [ "$minor" -ge 19 ]; }
}

install_node() {
  node_is_new && return
  pinned=$root/.cache/node
  if [ -x "$pinned/node_modules/.bin/node" ] &&
    cmp -s "$root/third_party/node/package-lock.json" "$pinned/package-lock.json"; then
    return
  fi
  [ "$(uname -m)" = x86_64 ] ||
    die "Node 20.19 or newer is needed and the pinned one is for x86-64: install Node by hand"
  say "installing into .cache/node: Node pinned in third_party/node (the machine's is $(node --version))"
  rm -rf "$pinned"
  mkdir -p "$pinned"
  cp "$root/third_party/node/package.json" "$root/third_party/node/package-lock.json" "$pinned/"
  (cd "$pinned" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null >/dev/null) || {
    rm -rf "$pinned"
    die "npm could not fetch Node. Check the network and: npm config get registry"
  }
}

[ $# -gt 0 ] || die "which groups? See tools/packages.txt"
install_packages "$@"
install_node
