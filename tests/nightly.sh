#!/bin/sh
# Everything slow, in one command and with one table at the end: `sh tests/nightly.sh [PART...]`, all parts without arguments.
#   compilers   gcc, clang and 32 bits without a warning (suite slow; what is not installed is skipped by name)
#   portability the same digests from gcc and clang at -O0 and -O3, i386, arm64, s390x, musl and Windows (suite portability)
#   address     the fast set under ASan, UBSan and LSan (clang)
#   threads     the fast set under TSan (clang)
#   valgrind    the scenario tests and the threaded one under memcheck
#   torture     every scenario with allocations of every chain of calls failing, and the call sites that no scenario saw fail
#   fuzz        every libFuzzer target for PATRON_FUZZ_SECONDS each (60)
#   abi         headers, names, layout, abidiff against the baseline, the programs of earlier releases
#   coverage    lines and branches of the engine and of libpatron-io
#   hosts       databases and languages (suite hosts)
#   bench       the benchmarks
# Builds and logs go to build-nightly/ (or $PATRON_NIGHTLY). Exit: 0 nothing failed, 1 something did. A part whose tool is missing is skipped by name.
set -u

root=$(cd "$(dirname "$0")/.." && pwd)
work=${PATRON_NIGHTLY:-$root/build-nightly}
jobs=${PATRON_JOBS:-$(nproc 2>/dev/null || echo 2)}
all="compilers portability address threads valgrind torture fuzz abi coverage hosts bench"
mkdir -p "$work"
fast="--no-suite slow --no-suite hosts --no-suite bench"
skipped=77

# need NAME...: leaves the part, skipped, when a tool is missing.
need() {
  for name in "$@"; do
    command -v "$name" >/dev/null 2>&1 || { echo "$name is not here" >"$note"; exit $skipped; }
  done
}

# build FOLDER [meson option...]: a build of its own under $work.
build() {
  folder=$1
  shift
  if [ ! -e "$work/$folder/build.ninja" ]; then meson setup "$work/$folder" "$root" -Ddoc=disabled "$@" || return 1; fi
  ninja -C "$work/$folder" -j "$jobs"
}

# counted FOLDER [meson test argument...]: runs tests and notes how they ended.
counted() {
  folder=$1
  shift
  meson test -C "$work/$folder" --no-rebuild --print-errorlogs "$@" >"$work/$folder-tests.txt" 2>&1
  ended=$?
  cat "$work/$folder-tests.txt"
  awk '/^Ok:/ { ok = $2 } /^Fail:/ { fail = $2 } /^Timeout:/ { fail += $2 } /^Skipped:/ { skip = $2 } END { printf "%d passed, %d failed, %d skipped\n", ok, fail, skip }' "$work/$folder-tests.txt" >"$note"
  return $ended
}

part_compilers() { build plain && counted plain --suite slow --no-suite portability; }

part_portability() { build plain && counted plain --suite portability; }

part_address() {
  need clang
  CC=clang build address -Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1 -Dfuzz=true || return 1
  ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 counted address $fast -t 20
}

part_threads() {
  need clang
  CC=clang build threads -Db_sanitize=thread -Db_lundef=false -Doptimization=1 || return 1
  PATRON_TORTURE_STRIDE=997 TSAN_OPTIONS=halt_on_error=1 counted threads $fast -t 20
}

# Programs that have scenarios, by name.
scenario_programs() { (cd "$root/tests" && grep -l 'scenario_torture(' unit/*.c property/*.c proof/*.c 2>/dev/null | sed 's/\.c$//'); }

part_valgrind() {
  need valgrind
  build plain || return 1
  count=0
  for program in $(scenario_programs) proof/test_threads; do
    [ -x "$work/plain/tests/$program" ] || continue
    [ "$program" != unit/test_base_harness ] || continue # it makes mistakes on purpose
    echo "== $program"
    PATRON_TORTURE_STRIDE=${PATRON_VALGRIND_STRIDE:-997} valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite "$work/plain/tests/$program" || { echo "$program" >"$note"; return 1; }
    count=$((count + 1))
  done
  echo "$count programs, no error and no leak" >"$note"
}

part_torture() {
  need objdump addr2line
  build torture -Doptimization=0 -Dio=disabled || return 1
  rm -rf "$work/sites"
  mkdir -p "$work/sites"
  for program in $(scenario_programs); do
    [ "$program" != unit/test_base_harness ] || continue
    PATRON_TORTURE_SITES=$work/sites "$work/torture/tests/$program" || { echo "$program" >"$note"; return 1; }
  done
  python3 -B "$root/tests/proof/check_sites.py" "$work/torture/src/libpatron.so" "$work/sites" "$root/tests/proof/sites.txt" >"$work/sites.txt"
  ended=$?
  cat "$work/sites.txt"
  tail -n 1 "$work/sites.txt" >"$note"
  return $ended
}

part_fuzz() {
  need clang
  CC=clang build address -Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1 -Dfuzz=true || return 1
  sh "$root/tests/fuzz/run.sh" "$work/address" "$work/corpus" "${PATRON_FUZZ_SECONDS:-60}" >"$work/fuzz.txt"
  ended=$?
  cat "$work/fuzz.txt"
  tail -n 1 "$work/fuzz.txt" >"$note"
  return $ended
}

part_abi() { build plain && counted plain --suite abi; }

part_coverage() {
  need gcovr
  sh "$root/tests/coverage.sh" "$work/coverage" >"$work/coverage.txt" 2>&1
  ended=$?
  cat "$work/coverage.txt"
  tail -n 1 "$work/coverage.txt" >"$note"
  return $ended
}

part_hosts() { build plain && counted plain --suite hosts; }

part_bench() {
  build plain || return 1
  meson test -C "$work/plain" --no-rebuild --benchmark --verbose
  ended=$?
  echo "see the log for the figures" >"$note"
  return $ended
}

table=$work/table.txt
printf '%-11s %-8s %7s  %s\n' part result seconds detail >"$table"
failed=0
for part in ${*:-$all}; do
  case " $all " in *" $part "*) ;; *) echo "no such part: $part; there are: $all" >&2; exit 2 ;; esac
  note=$work/$part.note
  : >"$note"
  began=$(date +%s)
  echo "== $part (log: $work/$part.log)"
  ("part_$part") >"$work/$part.log" 2>&1
  case $? in
    0) result=passed ;;
    $skipped) result=skipped ;;
    *) result=FAILED; failed=1; tail -n 20 "$work/$part.log" ;;
  esac
  printf '%-11s %-8s %7d  %s\n' "$part" "$result" $(($(date +%s) - began)) "$(head -n 1 "$note")" >>"$table"
done
cat "$table"
exit $failed
