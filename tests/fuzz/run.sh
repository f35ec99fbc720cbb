#!/bin/sh
# Runs every libFuzzer target of a build (-Dfuzz=true): `sh tests/fuzz/run.sh BUILD CORPUS [SECONDS [TARGET...]]`. CORPUS keeps what each target has found between runs; the committed corpora are its
# seeds. One line for each target, and one for all. Exit: 0 nothing was found.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$1
corpus=$2
seconds=${3:-60}
shift $(($# < 3 ? $# : 3))
export ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
failed=0
total=0
count=0
# Weighing inputs by their rare features (entropic) takes two thirds of the time where a run goes through a whole assessment.
for target in ${*:-api arrow csv fitting json model pareto plan policy text}; do
  program=$build/tests/fuzz/fuzz_$target
  [ -x "$program" ] || { echo "$target: $program is not built (-Dfuzz=true, clang)"; failed=1; continue; }
  mkdir -p "$corpus/$target"
  log=$corpus/$target.log
  "$program" -entropic=0 -max_total_time="$seconds" -max_len=4096 -rss_limit_mb=4000 -timeout=60 -print_final_stats=1 -artifact_prefix="$corpus/$target-" "$corpus/$target" "$root/tests/fuzz/corpus/$target" >"$log" 2>&1
  ended=$?
  runs=$(awk '/stat::number_of_executed_units/ { print $2 }' "$log")
  edges=$(awk '/ cov: / { for (i = 1; i < NF; i++) if ($i == "cov:") c = $(i + 1) } END { print c }' "$log")
  last=$(awk '/[ \t]NEW / { sub("#", "", $1); n = $1 } END { print n + 0 }' "$log")
  printf '%-8s %9d runs  %6d edges  last new input at run %d%s\n' "$target" "${runs:-0}" "${edges:-0}" "$last" "$([ $ended -eq 0 ] || echo "  FAILED: $log")"
  [ $ended -eq 0 ] || failed=1
  total=$((total + ${runs:-0}))
  count=$((count + 1))
done
echo "$count targets, $total runs$([ $failed -eq 0 ] && echo ", nothing found" || echo ", SOMETHING FOUND")"
exit $failed
