#!/bin/sh
# Freezes what a release promises: `sh tests/abi/freeze.sh VERSION BUILD`. Copies the headers, the program of the release and what it prints to tests/abi/releases/VERSION, and writes the baseline of
# abidiff from the libraries of BUILD. To be run once for each release, from the tagged sources; what is frozen is never edited again.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
version=$1
build=$2
folder=$root/tests/abi/releases/$version
[ ! -e "$folder" ] || { echo "$folder is there already: a release is frozen once" >&2; exit 1; }
mkdir -p "$folder"
cp -R "$root/include" "$folder/include"
cp "$root/tests/abi/release_program.c" "$folder/program.c"
cp "$root/tests/abi/release_expected.txt" "$folder/expected.txt"
for library in libpatron libpatron-io; do
  python3 -B "$root/tests/abi/check_baseline.py" "$root/include" "$root/tests/abi/baseline/$library.abi" "$(readlink -f "$build/src/$library.so")" --freeze
done
echo "frozen: $folder, tests/abi/baseline"
