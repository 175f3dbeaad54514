#!/usr/bin/env bash
# Runs netadapt on a cluster of Spark's own kind:
#   NETADAPT_MASTER=spark://HOST:7077 submit/standalone.sh run --config conf/quickstart.conf
# NETADAPT_MASTER  the master; its page, http://HOST:8080, shows the address
# For the other variables see submit/spark.sh. A machine must have room beside the heaps that its worker
# hands out: Spark counts no memory outside of them here. Executors get GPUs from workers that know theirs:
#   SPARK_WORKER_OPTS="-Dspark.worker.resource.gpu.amount=4
#     -Dspark.worker.resource.gpu.discoveryScript=PATH/submit/gpus.sh" in their conf/spark-env.sh
# With NETADAPT_DEPLOY_MODE=cluster the driver runs on a worker, which must have the program and the
# configuration under the same paths as this machine, and gets this shell's environment. Ends with 3 if it
# has not finished there, for whatever reason. How workers log: copy conf/spark/log4j2.properties into
# the conf folder of their Spark.
set -euo pipefail
# shellcheck source=submit/spark.sh
. "$(dirname "${BASH_SOURCE[0]}")/spark.sh"

[ -n "${NETADAPT_MASTER:-}" ] || fail "NETADAPT_MASTER is not set: set it to spark://HOST:7077"

cores=$(cores_in_all)
travels=no
options=(--master "$NETADAPT_MASTER"
  # Spark starts executors here until the cores are used up.
  --conf "spark.cores.max=$cores"
  # Else spark-submit would end as soon as the driver has begun.
  --conf spark.standalone.submit.waitAppCompletion=true)
submit_and_watch 's/.*State of driver .* is \([A-Z]*\), exiting.*/\1/p' "${options[@]}" -- "$@"
