#!/usr/bin/env bash
# Runs netadapt on this machine, on Spark in local mode; builds what is missing.
#   submit/local.sh run --config conf/quickstart.conf
# NETADAPT_MEMORY         bounds Java's memory; native memory comes on top of it. Default 4g
# NETADAPT_JAVA_OPTIONS   more options of Java
# NETADAPT_MAVEN_OPTIONS  of the build, such as -Pcuda to train and -Pgpu to score on a GPU; with others
#                         than the last build had, it is built again. Default: those of the last build;
#                         set, but empty: none
# OMP_NUM_THREADS         native threads of each training task; default: spark.task.cpus, which is 1
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export NETADAPT_HOME=$home

# Without the variable the last build's stay: another one would write over a jar that may be running.
wanted_options() {
  if [ -n "${NETADAPT_MAVEN_OPTIONS+set}" ]; then
    echo "$NETADAPT_MAVEN_OPTIONS"
  elif [ -f "$built" ]; then
    sed -n 's/^options: //p' "$built"
  fi
}

find_jar() {
  local jars=("$home"/target/netadapt-spark-*-all.jar)
  jar=${jars[0]}
}

# What a jar is built from and which one it is, by contents, so that it holds for a copy as well: the
# end of a jar lists all that is in it.
build() {
  echo "options: $options"
  echo "sources: $(cd "$home" && find src/main conf/networks pom.xml -type f -print0 |
    LC_ALL=C sort -z | xargs -0 md5sum | md5sum)"
  echo "jar: $(tail -c 4000000 "$jar" | md5sum)"
}

fresh() { # the jar is there, and built from these sources with these options
  [ -f "$jar" ] && [ -d "$home/target/spark/jars" ] || return 1
  local now
  now=$(build)
  if [ -f "$built" ] && [ "$(tail -n 1 "$built")" = "$(tail -n 1 <<<"$now")" ]; then
    [ "$(<"$built")" = "$now" ]
  else # it was built without this script: no source is newer, and no option is asked for
    [ -z "${NETADAPT_MAVEN_OPTIONS:-}" ] &&
      [ -z "$(find "$home/src/main" "$home/pom.xml" "$home/conf/networks" -newer "$jar" -print -quit)" ] ||
      return 1
    options=
    { build >"$built"; } 2>/dev/null || true # nor need the checkout be writable
  fi
}

memory=${NETADAPT_MEMORY:-4g}
if ! [[ $memory =~ ^[1-9][0-9]*[mMgGtT]$ ]]; then
  echo "NETADAPT_MEMORY is $memory but must be an amount of memory, such as 4g" >&2
  exit 2
fi

built=$home/target/netadapt-build
options=$(wanted_options)
find_jar
if ! fresh; then
  echo "building (once)" >&2
  read -r -a each <<<"$options"
  (cd "$home" && mvn -B -q -DskipTests -Dspotless.check.skip "${each[@]}" package) >&2
  find_jar
  build >"$built"
fi

export SPARK_LOCAL_IP=${SPARK_LOCAL_IP:-127.0.0.1}
# Where a task has several native threads, idle ones sleep: spinning, they would keep Java's waiting.
export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive}

# A full disk is recognised by the system's message, which is English only in this locale.
if [ -n "${LC_ALL:-}" ]; then # it would win
  export LANG=$LC_ALL LC_CTYPE=$LC_ALL
  unset LC_ALL
fi
export LC_MESSAGES=C

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
