package netadapt.benchmark;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.benchmark.SeedRun.Found;
import netadapt.cost.MacCount;

/**
 * How accurate are the networks that each search strategy finds for {@code conf/quickstart.conf},
 * trained alone, on test images; and random networks with as many MACs, a uniformly scaled one and
 * the initial one?
 *
 * <pre>submit/benchmark.sh found</pre>
 *
 * <p>It takes one to three hours on two cores. What is done stays in {@code
 * target/benchmarks/found}, and called again, it goes on from there; remove the folder to measure
 * anew.
 */
final class FoundNetworks {
  private static final double BAND = 0.02;

  private final SeedRun run;
  private final long seed;
  private final int trainings;

  private FoundNetworks(SeedRun run, long seed, int trainings) {
    this.run = run;
    this.seed = seed;
    this.trainings = trainings;
  }

  /**
   * @param arguments folder for the runs; seeds; trainings of each network; random networks;
   *     further settings
   */
  public static void main(String[] arguments) {
    int seeds = Integer.parseInt(arguments[1]);
    int trainings = Integer.parseInt(arguments[2]);
    int drawn = Integer.parseInt(arguments[3]);
    Map<String, String> further = new HashMap<>();
    for (int i = 4; i < arguments.length; i++) {
      String[] setting = arguments[i].split("=", 2);
      further.put(setting[0], setting[1]);
    }
    for (long seed = 1; seed <= seeds; seed++) {
      try (SeedRun run = SeedRun.open(Path.of(arguments[0]), seed, further)) {
        new FoundNetworks(run, seed, trainings).measure(drawn);
      }
    }
  }

  private void measure(int drawn) {
    Found exchange = search(FoundBy.EXCHANGE, 0);
    int rounds = run.rounds(exchange.networks());
    Map<FoundBy, Architecture> found = new EnumMap<>(FoundBy.class);
    found.put(FoundBy.EXCHANGE, exchange.architecture());
    for (FoundBy way : FoundBy.values()) {
      if (way != FoundBy.EXCHANGE) {
        found.put(way, search(way, rounds).architecture());
      }
    }
    found.forEach((way, architecture) -> train(way.word(), architecture, trainings));
    double share = share(exchange.architecture());
    drawn(run.run().randomNetworks(drawn, share - BAND, share, seed));
    Architecture scaled = ScaledNetwork.within(run.run().network(), exchange.budget());
    say("scaled.macs", share(scaled));
    train("scaled", scaled, 1);
    train("initial", run.run().network().full(), trainings);
  }

  private Found search(FoundBy way, int rounds) {
    Found found = run.search(way, rounds);
    say(way.word() + ".networks", found.networks());
    say(way.word() + ".macs", share(found.architecture()));
    say(way.word() + ".held_out", run.heldOut(found.architecture()));
    return found;
  }

  private void drawn(List<Architecture> networks) {
    say("drawn.macs", networks.stream().mapToDouble(this::share).average().orElseThrow());
    for (int i = 0; i < networks.size(); i++) {
      say("drawn.tested." + (i + 1), tested("random network " + (i + 1), networks.get(i), 1));
    }
  }

  private void train(String name, Architecture architecture, int times) {
    for (int training = 1; training <= times; training++) {
      say("%s.tested.%d".formatted(name, training), tested(name, architecture, training));
    }
  }

  private double tested(String name, Architecture architecture, int training) {
    System.err.printf("seed-%d: trains %s, training %d%n", seed, name, training);
    return run.train(architecture, training);
  }

  /** MACs as a share of the initial network's. */
  private double share(Architecture architecture) {
    double initial = MacCount.count(SubNetwork.full(run.run().network()));
    return MacCount.count(SubNetwork.of(run.run().network(), architecture)) / initial;
  }

  private void say(String what, double value) {
    Child.say("seed.%d.%s".formatted(seed, what), value);
  }
}
