#!/usr/bin/env bash
# Runs netadapt on Kubernetes:
#   NETADAPT_MASTER=k8s://https://HOST:PORT NETADAPT_IMAGE=IMAGE \
#     submit/kubernetes.sh run --config conf/quickstart.conf -Drun.directory=s3a://BUCKET/quickstart
# NETADAPT_MASTER           the API server; kubectl cluster-info shows its address
# NETADAPT_IMAGE            an image with Spark 3.5 for Scala 2.12, Java 17 and glibc, such as that of
#                           submit/docker
# NETADAPT_NAMESPACE        default: Spark's, which is default
# NETADAPT_SERVICE_ACCOUNT  that may start pods, for the driver in cluster mode
# NETADAPT_UPLOAD_PATH      a folder that this machine and the driver share, through which the jar
#                           and the configuration travel in cluster mode, such as s3a://BUCKET/jars;
#                           not needed with NETADAPT_JAR=local:///PATH, a program that is in the image
# For the other variables see submit/spark.sh. In client mode the executors must be able to reach
# this machine: run it in a pod of the cluster, or use NETADAPT_DEPLOY_MODE=cluster, which ends with the
# exit code of the driver's container.
set -euo pipefail
# shellcheck source=submit/spark.sh
. "$(dirname "${BASH_SOURCE[0]}")/spark.sh"

[ -n "${NETADAPT_MASTER:-}" ] || fail "NETADAPT_MASTER is not set: set it to k8s://https://HOST:PORT"
[ -n "${NETADAPT_IMAGE:-}" ] ||
  fail "NETADAPT_IMAGE is not set: set it to an image with Spark 3.5, Scala 2.12 and Java 17"

# Where the images of submit/docker have it.
discovery=/opt/netadapt/gpus.sh
vendor=nvidia.com

options=(--master "$NETADAPT_MASTER"
  --conf "spark.kubernetes.container.image=$NETADAPT_IMAGE"
  --conf "spark.kubernetes.driverEnv.OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}"
  --conf spark.kubernetes.driverEnv.LC_MESSAGES=C)
if [ -n "${NETADAPT_NAMESPACE:-}" ]; then
  options+=(--conf "spark.kubernetes.namespace=$NETADAPT_NAMESPACE")
fi
if [ -n "${NETADAPT_SERVICE_ACCOUNT:-}" ]; then
  options+=(--conf
    "spark.kubernetes.authenticate.driver.serviceAccountName=$NETADAPT_SERVICE_ACCOUNT")
fi
if [ -n "${NETADAPT_UPLOAD_PATH:-}" ]; then
  options+=(--conf "spark.kubernetes.file.upload.path=$NETADAPT_UPLOAD_PATH")
fi
# What Spark says of the driver's container at the end.
ended='/container name: spark-kubernetes-driver/,/exit code:/s/.*exit code: *//p'
submit_and_watch "$ended" "${options[@]}" -- "$@"
