#!/usr/bin/env bash
# Lists the targets of the Makefile by the comments behind them, and the assignments.
set -euo pipefail
cd "$(dirname "$0")/.."

sed -nE 's/^([a-z.-]+):.*## (.*)/\1\t\2/p' Makefile | awk -F '\t' '{ printf "  make %-16s %s\n", $1, $2 }'
names="$(cd spec/assignments && printf '%s\n' *.toml | sed 's/\.toml$//' | grep -v '^complete$' | paste -sd ' ')"
printf '\n  ASSIGNMENT=complete (default) or one of: %s\n' "$names"
