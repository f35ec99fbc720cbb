#!/bin/sh
# The test command: installs what is missing (Debian and Ubuntu, as root or with sudo), builds, runs the fast set of tests and
# ends with one line: "N passed, N failed, N skipped". Exit: 0 all passed, 1 something failed, 2 something is missing.
# Nothing is written outside build-tests/ (or $PATRON_BUILD).
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
build=${PATRON_BUILD:-$root/build-tests}
. "$root/tests/prepare.sh"
prepare meson ninja cc c++ pkg-config python3 doxygen locales cmocka jansson sqlite3 csv zlib
(prepare luajit sqlite3-program abidiff) >/dev/null 2>&1 || true # what only some tests use; without it they are skipped

echo "building in $build"
log=$build.log
if ! { meson setup "$build" "$root" -Dtests=enabled && ninja -C "$build"; } >"$log" 2>&1; then
  grep -E 'error|ERROR|warning: unused|FAILED' "$log" | head -n 30
  echo "the build failed: $log"
  exit 1
fi
rm -f "$log"

meson test -C "$build" --timeout-multiplier 5 --no-rebuild --print-errorlogs --no-suite slow --no-suite hosts --no-suite bench --no-suite fuzz >"$build/tests.txt" 2>&1 && failed=0 || failed=1
if [ $failed -eq 0 ]; then
  grep '^ *[0-9]*/[0-9]* ' "$build/tests.txt" | grep -v ' OK  ' || true
else
  grep -v '^ *[0-9]*/[0-9]* .* OK  ' "$build/tests.txt" | cut -c 1-400
fi
awk '
  /^Ok: /               { passed += $2 }
  /^Expected Fail: /    { passed += $3 }
  /^Fail: /             { failed += $2 }
  /^Unexpected Pass: /  { failed += $3 }
  /^Timeout: /          { failed += $2 }
  /^Skipped: /          { skipped += $2 }
  END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped; exit failed > 0 || passed == 0 }
' "$build/tests.txt" && [ $failed -eq 0 ]
