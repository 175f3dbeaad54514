#!/usr/bin/env bash
# Tells Spark which GPUs of NVIDIA's this machine or container has:
#   {"name": "gpu", "addresses": ["0", "1"]}
# The addresses are nvidia-smi's numbers. Spark calls it by spark.executor.resource.gpu.discoveryScript
# or, on a standalone cluster, by spark.worker.resource.gpu.discoveryScript. Ends with 1 where there is none.
set -euo pipefail

fail() {
  echo "gpus.sh: on $HOSTNAME, $1" >&2
  exit 1
}

command -v nvidia-smi >/dev/null ||
  fail "there is no nvidia-smi: install NVIDIA's driver, or ask for no GPUs here"
# nvidia-smi tells its mistakes on standard output.
listed=$(nvidia-smi --query-gpu=index --format=csv,noheader 2>&1) ||
  fail "nvidia-smi failed: $(head -n 1 <<<"$listed")"

addresses=
while read -r index; do
  [ -n "$index" ] || continue
  [[ $index =~ ^[0-9]+$ ]] || fail "nvidia-smi lists no GPUs but says: $index"
  addresses+="${addresses:+, }\"$index\""
done <<<"$listed"
[ -n "$addresses" ] || fail "nvidia-smi lists no GPU: give this machine or container one"
echo "{\"name\": \"gpu\", \"addresses\": [$addresses]}"
