#!/usr/bin/env bash
# Runs netadapt on YARN:
#   HADOOP_CONF_DIR=/etc/hadoop/conf submit/yarn.sh run --config conf/quickstart.conf
# NETADAPT_JAVA_HOME  a JDK 17 on every node, where the cluster's own Java is another one
# NETADAPT_QUEUE      the queue; default: YARN's
# For the other variables see submit/spark.sh.
set -euo pipefail
# shellcheck source=submit/spark.sh
. "$(dirname "${BASH_SOURCE[0]}")/spark.sh"

# YARN brings these to every container before Java starts there.
dist=$home/conf/spark/log4j2.properties
if [ "${NETADAPT_GPUS:-0}" != 0 ]; then
  dist+=,$home/submit/gpus.sh
fi
discovery=./gpus.sh

options=(--master yarn
  --conf "spark.yarn.dist.files=$dist"
  --conf spark.executorEnv.LOG4J_CONFIGURATION_FILE=log4j2.properties
  --conf spark.yarn.appMasterEnv.LOG4J_CONFIGURATION_FILE=log4j2.properties
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
