package netadapt.benchmark;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import netadapt.NetAdapt;
import netadapt.Step;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.run.TrainedNetwork;
import netadapt.search.UniformScaling;
import netadapt.settings.Settings;

/**
 * How accurate is one and the same small network, trained alone with a teacher, stochastic depth or
 * AutoAugment? The network is {@code conf/cifar10.conf}'s, uniformly scaled to half of its MACs, so
 * that nothing needs to be searched; the teacher is the initial network, trained alone once.
 *
 * <pre>submit/benchmark.sh --data FOLDER recipes</pre>
 *
 * <p>What is done stays in {@code target/benchmarks}, and called again, it goes on from there.
 */
final class RecipeTrainings {
  private static final double SHARE = 0.5;
  private static final long SEEDS_APART = 100;

  /** Of the teacher, which is the same for all seeds. */
  private static final long TEACHER_SEED = 1;

  private final Path folder;
  private final long seed;
  private final Map<String, String> further;

  private RecipeTrainings(Path folder, long seed, Map<String, String> further) {
    this.folder = folder;
    this.seed = seed;
    this.further = further;
  }

  /** The recipes; the first one is the configuration's. */
  static List<TrainingRecipe> recipes(String teacher) {
    Map<String, String> taught = Map.of("train.teacher", teacher);
    Map<String, String> survival = Map.of("train.survival", "0.8");
    Map<String, String> policy = Map.of("train.augment.policy", "cifar10");
    Map<String, String> all = new HashMap<>(taught);
    all.putAll(survival);
    all.putAll(policy);
    return List.of(
        new TrainingRecipe("plain", "the configuration's recipe", Map.of()),
        new TrainingRecipe("taught", "taught by the initial network", taught),
        new TrainingRecipe("survival", "stochastic depth, survival 0.8", survival),
        new TrainingRecipe("policy", "AutoAugment", policy),
        new TrainingRecipe("all", "all three", all));
  }

  /**
   * @param arguments of an {@link Assignment}
   */
  public static void main(String[] arguments) {
    Assignment given = Assignment.of(arguments);
    for (long seed = given.first(); seed <= given.last(); seed++) {
      new RecipeTrainings(given.folder(), seed, given.further())
          .measure(given.experiment().configuration());
    }
  }

  private void measure(Path configuration) {
    say(Measured.BEGUN, 1);
    String teacher = teacher(configuration);
    for (TrainingRecipe recipe : recipes(teacher)) {
      try (NetAdapt run = open(configuration, seed, recipe.word(), recipe.settings())) {
        run.perform(Step.PREPARE);
        Architecture scaled = scaled(run.network());
        say("macs", MacCount.count(SubNetwork.of(run.network(), scaled)) / macs(run.network()));
        train(run, recipe.word(), scaled, seed);
      }
    }
    say(Measured.DONE, 1);
  }

  /** Trains the initial network, unless that is done. */
  private String teacher(Path configuration) {
    try (NetAdapt run = open(configuration, TEACHER_SEED, "initial", Map.of())) {
      run.perform(Step.PREPARE);
      return train(run, "initial", run.network().full(), TEACHER_SEED).model().toString();
    }
  }

  private static Architecture scaled(SuperNetwork network) {
    return UniformScaling.within(network, new MacCount(), SHARE * macs(network)).orElseThrow();
  }

  private static double macs(SuperNetwork network) {
    return MacCount.count(SubNetwork.full(network));
  }

  private NetAdapt open(Path configuration, long seed, String word, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(further);
    all.put("run.seed", Long.toString(seed));
    all.put("train.initial-weights", "random");
    all.put("data.directory", folder.resolve("seed-%d-data".formatted(seed)).toString());
    all.put("run.directory", folder.resolve("seed-%d-%s".formatted(seed, word)).toString());
    all.putAll(settings);
    String name = "seed-%d-%s".formatted(seed, word);
    return NetAdapt.open(Settings.read(configuration, all), new ProgressLines(name));
  }

  private TrainedNetwork train(NetAdapt run, String name, Architecture architecture, long ownSeed) {
    TrainedNetwork trained = run.train(architecture, SEEDS_APART * ownSeed + 1);
    say(name + ".tested.1", trained.testAccuracy().orElseThrow());
    return trained;
  }

  private void say(String what, double value) {
    Child.say("seed.%d.%s".formatted(seed, what), value);
  }
}
