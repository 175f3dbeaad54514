#!/usr/bin/env bash
# What submit/yarn.sh, submit/kubernetes.sh and submit/standalone.sh share: they source this file and call
# submit. How the numbers follow from a machine: docs/cluster.md.
#
# SPARK_HOME              a Spark 3.5 distribution for Scala 2.12; else spark-submit from PATH
# NETADAPT_JAR            the program; default target/netadapt-spark-*-all.jar
# NETADAPT_DEPLOY_MODE    client (default): the driver runs here. cluster: it runs in the cluster,
#                         and the file after --config travels with it
# NETADAPT_FILES          further files that travel in cluster mode, with commas between them, such
#                         as a network's; the driver finds them under their bare names
# NETADAPT_EXECUTORS      default 2
# NETADAPT_CORES          of each executor, which runs as many tasks at a time; default 4
# NETADAPT_GPUS           of each executor, which then runs one task at a time on each; default 0
# NETADAPT_TASKS_PER_GPU  tasks that share a GPU; default 1
# NETADAPT_GPU_SCRIPT     what tells executors their GPUs, on every machine or in the image; default:
#                         submit/gpus.sh, which travels to YARN and is in the images of submit/docker
# NETADAPT_MEMORY         Java's heap of each executor, in whole gigabytes; default 4g
# NETADAPT_NATIVE_MEMORY  arrays outside of that heap, in whole gigabytes; default 4g. 2g more are
#                         asked for, for ONNX Runtime and for Java itself
# NETADAPT_DRIVER_MEMORY  Java's heap of the driver; default 4g
# OMP_NUM_THREADS         native threads of each training task; default: spark.task.cpus, which is 1
# NETADAPT_JAVA_OPTIONS   more options of Java for driver and executors
# NETADAPT_SPARK_OPTIONS  more options of spark-submit, split at blanks; they win over these here
# LOG4J_CONFIGURATION_FILE  how the driver logs here; default: warnings only
# Secrets are no options: everybody on a machine sees those of its processes. See docs/operating.md.

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

number() { # NAME VALUE LEAST: prints the number
  [[ $2 =~ ^(0|[1-9][0-9]{0,5})$ ]] && [ "$2" -ge "$3" ] ||
    fail "$1 is $2 but must be a whole number, at least $3"
  echo "$2"
}

no_secrets() { # OPTION...
  local option name
  for option in "$@"; do
    option=${option#--conf=}
    name=${option%%=*}
    [[ $name != *.secretKeyRef.* && $name != *.secrets.* ]] || continue # names of Kubernetes' Secrets
    if [[ $option = *=* && ${name,,} =~ (secret|passw(or)?d|passphrase|token|access[._-]?key)([._](key|id))?$|account\.key|client\.secret|\.sas\. ]]; then
      fail "${name#-D} is among the options, which everybody on this machine can read: give it as docs/operating.md says under Credentials"
    fi
  done
}

cores_in_all() {
  local executors cores
  executors=$(number NETADAPT_EXECUTORS "${NETADAPT_EXECUTORS:-2}" 1)
  cores=$(number NETADAPT_CORES "${NETADAPT_CORES:-4}" 1)
  echo $((executors * cores))
}

# Puts one task at a time on each GPU, or as many as are to share it: cores and GPUs then leave room
# for the same number of tasks. Adds to gpu_options.
use_gpus() { # CORES
  local gpus tasks share
  gpus=$(number NETADAPT_GPUS "${NETADAPT_GPUS:-0}" 0)
  tasks=$(number NETADAPT_TASKS_PER_GPU "${NETADAPT_TASKS_PER_GPU:-1}" 1)
  if [ "$gpus" = 0 ]; then
    [ -z "${NETADAPT_TASKS_PER_GPU:-}" ] ||
      fail "NETADAPT_TASKS_PER_GPU is $tasks but there are no GPUs to share: set NETADAPT_GPUS"
    return
  fi
  [ $(($1 % (gpus * tasks))) = 0 ] ||
    fail "NETADAPT_CORES is $1 but must be a multiple of $((gpus * tasks)), the tasks on NETADAPT_GPUS: each needs as many cores"
  share=1
  [ "$tasks" = 1 ] || share=$(printf '0.%04d' $((10000 / tasks)))
  gpu_options=(
    --conf "spark.executor.resource.gpu.amount=$gpus"
    --conf "spark.task.resource.gpu.amount=$share"
    --conf "spark.task.cpus=$(($1 / (gpus * tasks)))")
  local script=${NETADAPT_GPU_SCRIPT:-${discovery:-}}
  [ -z "$script" ] || gpu_options+=(--conf "spark.executor.resource.gpu.discoveryScript=$script")
  [ -z "${vendor:-}" ] || gpu_options+=(--conf "spark.executor.resource.gpu.vendor=$vendor")
}

gigabytes() { # NAME VALUE: prints the number
  [[ $2 =~ ^[1-9][0-9]*g$ ]] || fail "$1 is $2 but must be whole gigabytes, such as 4g"
  echo "${2%g}"
}

there() { # FILE: prints its path for a driver in the cluster
  case $1 in
    local://*) echo "${1#local://}" ;; # in the image
    *) if [ "${travels:-yes}" = no ]; then realpath -m "$1"; else basename "$1"; fi ;;
  esac
}

