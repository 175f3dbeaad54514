package netadapt.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.storage.BlockManagerMaster;
import org.apache.spark.storage.RDDBlockId;
import scala.Option;

/**
 * A Spark cluster of two machines with an executor each, and what goes wrong on it.
 *
 * <p>The machines are this one under two addresses: Spark starts a second attempt at a slow task on
 * another machine only, so that a {@code local-cluster}, which is one, would never do so.
 */
public final class TwoMachines implements AutoCloseable {
  private static final String FIRST = "127.0.0.1";
  private static final String SECOND = "127.0.0.2";
  private static final int MEGABYTES = 1024;

  private final List<RpcEnv> machines = new ArrayList<>();
  private final Watching watching = new Watching();
  private final JavaSparkContext spark;

  /**
   * Starts it, and waits for both executors.
   *
   * @param cores of each
   * @param folder for what the executors say
   */
  public TwoMachines(int cores, Path folder) {
    SparkConf configuration =
        new SparkConf()
            .setAppName("two machines")
            .set("spark.driver.host", FIRST)
            .set("spark.ui.enabled", "false")
            .set("spark.master.rest.enabled", "false")
            .set("spark.locality.wait", "100ms")
            .set("spark.speculation", "true")
            .set("spark.speculation.quantile", "0.5")
            .set("spark.executor.cores", Integer.toString(cores))
            .set("spark.executor.memory", MEGABYTES + "m")
            .set("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    RpcEnv master = Master.startRpcEnvAndEndpoint(FIRST, 0, 0, configuration)._1();
    machines.add(master);
    String address = "spark://%s:%d".formatted(FIRST, master.address().port());
    for (String host : List.of(FIRST, SECOND)) {
      machines.add(
          Worker.startRpcEnvAndEndpoint(
              host,
              0,
              0,
              cores,
              MEGABYTES,
              new String[] {address},
              folder.resolve(host).toString(),
              Option.apply(machines.size()),
              configuration,
              Option.empty()));
    }
    spark = new JavaSparkContext(configuration.setMaster(address));
    spark.setLogLevel("OFF");
    awaitExecutors();
    spark.sc().addSparkListener(watching);
  }

  public JavaSparkContext spark() {
    return spark;
  }

  /** Also after one was lost, for which Spark starts another. */
  public void awaitExecutors() {
    while (spark.sc().getExecutorMemoryStatus().size() < 3) { // the driver's and theirs
      Thread.onSpinWait();
    }
  }

  /** Frees all executors of a part of what they keep. */
  public void lose(JavaRDD<?> kept, int partition) {
    RDDBlockId block = new RDDBlockId(kept.rdd().id(), partition);
    BlockManagerMaster master = spark.sc().env().blockManager().master();
    if (!master.contains(block)) {
      throw new IllegalStateException(block + " is not kept by any executor");
    }
    master.removeBlock(block);
    while (master.contains(block)) {
      Thread.onSpinWait();
    }
  }

  /** Tasks that ended with an exception of their own so far. */
  public int failedTasks() {
    return told(watching).failed.get();
  }

  /** Second attempts at slow tasks so far. */
  public int secondAttempts() {
    return told(watching).second.get();
  }

  /** Executors that were lost so far. */
  public int lostExecutors() {
    return told(watching).lost.size();
  }

  /** Spark tells its listeners of a task after the job may have ended. */
  private Watching told(Watching listener) {
    try {
      spark.sc().listenerBus().waitUntilEmpty();
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
    return listener;
  }

  private static final class Watching extends SparkListener {
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger second = new AtomicInteger();
    private final Set<String> lost = ConcurrentHashMap.newKeySet();

    @Override
    public void onTaskStart(SparkListenerTaskStart start) {
      if (start.taskInfo().speculative()) {
        second.incrementAndGet();
      }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      if (end.reason() instanceof ExceptionFailure) {
        failed.incrementAndGet();
      }
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
      lost.add(removed.executorId());
    }
  }

  @Override
  public void close() {
    spark.stop();
    for (int i = machines.size() - 1; i >= 0; i--) {
      machines.get(i).shutdown();
      machines.get(i).awaitTermination();
    }
  }
}
