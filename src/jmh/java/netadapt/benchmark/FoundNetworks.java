package netadapt.benchmark;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.benchmark.SeedRun.Found;
import netadapt.benchmark.Variant.Supernet;
import netadapt.cost.MacCount;
import netadapt.search.UniformScaling;

/**
 * How accurate are the networks that the searches of an {@link Experiment} find, trained alone, on
 * test images; and random networks with as many MACs, a uniformly scaled one and the initial one?
 *
 * <pre>submit/benchmark.sh found
 * submit/benchmark.sh quickstart
 * submit/benchmark.sh depth
 * submit/benchmark.sh --data FOLDER cifar10
 * submit/benchmark.sh --data FOLDER ablations</pre>
 *
 * <p>Each takes an hour to many hours on two cores. What is done stays in a folder of {@code
 * target/benchmarks}, and called again, it goes on from there; remove the folder to measure anew.
 */
final class FoundNetworks {
  private static final double BAND = 0.02;

  /** More than a network is trained: no two trainings have the same random weights. */
  private static final long SEEDS_APART = 100;

  private final Experiment experiment;
  private final Path folder;
  private final long seed;
  private final Map<String, String> further;

  private FoundNetworks(
      Experiment experiment, Path folder, long seed, Map<String, String> further) {
    this.experiment = experiment;
    this.folder = folder;
    this.seed = seed;
    this.further = further;
  }

  /**
   * @param arguments of an {@link Assignment}
   */
  public static void main(String[] arguments) {
    Assignment given = Assignment.of(arguments);
    for (long seed = given.first(); seed <= given.last(); seed++) {
      new FoundNetworks(given.experiment(), given.folder(), seed, given.further())
          .measure(given.drawn());
    }
  }

  private void measure(int drawn) {
    say(Measured.BEGUN, 1);
    Found first = null;
    for (Variant variant : experiment.variants()) {
      try (SeedRun run = open(variant.supernet())) {
        Found found = run.search(variant, first == null ? 1 : run.rounds(first.networks()));
        tell(run, variant.word(), found);
        say(variant.word() + ".supernet_seconds", run.seconds());
        say(variant.word() + ".supernet_epochs", run.epochs());
        train(run, variant.word(), found.architecture(), experiment.trainings(variant));
        first = first == null ? found : first;
      }
    }
    try (SeedRun run = open(Supernet.USUAL)) {
      unsearched(run, Objects.requireNonNull(first), drawn);
    }
    say(Measured.DONE, 1);
  }

  private SeedRun open(Supernet supernet) {
    return SeedRun.open(experiment.configuration(), folder, seed, supernet, further);
  }

  private void tell(SeedRun run, String name, Found found) {
    say(name + ".networks", found.networks());
    say(name + ".search_seconds", found.seconds());
    say(name + ".macs", share(run, found.architecture()));
    say(name + ".layers", layers(run, found.architecture()));
    say(name + ".held_out", run.heldOut(found.architecture()));
  }

  /** What there is without a search. */
  private void unsearched(SeedRun run, Found found, int drawn) {
    if (drawn > 0) {
      drawn(run, share(run, found.architecture()), drawn);
    }
    Architecture scaled =
        UniformScaling.within(run.run().network(), new MacCount(), found.budget()).orElseThrow();
    say("scaled.macs", share(run, scaled));
    train(run, "scaled", scaled, experiment.trainings(experiment.variants().get(0)));
    train(run, "initial", run.run().network().full(), 1);
  }

  private void drawn(SeedRun run, double share, int drawn) {
    List<Architecture> random = run.run().randomNetworks(drawn, share - BAND, share, seed);
    say("drawn.macs", random.stream().mapToDouble(one -> share(run, one)).average().orElseThrow());
    for (int i = 0; i < random.size(); i++) {
      say("drawn.held_out." + (i + 1), run.heldOut(random.get(i)));
      say("drawn.tested." + (i + 1), tested(run, "random network " + (i + 1), random.get(i), 1));
    }
  }

  private void train(SeedRun run, String name, Architecture architecture, int times) {
    for (int training = 1; training <= times; training++) {
      double accuracy = tested(run, name, architecture, training);
      say("%s.tested.%d".formatted(name, training), accuracy);
    }
  }

  private double tested(SeedRun run, String name, Architecture architecture, int training) {
    System.err.printf("seed-%d: trains %s, training %d%n", seed, name, training);
    return run.train(architecture, SEEDS_APART * seed + training);
  }

  /** MACs as a share of the initial network's. */
  private static double share(SeedRun run, Architecture architecture) {
    SuperNetwork network = run.run().network();
    double initial = MacCount.count(SubNetwork.full(network));
    return MacCount.count(SubNetwork.of(network, architecture)) / initial;
  }

  /** Convolutions that are not removed. */
  private static int layers(SeedRun run, Architecture architecture) {
    int[] filters = SubNetwork.of(run.run().network(), architecture).filters();
    return (int) Arrays.stream(filters).filter(count -> count > 0).count();
  }

  private void say(String what, double value) {
    Child.say("seed.%d.%s".formatted(seed, what), value);
  }
}