# submit SPARK_OPTION... -- COMMAND OPTION...
# Before it, a script may set: discovery, where executors find what tells their GPUs; vendor, of the
# GPUs; travels=no, where files do not get to a driver in the cluster.
submit() {
  local spark jar cores executors memory native overhead java mode=${NETADAPT_DEPLOY_MODE:-client}
  local -a gpu_options=() more
  spark=$(spark_submit)
  jar=$(program)
  executors=$(number NETADAPT_EXECUTORS "${NETADAPT_EXECUTORS:-2}" 1)
  cores=$(number NETADAPT_CORES "${NETADAPT_CORES:-4}" 1)
  memory=$(gigabytes NETADAPT_MEMORY "${NETADAPT_MEMORY:-4g}")g
  native=$(gigabytes NETADAPT_NATIVE_MEMORY "${NETADAPT_NATIVE_MEMORY:-4g}")
  overhead=$((native + 2))g
  # The container is the limit of physical memory; JavaCPP's own check counts shared pages too.
  java="-Dorg.bytedeco.javacpp.maxbytes=${native}g -Dorg.bytedeco.javacpp.maxphysicalbytes=0"
  java+=" ${NETADAPT_JAVA_OPTIONS:-}"
  read -r -a more <<<"${NETADAPT_SPARK_OPTIONS:-}"
  use_gpus "$cores"

  local options=()
  while [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  shift
  # shellcheck disable=SC2086 # split as Java's options are
  no_secrets "$@" "${more[@]}" ${NETADAPT_JAVA_OPTIONS:-}

  local arguments=("$@") files=${NETADAPT_FILES:-} i
  case $mode in
    client)
      export NETADAPT_HOME=$home
      export LOG4J_CONFIGURATION_FILE=${LOG4J_CONFIGURATION_FILE:-$home/src/main/resources/log4j2.properties}
      ;;
    cluster) # the driver has the file in its working directory, or under the same path
      for ((i = 0; i < ${#arguments[@]}; i++)); do
        local file=
        case ${arguments[i]} in
          --config=*)
            file=${arguments[i]#--config=}
            arguments[i]=--config=$(there "$file")
            ;;
          --config)
            file=${arguments[i + 1]:-}
            arguments[i + 1]=$(there "$file")
            ;;
        esac
        if [ -n "$file" ] && [[ $file != local://* ]]; then
          [ -f "$file" ] || fail "--config is $file but there is no such file"
          [ "${travels:-yes}" = no ] || files=$file${files:+,$files}
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

  exec "$spark" --class netadapt.cli.Main --deploy-mode "$mode" \
    --driver-memory "${NETADAPT_DRIVER_MEMORY:-4g}" \
    --executor-memory "$memory" \
    --executor-cores "$cores" \
    --conf spark.executor.instances="$executors" \
    --conf spark.driver.memoryOverhead="$overhead" \
    --conf spark.executor.memoryOverhead="$overhead" \
    --conf spark.driver.extraJavaOptions="$java" \
    --conf spark.executor.extraJavaOptions="$java" \
    --conf spark.executorEnv.OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-passive}" \
    --conf spark.executorEnv.LC_MESSAGES=C \
    --conf spark.scheduler.minRegisteredResourcesRatio=1 \
    --conf spark.scheduler.maxRegisteredResourcesWaitingTime=300s \
    "${gpu_options[@]}" "${options[@]}" "${more[@]}" "$jar" "${arguments[@]}"
}

# Where Spark ends with 0 whatever becomes of a driver in the cluster: takes how it ended from what
# spark-submit says.
# submit_and_watch ENDED SPARK_OPTION... -- COMMAND OPTION...
# ENDED is a script of sed which prints it: 0 or FINISHED; or another exit code.
submit_and_watch() {
  local said ended code found=$1
  shift
  if [ "${NETADAPT_DEPLOY_MODE:-client}" != cluster ]; then
    submit "$@"
  fi
  set +e
  said=$(
    set -e
    submit "$@" 2>&1 | tee >(cat >&2)
  )
  code=$?
  set -e
  [ $code = 0 ] || exit $code
  ended=$(sed -n "$found" <<<"$said" | tail -n 1)
  case $ended in
    0 | FINISHED) exit 0 ;;
    [1-9] | [1-9][0-9] | [12][0-9][0-9]) exit "$ended" ;;
    *)
      echo "$(basename "$0"): the driver has not finished but is ${ended:-unknown}: see its log in the cluster" >&2
      exit 3
      ;;
  esac
}
