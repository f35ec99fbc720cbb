#!/bin/sh
# Who the key customers of a wholesaler are, per channel and region: builds Patron and assesses the 440 clients of examples/wholesale.
# Installs what is missing (Debian and Ubuntu, as root or with sudo). Writes to build-demo/ only (or $PATRON_BUILD).
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
build=${PATRON_BUILD:-$root/build-demo}
. "$root/tests/prepare.sh"
prepare meson ninja cc pkg-config jansson sqlite3 csv

if ! { meson setup "$build" "$root" -Dtests=disabled -Ddoc=disabled -Dio=enabled && ninja -C "$build"; } >"$build.log" 2>&1; then
  tail -n 30 "$build.log"
  exit 1
fi
rm -f "$build.log"

cd "$root/examples/wholesale"
"$build/examples/cli/patron" assess wholesale_customers.csv --views views.sql --policy policy --out "$build/wholesale" --quiet
sh "$root/examples/wholesale/table.sh" "$build/wholesale/groups.csv"
echo
echo "All decisions: $build/wholesale. Another portfolio: $build/examples/cli/patron assess $root/examples/small"
