package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Optional;
import netadapt.data.LocalSpark;
import netadapt.nn.kernels.NativeThreads;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.nd4j.nativeblas.NativeOpsHolder;

class WorkerDeviceTest extends LocalSpark {
  @Test
  void taskComputesWithAsManyThreadsAsItHasCores() {
    int expected = NativeThreads.of(Optional.ofNullable(System.getenv("OMP_NUM_THREADS")), 1);

    assertThat(context().parallelize(List.of(0, 1), 2).map(i -> threadsOfATask()).collect())
        .containsExactly(expected, expected);
  }

  @Test
  void programBuiltForProcessorsTrainsAnywhere() {
    assertThatCode(() -> WorkerDevice.check(context(), 2)).doesNotThrowAnyException();
  }

  private static JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  private static int threadsOfATask() {
    NativeThreads.use(7); // left by a task before
    WorkerDevice.prepare();
    return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
  }
}
