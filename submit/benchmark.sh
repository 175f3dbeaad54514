#!/usr/bin/env bash
# Builds the benchmarks of src/jmh/java and prints their table; see docs/benchmarks.md.
#   submit/benchmark.sh                               all rows that take no hours
#   submit/benchmark.sh --quick                       the same with few repetitions
#   submit/benchmark.sh dense elastic                 some rows
#   submit/benchmark.sh --workload cifar10:128 soak   another network and images of a step
#   submit/benchmark.sh --images FOLDER shared        on photographs in a folder per class
#   submit/benchmark.sh --images FOLDER prepare       how fast these are prepared, in every form
#   submit/benchmark.sh --images FOLDER input         decodes and augments them
#   submit/benchmark.sh found                         trains what searches find; resumes, takes hours
#   submit/benchmark.sh --seeds 1-5 quickstart        the same for what the quickstart finds
#   submit/benchmark.sh depth                         the same for what conf/depth-quickstart.conf finds
#   submit/benchmark.sh trajectory                    trains that along the way of the search, and not
#   submit/benchmark.sh --data FOLDER cifar10         the same on CIFAR-10
#   submit/benchmark.sh --data FOLDER recipes         trains one network there in several ways
#   submit/benchmark.sh --data FOLDER ablations       the paper's ablations on CIFAR-10
#   submit/benchmark.sh --data FOLDER search          trains on CIFAR-10, unless it has, and searches
#   submit/benchmark.sh scaling                       searches with many executors whose tasks sleep
#   submit/benchmark.sh torch                         against PyTorch, which must be installed
# NETADAPT_PYTHON  with PyTorch, for torch; default: python3
# OMP_NUM_THREADS  native threads; default: one per core. Rows that train set their own
# OPENBLAS_CORETYPE  what OpenBLAS takes the processor for; default: what it finds, but for Intel's
# NETADAPT_MEMORY  of Java's heap; default 4g. Arrays have NETADAPT_NATIVE_MEMORY, default 12g
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mvn -B -q -Dspotless.check.skip process-classes compiler:testCompile@benchmarks \
  dependency:build-classpath@benchmarks dependency:copy-dependencies@spark-jars >&2

commit=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
[ -z "$(git status --porcelain 2>/dev/null)" ] || commit+=" and changes"
OMP_NUM_THREADS=${OMP_NUM_THREADS:-$(nproc)}
export OMP_NUM_THREADS
# Deeplearning4j's layers multiply by OpenBLAS 0.3.19, which takes its slowest kernels on Intel's
# processors that are newer than it.
if grep -qm 1 GenuineIntel /proc/cpuinfo; then
  grep -qm 1 avx512f /proc/cpuinfo && known=SkylakeX || known=Haswell
  export OPENBLAS_CORETYPE=${OPENBLAS_CORETYPE:-$known}
fi
# Where Spark's local-cluster mode starts its executors from.
export SPARK_HOME=$PWD/target/spark SPARK_SCALA_VERSION=2.12
exec java "-Xmx${NETADAPT_MEMORY:-4g}" "-Dnetadapt.commit=$commit" \
  "-Dorg.bytedeco.javacpp.maxbytes=${NETADAPT_NATIVE_MEMORY:-12g}" \
  -Dorg.bytedeco.javacpp.maxphysicalbytes=0 \
  -cp "target/jmh-classes:target/classes:$(<target/jmh-classpath)" netadapt.benchmark.Table "$@"
