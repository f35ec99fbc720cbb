#!/bin/sh
# Lines and branches that the tests reach, of the engine (src without src/io) and of libpatron-io: `sh tests/coverage.sh [BUILD]`. Needs gcovr and gcc. The lowest files are listed.
# What is asked of a release alone (sizes, names, installed use) is left out: this build is none. Figures that fall below those of tests/proof/coverage.txt fail. Checks that cannot fire by design are marked in the sources (src/base/unreachable.h) and left out of the branches.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
build=${1:-$root/build-coverage}
if [ ! -e "$build/build.ninja" ]; then CC=gcc meson setup "$build" "$root" -Db_coverage=true -Doptimization=0 -Ddoc=disabled >/dev/null; fi
ninja -C "$build" >/dev/null
find "$build" -name '*.gcda' -exec rm -f {} +
meson test -C "$build" --no-rebuild -q --no-suite slow --no-suite hosts --no-suite bench --no-suite locale --no-suite abi --no-suite installed -t 10 >"$build/tests.txt" 2>&1 || { tail -n 30 "$build/tests.txt"; exit 1; }
exec python3 -B "$root/tests/proof/check_coverage.py" "$root" "$build"
