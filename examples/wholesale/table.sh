#!/bin/sh
# Usage: table.sh groups.csv: the key customers per channel and region, from the decision table `groups`.
awk -F, '
  NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; printf "%-8s %-8s %9s %5s %11s %11s %12s\n", "channel", "region", "customers", "key", "of all", "of sales", "cut-off"; next }
  {
    printf "%-8s %-8s %9d %5d %10.1f%% %10.1f%% %12s\n", $at["layer"] == "" ? "all" : $at["layer"], $at["territory"] == "" ? "all" : $at["territory"],
      $at["n"], $at["n_key"], 100 * $at["key_share_of_customers"], 100 * $at["key_share_of_value"], $at["cutoff"]
  }
' "$1"
