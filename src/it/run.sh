#!/usr/bin/env bash
# Runs a shortened quickstart on a small HDFS and YARN on this machine, by submit/yarn.sh: undisturbed, and with
# things that go wrong there. Says of each what it ended with, and compares the model that was found.
#   mvn -DskipTests package && src/it/run.sh
# Takes about 20 minutes on 2 cores, 8 GB of memory, and 200 MB of Hadoop's libraries, which Maven fetches once. Leaves what the
# programs said in target/it. NETADAPT_JAR names another program, IT_CASES some of the cases.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=$home/target/it
hadoop=$out/cluster.classpath
cases=${IT_CASES:-undisturbed datanode-lost master-killed executors-killed}

# Without Java's options of the caller's, and on addresses of this machine alone.
export SPARK_LOCAL_IP=127.0.0.1

prepare() {
  mkdir -p "$out"
  [ -s "$hadoop" ] || mvn -B -q -f "$home/src/it/pom.xml" dependency:build-classpath -Dmdep.outputFile="$hadoop"
  # The Spark that the build leaves has no YARN.
  local core=("$home"/target/spark/jars/spark-core_*.jar) yarn
  [ -f "${core[0]}" ] || { echo "run.sh: no target/spark: run mvn -DskipTests package" >&2; exit 2; }
  yarn=$(basename "${core[0]}" .jar)
  yarn=${yarn/core/yarn}
  mkdir -p "$out/spark/jars" "$out/spark/bin"
  ln -sf "$home"/target/spark/jars/*.jar "$out/spark/jars/"
  [ -f "$out/spark/jars/$yarn.jar" ] ||
    mvn -B -q -f "$home/src/it/pom.xml" dependency:copy -Dmdep.useBaseVersion=true \
      -Dartifact="org.apache.spark:${yarn/-[0-9]*/}:${yarn##*-}" -DoutputDirectory="$out/spark/jars"
  cat >"$out/spark/bin/spark-submit" <<'END'
#!/usr/bin/env bash
# As Spark's own does: what begins with a NUL and a line break is the command.
SPARK_HOME=$(cd "$(dirname "$0")/.." && pwd)
export SPARK_HOME SPARK_SCALA_VERSION=2.12
mapfile -d '' -t command < <(java -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main \
  org.apache.spark.deploy.SparkSubmit "$@" | tail -c +3)
[ ${#command[@]} -gt 1 ] || exit 1
exec "${command[@]}"
END
  chmod +x "$out/spark/bin/spark-submit"
}

start_cluster() {
  rm -rf "$out/hdfs" "$out/yarn" "$out/conf" "$out/target"
  coproc CLUSTER (cd "$out" && exec java -Xmx1g -Djava.net.preferIPv4Stack=true \
    --add-opens=java.base/java.lang=ALL-UNNAMED \
    -Dlog4j.configuration="file:$home/src/it/log4j.properties" -Dtest.build.data="$out" \
    -cp "$(cat "$hadoop")" "$home/src/it/SmallCluster.java" "$out" 2>"$out/cluster.log")
  read -r ready hdfs <&"${CLUSTER[0]}" && [ "$ready" = ready ] ||
    { echo "run.sh: the cluster has not started: see $out/cluster.log" >&2; exit 3; }
}

stop_cluster() {
  [ -z "${CLUSTER_PID:-}" ] || kill "$CLUSTER_PID"
}

cluster() { # COMMAND...: prints the answer
  echo "$@" >&"${CLUSTER[1]}"
  local answer
  read -r answer <&"${CLUSTER[0]}"
  echo "$answer"
}

netadapt() { # NAME OPTION...
  local name=$1
  shift
  SPARK_HOME=$out/spark HADOOP_CONF_DIR=$out/conf HADOOP_USER_NAME=$(id -un) \
    NETADAPT_CORES=1 NETADAPT_MEMORY=1g NETADAPT_NATIVE_MEMORY=1g NETADAPT_DRIVER_MEMORY=1g \
    NETADAPT_SPARK_OPTIONS="--conf spark.yarn.jars=local:$out/spark/jars/* --conf spark.ui.enabled=false ${NETADAPT_SPARK_OPTIONS:-} ${options:-}" \
    "$home/submit/yarn.sh" run --verbose --config "$home/conf/quickstart.conf" \
    -Drun.directory="$hdfs/runs/$name" -Ddata.held-out=8000 -Ddata.test=1000 \
    -Dsupernet.epochs=1 -Dsupernet.workers=2 -Dsupernet.steps-per-round=2 -Dsupernet.checkpoint-rounds=1 \
    -Dsearch.budgets=[0.5] -Dsearch.samples=6 -Dsearch.reduction=0.12 \
    -Dtrain.epochs=1 -Dtrain.workers=2 -Dtrain.baselines=[] "$@" >>"$out/$name.log" 2>&1
}

ended() { # NAME CODE WHAT
  echo "$1: $3; ended with $2"
}

# The same model as without any fault.
compare() { # NAME
  cluster copy "/runs/$1/found/model.onnx" "$out/$1.onnx" >/dev/null
  if cmp -s "$out/$1.onnx" "$out/undisturbed.onnx"; then
    echo "$1: the same model, to the byte"
  else
    echo "$1: ANOTHER MODEL"
    failed=1
  fi
}

# A run that goes on while something happens to it, amid the search.
with() { # NAME COMMAND...
  local name=$1 code=0 what
  shift
  netadapt "$name" &
  local run=$!
  cluster await "/runs/$name/samples/iteration-0001.parquet" >/dev/null
  what=$("$@")
  [ -n "$what" ] || { echo "$name: NOTHING HAPPENED"; failed=1; }
  wait $run || code=$?
  ended "$name" $code "$what"
  if [ $code != 0 ]; then
    code=0
    netadapt "$name" || code=$?
    ended "$name" $code "the same command again"
  fi
  [ $code = 0 ] && compare "$name" || failed=1
}

kill_master() { # of the application, which in client mode asks YARN for executors
  local pid
  pid=$(pgrep -f "^[^ ]*/java .*$out/.*org.apache.spark.deploy.yarn.ExecutorLauncher" | head -n 1)
  kill -9 "$pid" && echo "application master killed"
}

failed=0
prepare
start_cluster
trap stop_cluster EXIT
for case in $cases; do
  : >"$out/$case.log"
  case $case in
    undisturbed)
      code=0
      netadapt undisturbed || code=$?
      ended undisturbed $code "nothing"
      [ $code = 0 ] || { tail -n 5 "$out/undisturbed.log"; exit 3; }
      cluster copy /runs/undisturbed/found/model.onnx "$out/undisturbed.onnx" >/dev/null
      ;;
    datanode-lost) with datanode-lost cluster lose-datanode ;;
    master-killed) with master-killed kill_master ;;
    executors-killed)
      code=0
      netadapt executors-killed &
      run=$!
      cluster await /runs/executors-killed/samples/iteration-0001.parquet >/dev/null
      while kill -0 $run 2>/dev/null; do # as their machines would for their memory
        pkill -9 -f "^[^ ]*/java .*$out/.*YarnCoarseGrainedExecutorBackend" || true
        sleep 5
      done
      wait $run || code=$?
      ended executors-killed $code "$(tail -n 1 "$out/executors-killed.log")"
      [ $code = 2 ] && grep -q "^executors were killed" "$out/executors-killed.log" || failed=1
      ;;
    *) echo "run.sh: no case $case" >&2; exit 1 ;;
  esac
done
exit $failed
