package netadapt.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import netadapt.RunListener;
import netadapt.Seeds;
import netadapt.Stopped;
import netadapt.arch.SubNetwork;

/** Measures networks pass by pass, and again those whose times do not agree. */
final class Measurer {
  /** Further passes over networks that something disturbed. */
  private static final int FURTHER_PASSES = 4;

  private static final Duration WARM_UP = Duration.ofSeconds(1);

  private final List<SubNetwork> networks;
  private final NetworkTimer timer;
  private final int passes;
  private final RunListener listener;

  Measurer(List<SubNetwork> networks, MeasurementEffort effort, RunListener listener) {
    this.networks = List.copyOf(networks);
    this.timer = new NetworkTimer(effort);
    this.passes = effort.passes();
    this.listener = listener;
  }

  /**
   * Adds what a file lacks, and then further timings of networks whose times do not agree, as long
   * as there is hope that they will.
   */
  void complete(TimingsFile file) {
    Set<Turn> done = new HashSet<>();
    file.timings().forEach(timing -> done.add(new Turn(timing.pass(), timing.network())));
    List<Integer> all = IntStream.range(0, networks.size()).boxed().toList();
    List<Turn> turns = new ArrayList<>();
    for (int pass = 0; pass < passes; pass++) {
      turns.addAll(turns(pass, all));
    }
    turns.removeAll(done);
    measure(file, turns, "pass %d of " + passes);
    int next = Math.max(passes, 1 + done.stream().mapToInt(Turn::pass).max().orElse(0));
    for (int further = 0; further < FURTHER_PASSES; further++) {
      List<Integer> unsettled = NetworkTimes.unsettled(file.timings(), networks.size());
      if (unsettled.isEmpty()) {
        return;
      }
      listener.working(1, "%d networks once more".formatted(unsettled.size()));
      await(Duration.ofSeconds(1L << further));
      List<Turn> again = turns(next + further, unsettled);
      warmUp(again.get(0));
      again.forEach(turn -> measure(file, turn));
    }
  }

  /** Until what has disturbed the machine for seconds may be over. */
  private static void await(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped("the measurement was interrupted: the same command resumes it", e);
    }
  }

  /** In an order of its own, so that a slow quarter of an hour does not meet the same networks. */
  private static List<Turn> turns(int pass, List<Integer> numbers) {
    List<Integer> order = new ArrayList<>(numbers);
    Collections.shuffle(order, new Random(Seeds.mix(1, "pass", pass)));
    return order.stream().map(number -> new Turn(pass, number)).toList();
  }

  /** Until the processor is as fast as it will be: idle ones need a while. */
  private void warmUp(Turn turn) {
    long end = System.nanoTime() + WARM_UP.toNanos();
    while (System.nanoTime() < end) {
      timer.time(networks.get(turn.network), turn.network, turn.pass);
    }
  }

  private void measure(TimingsFile file, List<Turn> turns, String what) {
    if (!turns.isEmpty()) {
      warmUp(turns.get(0));
    }
    for (int done = 0; done < turns.size(); done++) {
      Turn turn = turns.get(done);
      listener.working(
          (double) done / turns.size(),
          "%s, %d to measure".formatted(what.formatted(turn.pass + 1), turns.size() - done));
      measure(file, turn);
    }
  }

  private void measure(TimingsFile file, Turn turn) {
    file.add(timer.time(networks.get(turn.network), turn.network, turn.pass));
  }

  /** One network in one pass. */
  private record Turn(int pass, int network) {}
}
