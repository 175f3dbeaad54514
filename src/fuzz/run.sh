#!/usr/bin/env bash
# Feeds damaged files to every reader of files from outside, by Jazzer, and prints a table; see docs/testing.md.
#   src/fuzz/run.sh                     100,000 inputs to readers that take microseconds, fewer to slower ones
#   src/fuzz/run.sh 1000000             ten times as many
#   src/fuzz/run.sh 100000 tar image    some readers
# What is found is in target/fuzz/NAME: inputs that failed (crash-…, timeout-…, oom-…), and a log with the stack traces.
# Inputs that reached new code are kept in target/fuzz/NAME/corpus, and the next run begins with them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

inputs=100000
if [[ ${1:-} =~ ^[0-9]+$ ]]; then
  inputs=$1
  shift
fi
mvn -B -q -Pfuzz -Dspotless.check.skip test-compile dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile=target/fuzz-classpath >&2

classpath="target/test-classes:target/classes:$(<target/fuzz-classpath)"
export OMP_NUM_THREADS=1 SPARK_LOCAL_IP=127.0.0.1
# Files are written for every input: in memory, where there is such a folder.
[ -w /dev/shm ] && scratch=/dev/shm || scratch=/tmp
java=(nice -n 5 java -Xmx512m -XX:MaxDirectMemorySize=256m -XX:+UseSerialGC "-Djava.io.tmpdir=$scratch"
  -Dorg.bytedeco.javacpp.maxbytes=256m -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -cp "$classpath")

"${java[@]}" netadapt.fuzz.Fuzzer target/fuzz-seeds > target/fuzz-targets
format='%-20s %10s %8s %14s %12s\n'
# shellcheck disable=SC2059
printf "$format" reader inputs failures 'slowest (ms)' 'memory (MB)'
failed=0
while read -r group name cost longest; do
  [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
  folder=target/fuzz/$name
  mkdir -p "$folder/corpus"
  "${java[@]}" com.code_intelligence.jazzer.Jazzer \
    --target_class=netadapt.fuzz.Fuzzer --target_args="$group $name" \
    '--instrumentation_includes=netadapt.**' --custom_hook_includes=none --trace=cov \
    --reproducer_path="$folder" --keep_going=10 \
    -runs=$((inputs / cost)) -max_len="$longest" -timeout=60 -rss_limit_mb=4096 -seed=1 -len_control=0 \
    -artifact_prefix="$folder/" -print_final_stats=1 "$folder/corpus" "target/fuzz-seeds/$name" \
    > "$folder/log" 2>&1 < /dev/null || true
  stat() {
    sed -n "s/^$1: *\([0-9]*\).*/\1/p" "$folder/log" | tail -n 1
  }
  failures=$(grep -c '^== Java Exception' "$folder/log" || true)
  done=$(stat 'stat::number_of_executed_units')
  [ -n "$done" ] && [ "$failures" -eq 0 ] || failed=1
  # shellcheck disable=SC2059
  printf "$format" "$name" "${done:-died}" "$failures" "$(stat 'slowest input')" "$(stat 'stat::peak_rss_mb')"
done < target/fuzz-targets
exit "$failed"
