package netadapt.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import netadapt.benchmark.MadeUpRound.Cost;

/**
 * The averaging of a round's workers, without any training: how long it takes, and how much the
 * driver receives.
 *
 * <pre>submit/benchmark.sh averaging</pre>
 */
final class SparkAveraging {
  private static final int CORES = 2;

  private SparkAveraging() {}

  /**
   * @param arguments workload, of which only the network counts; workers; rounds; {@code executors}
   *     or {@code driver}, where the mean is taken
   */
  public static void main(String[] arguments) {
    int workers = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    try (MadeUpRound round = new MadeUpRound(Workload.of(arguments[0]).elastic(), workers, CORES)) {
      Supplier<Cost> averaging =
          arguments[3].equals("driver") ? round::onDriver : round::onExecutors;
      Cost last = averaging.get(); // not counted: loads classes
      List<Double> seconds = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        last = averaging.get();
        seconds.add(last.seconds());
      }
      Child.say("numbers", round.numbers());
      Child.say("seconds", new Series(seconds).median());
      Child.say("driver_megabytes", last.driverBytes() / 1e6);
      Child.say("mean", round.meanHash());
    }
  }
}
