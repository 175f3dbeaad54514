#!/usr/bin/env bash
# What submit/yarn.sh and submit/kubernetes.sh share: they source this file and call submit.
#
# SPARK_HOME              a Spark 3.5 distribution for Scala 2.12; else spark-submit from PATH
# NETADAPT_JAR            the program; default target/netadapt-spark-*-all.jar
# NETADAPT_DEPLOY_MODE    client (default): the driver runs here. cluster: it runs in the cluster,
#                         and the file after --config travels with it
# NETADAPT_FILES          further files that travel in cluster mode, with commas between them, such
#                         as a network's; the driver finds them under their bare names
# NETADAPT_EXECUTORS      default 2
# NETADAPT_CORES          of each executor, which runs as many tasks at a time; default 4
# NETADAPT_MEMORY         Java's heap of each executor, in whole gigabytes; default 4g
# NETADAPT_NATIVE_MEMORY  arrays outside of that heap, in whole gigabytes; default 4g. 2g more are
#                         asked for, for ONNX Runtime and for Java itself
# NETADAPT_DRIVER_MEMORY  Java's heap of the driver; default 4g
# OMP_NUM_THREADS         native threads of each training task; default: spark.task.cpus, which is 1
# NETADAPT_JAVA_OPTIONS   more options of Java for driver and executors
# NETADAPT_SPARK_OPTIONS  more options of spark-submit, split at blanks; they win over these here
# LOG4J_CONFIGURATION_FILE  how the driver logs here; default: warnings only

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

fail() {
  echo "$(basename "$0"): $1" >&2
  exit 2
}

spark_submit() { # prints the path of the program
  if [ -n "${SPARK_HOME:-}" ]; then
    [ -x "$SPARK_HOME/bin/spark-submit" ] ||
      fail "SPARK_HOME is $SPARK_HOME but has no bin/spark-submit: set it to a Spark distribution"
    echo "$SPARK_HOME/bin/spark-submit"
  else
    command -v spark-submit ||
      fail "no spark-submit: set SPARK_HOME to a Spark 3.5 distribution, or put its bin on PATH"
  fi
}

program() { # prints the path of the jar
  local jars=("$home"/target/netadapt-spark-*-all.jar)
  if [ -n "${NETADAPT_JAR:-}" ]; then
    echo "$NETADAPT_JAR"
  elif [ -f "${jars[0]}" ]; then
    echo "${jars[0]}"
  else
    fail "no target/netadapt-spark-*-all.jar: run mvn -DskipTests package, or set NETADAPT_JAR"
  fi
}

gigabytes() { # NAME VALUE: prints the number
  [[ $2 =~ ^[1-9][0-9]*g$ ]] || fail "$1 is $2 but must be whole gigabytes, such as 4g"
  echo "${2%g}"
}

# submit SPARK_OPTION... -- COMMAND OPTION...
submit() {
  local spark jar memory native overhead java mode=${NETADAPT_DEPLOY_MODE:-client}
  spark=$(spark_submit)
  jar=$(program)
  memory=$(gigabytes NETADAPT_MEMORY "${NETADAPT_MEMORY:-4g}")g
  native=$(gigabytes NETADAPT_NATIVE_MEMORY "${NETADAPT_NATIVE_MEMORY:-4g}")
  overhead=$((native + 2))g
  # The container is the limit of physical memory; JavaCPP's own check counts shared pages too.
  java="-Dorg.bytedeco.javacpp.maxbytes=${native}g -Dorg.bytedeco.javacpp.maxphysicalbytes=0"
  java+=" ${NETADAPT_JAVA_OPTIONS:-}"

  local options=()
  while [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  shift

  local arguments=("$@") files=${NETADAPT_FILES:-} i
  case $mode in
    client)
      export NETADAPT_HOME=$home
      export LOG4J_CONFIGURATION_FILE=${LOG4J_CONFIGURATION_FILE:-$home/src/main/resources/log4j2.properties}
      ;;
    cluster) # the driver has the file in its working directory
      for ((i = 0; i < ${#arguments[@]}; i++)); do
        local file=
        case ${arguments[i]} in
          --config=*)
            file=${arguments[i]#--config=}
            arguments[i]=--config=$(basename "$file")
            ;;
          --config)
            file=${arguments[i + 1]:-}
            arguments[i + 1]=$(basename "$file")
            ;;
        esac
        if [ -n "$file" ]; then
          [ -f "$file" ] || fail "--config is $file but there is no such file"
          files=$file${files:+,$files}
        fi
      done
      [ -z "$files" ] || options+=(--files "$files")
      ;;
    *) fail "NETADAPT_DEPLOY_MODE is $mode but must be client or cluster" ;;
  esac

  if [ -n "${OMP_NUM_THREADS:-}" ]; then
    options+=(--conf "spark.executorEnv.OMP_NUM_THREADS=$OMP_NUM_THREADS")
  fi
  export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1} # of the driver, whose machine may be others' too

  # A full disk is recognised by the system's message, which is English only in this locale.
  if [ -n "${LC_ALL:-}" ]; then # it would win
    export LANG=$LC_ALL LC_CTYPE=$LC_ALL
    unset LC_ALL
  fi
  export LC_MESSAGES=C

  local more
  read -r -a more <<<"${NETADAPT_SPARK_OPTIONS:-}"
  exec "$spark" --class netadapt.cli.Main --deploy-mode "$mode" \
    --driver-memory "${NETADAPT_DRIVER_MEMORY:-4g}" \
    --executor-memory "$memory" \
    --executor-cores "${NETADAPT_CORES:-4}" \
    --conf spark.executor.instances="${NETADAPT_EXECUTORS:-2}" \
    --conf spark.driver.memoryOverhead="$overhead" \
    --conf spark.executor.memoryOverhead="$overhead" \
    --conf spark.driver.extraJavaOptions="$java" \
    --conf spark.executor.extraJavaOptions="$java" \
    --conf spark.executorEnv.OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-passive}" \
    --conf spark.executorEnv.LC_MESSAGES=C \
    --conf spark.scheduler.minRegisteredResourcesRatio=1 \
    --conf spark.scheduler.maxRegisteredResourcesWaitingTime=300s \
    "${options[@]}" "${more[@]}" "$jar" "${arguments[@]}"
}
