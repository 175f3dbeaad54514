package netadapt.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import netadapt.benchmark.SeedRun.Found;
import netadapt.benchmark.Variant.Supernet;
import netadapt.settings.Settings;
import netadapt.settings.TrainingSettings;

/**
 * How good is the network that {@code conf/depth-quickstart.conf} finds if it is trained along the
 * way of the search, as the paper does (appendix A.2), against as many epochs from random or from
 * the shared weights?
 *
 * <pre>submit/benchmark.sh trajectory</pre>
 *
 * <p>What is done stays in {@code target/benchmarks}, and called again, it goes on from there.
 */
final class TrajectoryTrainings {
  private static final String INITIAL = "train.initial-weights";

  /** Two trainings of a run are told apart by their seeds. */
  private static final long SEEDS_APART = 100;

  private TrajectoryTrainings() {}

  /**
   * The trainings; the first one is what the others are compared with.
   *
   * @param epochs of those that have no way
   */
  static List<TrainingRecipe> recipes(int epochs) {
    String all = Integer.toString(epochs);
    return List.of(
        new TrainingRecipe(
            "random", "from random weights", Map.of(INITIAL, "random", "train.epochs", all)),
        new TrainingRecipe(
            "shared", "from the shared weights", Map.of(INITIAL, "shared", "train.epochs", all)),
        new TrainingRecipe(
            "trajectory", "along the way of the search", Map.of(INITIAL, "trajectory")));
  }

  /**
   * @param arguments of an {@link Assignment}
   */
  public static void main(String[] arguments) {
    Assignment given = Assignment.of(arguments);
    for (long seed = given.first(); seed <= given.last(); seed++) {
      measure(given, seed);
    }
  }

  private static void measure(Assignment given, long seed) {
    say(seed, Measured.BEGUN, 1);
    Path configuration = given.experiment().configuration();
    Variant variant = given.experiment().variants().get(0);
    try (SeedRun run =
        SeedRun.open(configuration, given.folder(), seed, Supernet.USUAL, given.further())) {
      Found found = run.search(variant, 1);
      TrainingSettings train = Settings.read(configuration, given.further()).train();
      int epochs = train.plan().pace().epochs() + found.winners() * train.trajectoryEpochs();
      say(seed, "winners", found.winners());
      say(seed, "epochs", epochs);
      long own = SEEDS_APART * seed;
      for (TrainingRecipe recipe : recipes(epochs)) {
        own++;
        double score = run.train(variant, recipe.settings(), found.architecture(), own);
        say(seed, recipe.word() + ".tested.1", score);
      }
    }
    say(seed, Measured.DONE, 1);
  }

  private static void say(long seed, String what, double value) {
    Child.say("seed.%d.%s".formatted(seed, what), value);
  }
}
