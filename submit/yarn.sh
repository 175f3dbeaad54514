#!/usr/bin/env bash
# Runs netadapt on YARN:
#   HADOOP_CONF_DIR=/etc/hadoop/conf submit/yarn.sh run --config conf/quickstart.conf
# NETADAPT_JAVA_HOME  a JDK 17 on every node, where the cluster's own Java is another one
# NETADAPT_QUEUE      the queue; default: YARN's
# For the other variables see submit/spark.sh.
set -euo pipefail
# shellcheck source=submit/spark.sh
. "$(dirname "${BASH_SOURCE[0]}")/spark.sh"

options=(--master yarn
  --conf "spark.yarn.appMasterEnv.OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}"
  --conf spark.yarn.appMasterEnv.LC_MESSAGES=C)
if [ -n "${NETADAPT_JAVA_HOME:-}" ]; then
  options+=(--conf "spark.yarn.appMasterEnv.JAVA_HOME=$NETADAPT_JAVA_HOME")
  options+=(--conf "spark.executorEnv.JAVA_HOME=$NETADAPT_JAVA_HOME")
fi
if [ -n "${NETADAPT_QUEUE:-}" ]; then
  options+=(--queue "$NETADAPT_QUEUE")
fi
submit "${options[@]}" -- "$@"
