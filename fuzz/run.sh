#!/bin/sh
# Fuzzes what comes from outside on stable Rust: fuzz/run.sh [seconds for each target]
# What it finds is kept in fuzz/findings; run a target on that file to see it again.
set -eu
cd "$(dirname "$0")"
seconds="${1:-30}"
host="$(rustc -vV | sed -n 's/^host: //p')"

RUSTFLAGS="-Cpasses=sancov-module \
 -Cllvm-args=-sanitizer-coverage-level=4 \
 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
 -Cllvm-args=-sanitizer-coverage-pc-table \
 -Cllvm-args=-sanitizer-coverage-trace-compares \
 --cfg fuzzing" \
    cargo build --quiet --locked --release --target "$host"

mkdir -p findings
for target in message mllp national; do
    echo "fuzzing $target for $seconds s"
    case "$target" in national) tongue=fhir ;; *) tongue=hl7 ;; esac
    mkdir -p "target/corpus/$target"
    "target/$host/release/$target" "target/corpus/$target" "../crates/$tongue/tests/samples" \
        -artifact_prefix=findings/ -dict=hl7.dict \
        -max_len=4096 -timeout=5 -rss_limit_mb=1024 \
        -max_total_time="$seconds" -print_final_stats=1 -verbosity=0
done
