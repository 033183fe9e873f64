#!/bin/sh
# SPDX-License-Identifier: MIT
# cold-build.sh [FOLDER]: seconds from nothing to the first result, in a bare Debian 12.
#
# Makes a tree with debootstrap (main, updates, security; nothing but git and certificates),
# clones this checkout's last commit into it, runs examples/iperf3.ts there and prints the seconds
# of each phase. Needs root and the package debootstrap. FOLDER (default: a temporary one) is
# removed at the end unless KEEP=1. The mirror is the machine's own; set MIRROR to use another.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
tree=${1:-$(mktemp -d)}/debian12
[ "$(id -u)" = 0 ] || { echo "cold-build.sh must be root." >&2; exit 3; }
command -v debootstrap > /dev/null || {
  echo "sudo apt-get install --no-install-recommends debootstrap" >&2
  exit 3
}

# The address of a suite in the machine's own list.
address() {
  apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' \
    'Origin: Debian' 'Component: main' | awk -v suite="$1" '$1 == suite { print $2; exit }'
}
mirror=${MIRROR:-$(address bookworm)}
security=${SECURITY:-$(address bookworm-security)}

mounts="proc sys dev/pts dev"
finish() {
  for mount in $mounts; do umount -l "$tree/$mount" 2> /dev/null || :; done
  [ "${KEEP:-}" = 1 ] || rm -rf --one-file-system "$tree"
}
trap finish EXIT
trap 'exit 130' INT TERM

now() { date +%s.%N; }
phases=
phase() { # NAME START
  phases="$phases$(printf '%-28s %7.1f s' "$1" "$(echo "$(now) $2" | awk '{ print $1 - $2 }')")
"
}

start=$(now)
mkdir -p "$tree"
debootstrap --variant=minbase --include=git,ca-certificates bookworm "$tree" "$mirror" > /dev/null
{
  echo "deb $mirror bookworm main"
  echo "deb $mirror bookworm-updates main"
  [ -z "$security" ] || echo "deb $security bookworm-security main"
} > "$tree/etc/apt/sources.list"
# What the machine needs to reach its mirror and registries: certificates, names, proxies.
cp /etc/resolv.conf /etc/hosts "$tree/etc/"
cp -r /etc/ssl/certs/. "$tree/etc/ssl/certs/"
for file in /etc/apt/apt.conf.d/*roxy* /etc/npmrc; do
  [ ! -e "$file" ] || cp "$file" "$tree$file"
done
mount -t proc proc "$tree/proc"
mount -t sysfs -o ro sys "$tree/sys"
mount --bind /dev "$tree/dev"
mount -t devpts devpts "$tree/dev/pts"
phase "debootstrap (not counted)" "$start"

git clone -q --no-local "$root" "$tree/root/dce"
inside() { chroot "$tree" /usr/bin/env HOME=/root DCE_CACHE=/root/.cache/dce "$@"; }
first=$(now)
inside sh -c 'cd /root/dce && ./dce --version' > /dev/null
phase "node and npm packages" "$first"
builds=$(now)
inside sh -c 'cd /root/dce && ./dce build'
phase "system packages and builds" "$builds"
run=$(now)
inside sh -c 'cd /root/dce && ./dce run examples/iperf3.ts'
phase "first run" "$run"
phase "from nothing to the result" "$first"
again=$(now)
inside sh -c 'cd /root/dce && ./dce run examples/iperf3.ts' > /dev/null
phase "second run" "$again"

echo
printf '%s' "$phases"
echo "Each build, in seconds:"
inside sh -c 'cat /root/.cache/dce/durations.json'
nproc | sed 's/$/ cores/'
