package netadapt.benchmark;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import netadapt.benchmark.Variant.Supernet;

/** Which searches, or recipes, are compared by how accurate networks are, trained alone. */
enum Experiment {
  /** The strategies there are, with {@code conf/quickstart.conf}. */
  FOUND("quickstart", 8) {
    @Override
    List<Variant> variants() {
      return List.of(
          usual(),
          descent(),
          new Variant("evolution", "evolution", Supernet.USUAL, true, byScores("evolution")),
          new Variant("random", "random search", Supernet.USUAL, true, byScores("random")),
          netAdaptV1());
    }
  },
  /** What {@code conf/quickstart.conf} finds, against doing without a search. */
  QUICKSTART("quickstart", 0),
  /** What {@code conf/cifar10.conf} finds, against doing without a search. */
  CIFAR10("cifar10", 8) {
    @Override
    int trainings(Variant variant) { // of one network they differ by half a point and more
      return 3;
    }
  },
  /** What further parts of the recipe of {@code conf/cifar10.conf} give; searches nothing. */
  RECIPES("cifar10", 0) {
    @Override
    Map<String, String> settings() { // a third of the images, so that it takes an hour or two
      return Map.of("data.held-out", "35000", "train.accuracy-epochs", "0");
    }

    @Override
    List<Variant> variants() {
      return List.of();
    }

    @Override
    Class<?> measurement() {
      return RecipeTrainings.class;
    }
  },
  /** What {@code conf/depth-quickstart.conf} finds, against doing without a search. */
  DEPTH("depth-quickstart", 0),
  /** What it gives to train what that finds along the way of the search. */
  TRAJECTORY("depth-quickstart", 0) {
    @Override
    Class<?> measurement() {
      return TrajectoryTrainings.class;
    }
  },
  /** What each part of the method gives and takes, with {@code conf/cifar10.conf}. */
  ABLATIONS("cifar10", 0) {
    @Override
    Map<String, String> settings() { // few images and epochs: a seed takes an hour or two
      return Map.of(
          "data.held-out", "2000",
          "scoring.calibration-images", "256",
          "supernet.epochs", "6",
          "supernet.draws", "path", // any width of a layer beside any other, as in the paper
          "search.budgets", "[0.5]",
          "search.samples", "32",
          "train.epochs", "4");
    }

    @Override
    List<Variant> variants() {
      Map<String, String> noBypasses =
          Map.of("network", "conf/networks/cifar10-without-bypasses.conf");
      Map<String, String> oneLayer = Map.of("search.layers", "1");
      Map<String, String> allSteps = Map.of("search.undo-needless", "false"); // as the paper does
      Variant multi = descent().with(MULTI, "r = 5%, J = 32", allSteps);
      Variant single = multi.with(SINGLE, "bypasses, one layer", oneLayer);
      Variant v1 = netAdaptV1();
      return List.of(
          multi,
          single,
          single
              .with(PLAIN, "no bypasses, one layer", Map.of())
              .in(new Supernet("without_bypasses", noBypasses)),
          v1.with(v1.word(), v1.title(), allSteps).in(noBypasses),
          multi.with("reduction_2", "r = 2.5%, J = 32", reduction("0.025", "32")),
          multi.with("reduction_5_64", "r = 5%, J = 64", reduction("0.05", "64")),
          multi.with("reduction_10", "r = 10%, J = 32", reduction("0.1", "32")),
          multi.with("reduction_10_128", "r = 10%, J = 128", reduction("0.1", "128")),
          multi.with(AGAIN + 2, "search anew", Map.of("search.seed", "102")),
          multi.with(AGAIN + 3, "search anew", Map.of("search.seed", "103")));
    }

    @Override
    int trainings(Variant variant) {
      return variant.word().equals(MULTI) ? 3 : 1;
    }
  };

  /** Names of what {@link #ABLATIONS} measures. */
  static final String MULTI = "multi";

  static final String SINGLE = "single";
  static final String PLAIN = "plain";
  static final String V1 = "netadapt_v1";
  static final String AGAIN = "again_";

  private final String configuration;
  private final int drawn;

  Experiment(String configuration, int drawn) {
    this.configuration = configuration;
    this.drawn = drawn;
  }

  /** The searches, if any; the first one says how many networks are scored. */
  List<Variant> variants() {
    return List.of(usual());
  }

  /** Of all runs, beside those of the configuration. */
  Map<String, String> settings() {
    return Map.of();
  }

  /** What measures it, in a process of its own. */
  Class<?> measurement() {
    return FoundNetworks.class;
  }

  /**
   * How often what a search finds is trained, each time with another seed. The uniformly scaled
   * network is trained as often as what the first search finds.
   */
  int trainings(Variant variant) {
    return 1;
  }

  /** The file that says what is not said here. */
  Path configuration() {
    return Path.of("conf", configuration + ".conf");
  }

  /** Random networks that are trained, too, of about as many MACs as the first search finds. */
  int drawn() {
    return drawn;
  }

  /** Whether the images are not the project's own. */
  boolean needsImages() {
    return configuration.equals("cifar10");
  }

  /** Where its runs are; experiments whose settings are alike share them. */
  String folder() {
    return settings().isEmpty() && !variants().isEmpty() ? "found-" + configuration : word();
  }

  /** As on the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** With the configuration's settings. */
  private static Variant usual() {
    return new Variant("exchange", "exchange", Map.of());
  }

  /** By scores alone. */
  private static Variant descent() {
    return new Variant("descent", "descent", byScores("descent"));
  }

  /** Without a model of all scores. */
  private static Map<String, String> byScores(String strategy) {
    return Map.of(
        "search.strategy", strategy, "search.choose-by", "score", "search.propose-by", "random");
  }

  private static Map<String, String> reduction(String share, String samples) {
    return Map.of("search.reduction", share, "search.samples", samples);
  }

  /**
   * As NetAdaptV2's predecessor does: one layer at a time, and samples are fine-tuned. That starts
   * from a super-network whose running statistics are worth something.
   */
  private static Variant netAdaptV1() {
    Map<String, String> settings = new HashMap<>(byScores("descent"));
    settings.put("search.layers", "1");
    settings.put("scoring.fine-tune-steps", "40");
    settings.put("scoring.batch-norm", "running"); // those of the fine-tuning
    Supernet own = new Supernet(V1, Map.of("supernet.images-per-draw", "1"));
    return new Variant(V1, "NetAdaptV1", own, false, settings);
  }
}
