#!/usr/bin/env bash
# Install the Debian packages that pip cannot bring. As root: installs what is missing. Otherwise: names it.
# Never fails for want of a part: what needs it says so itself, and the tests of it are skipped aloud.
set -euo pipefail

parts=(
  python3-venv                # makes the virtual environment
  chromium                    # the tests look at the pages of the report in a real browser; pictures of the README
  fonts-noto-core             # every script that a report may be written in
  wrk                         # load for the room's benches
  golang-go                   # an independent verifier of proofs, built in the tests ...
  golang-golang-x-mod-dev     # ... with Go's own transparency log library
  qgis-common                 # base map: countries, divisions and disputed borders (Natural Earth)
  postgresql-15               # the store of a mission
  openssl                     # a second verifier of signatures and time stamps
)

is_installed() { [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

if ! command -v dpkg-query >/dev/null; then
  echo "system parts: this is no Debian; some tests need what Debian calls: ${parts[*]}" >&2
  exit 0
fi
missing=()
for part in "${parts[@]}"; do is_installed "$part" || missing+=("$part"); done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
  echo "system parts missing: ${missing[*]}" >&2
  echo "  as root: apt-get install --no-install-recommends ${missing[*]}" >&2
  exit 0
fi
echo "system parts: installing ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if ! { apt-get update && apt-get install --yes --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
  tail -n 15 "$log" >&2
  echo "system parts: apt-get could not install all of: ${missing[*]}; tests that need them are skipped" >&2
fi
rm -f "$log"
