package netadapt.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import netadapt.RunListener;
import netadapt.Seeds;
import netadapt.arch.SubNetwork;

/** Measures networks pass by pass, and again those whose times do not agree. */
final class Measurer {
  /** Further passes over networks that something disturbed. */
  private static final int FURTHER_PASSES = 3;

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
    for (int pass = next; pass < next + FURTHER_PASSES; pass++) {
      List<Integer> unsettled = NetworkTimes.unsettled(file.timings(), networks.size());
      measure(file, turns(pass, unsettled), "times that differ, pass %d");
    }
  }

  /** In an order of its own, so that a slow quarter of an hour does not meet the same networks. */
  private static List<Turn> turns(int pass, List<Integer> numbers) {
    List<Integer> order = new ArrayList<>(numbers);
    Collections.shuffle(order, new Random(Seeds.mix(1, "pass", pass)));
    return order.stream().map(number -> new Turn(pass, number)).toList();
  }

  private void measure(TimingsFile file, List<Turn> turns, String what) {
    for (int done = 0; done < turns.size(); done++) {
      Turn turn = turns.get(done);
      listener.working(
          (double) done / turns.size(),
          "%s, %d to measure".formatted(what.formatted(turn.pass + 1), turns.size() - done));
      file.add(timer.time(networks.get(turn.network), turn.network, turn.pass));
    }
  }

  /** One network in one pass. */
  private record Turn(int pass, int network) {}
}
