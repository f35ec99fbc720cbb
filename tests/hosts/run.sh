#!/bin/sh
# Usage: run.sh BUILD: the tests that want servers, virtual machines and other languages, in a build directory that tests/run.sh made. Each test that is skipped or fails is listed by name, a skipped
# one with what it misses. Exit: 0 none failed, 1 some did.
set -eu

build=$1
list=$(mktemp)
trap 'rm -f "$list"' EXIT
meson test -C "$build" --timeout-multiplier 5 --no-rebuild --suite hosts --print-errorlogs >"$list" 2>&1 && failed=0 || failed=1
sed -n -e 's|^ *[0-9]*/[0-9]* [^/]*/ \([^ ]*\) *\([A-Z]*\) .*|host \1: \2|p' "$list"
grep -h '^skipped: ' "$build/meson-logs/testlog.txt" || true
[ $failed -eq 0 ] || sed -n '/^Summary of Failures/q; p' "$list" | cut -c 1-400
exit $failed
