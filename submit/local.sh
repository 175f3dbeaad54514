#!/usr/bin/env bash
# Runs netadapt on this machine, on Spark in local mode; builds what is missing.
#   submit/local.sh run --config conf/quickstart.conf
# NETADAPT_MEMORY         bounds Java's memory; native memory comes on top of it. Default 4g
# NETADAPT_JAVA_OPTIONS   more options of Java
# NETADAPT_MAVEN_OPTIONS  of the build, such as -Pcuda to train and -Pgpu to score on a GPU
# OMP_NUM_THREADS         native threads of each training task; default: spark.task.cpus, which is 1
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export NETADAPT_HOME=$home

fresh() { # the jar is there and no source is newer
  [ -f "$jar" ] && [ -d "$home/target/spark/jars" ] &&
    [ -z "$(find "$home/src/main" "$home/pom.xml" "$home/conf/networks" -newer "$jar" -print -quit)" ]
}

find_jar() {
  local jars=("$home"/target/netadapt-spark-*-all.jar)
  jar=${jars[0]}
}

find_jar
if ! fresh; then
  echo "building (once)" >&2
  read -r -a options <<<"${NETADAPT_MAVEN_OPTIONS:-}"
  (cd "$home" && mvn -B -q -DskipTests -Dspotless.check.skip "${options[@]}" package) >&2
  find_jar
fi

export SPARK_LOCAL_IP=${SPARK_LOCAL_IP:-127.0.0.1}
# Where a task has several native threads, idle ones sleep: spinning, they would keep Java's waiting.
export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive}
memory=${NETADAPT_MEMORY:-4g}
if ! [[ $memory =~ ^[1-9][0-9]*[mMgGtT]$ ]]; then
  echo "NETADAPT_MEMORY is $memory but must be an amount of memory, such as 4g" >&2
  exit 2
fi

opens=()
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util \
  java.util.concurrent java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action \
  sun.util.calendar; do
  opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done

read -r -a more <<<"${NETADAPT_JAVA_OPTIONS:-}"
exec java "${opens[@]}" "-Xmx$memory" -Djdk.reflect.useDirectMethodHandle=false \
  -Dorg.bytedeco.javacpp.maxphysicalbytes=0 "${more[@]}" \
  -cp "$jar:$home/target/spark/jars/*" netadapt.cli.Main "$@"
