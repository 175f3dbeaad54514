package netadapt.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import netadapt.arch.Architecture;
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
   * @param arguments experiment; folder for the runs; first and last seed; random networks, of
   *     which there are none; further settings
   */
  public static void main(String[] arguments) {
    Experiment experiment = Experiment.valueOf(arguments[0]);
    long last = Long.parseLong(arguments[3]);
    Map<String, String> further = experiment.settings(arguments);
    for (long seed = Long.parseLong(arguments[2]); seed <= last; seed++) {
      measure(experiment, Path.of(arguments[1]), seed, further);
    }
  }

  private static void measure(
      Experiment experiment, Path folder, long seed, Map<String, String> further) {
    say(seed, Measured.BEGUN, 1);
    Variant variant = experiment.variants().get(0);
    try (SeedRun run =
        SeedRun.open(experiment.configuration(), folder, seed, Supernet.USUAL, further)) {
      Architecture found = run.search(variant, 1).architecture();
      int winners = run.winners(variant, found);
      TrainingSettings train = Settings.read(experiment.configuration(), further).train();
      int epochs = train.plan().pace().epochs() + winners * train.trajectoryEpochs();
      say(seed, "winners", winners);
      say(seed, "epochs", epochs);
      long own = SEEDS_APART * seed;
      for (TrainingRecipe recipe : recipes(epochs)) {
        own++;
        double score = run.train(variant, recipe.settings(), found, own + SEEDS_APART / 2);
        say(seed, recipe.word() + ".tested.1", score);
      }
    }
    say(seed, Measured.DONE, 1);
  }

  private static void say(long seed, String what, double value) {
    Child.say("seed.%d.%s".formatted(seed, what), value);
  }
}
