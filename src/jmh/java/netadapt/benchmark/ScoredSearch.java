package netadapt.benchmark;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import netadapt.benchmark.WatchedSearch.Further;
import netadapt.benchmark.WatchedSearch.Way;
import netadapt.search.Score;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;

/**
 * A search of {@code conf/cifar10.conf} down to a small budget, in which the samples of every
 * iteration are raced as well as scored on all images, and those of the first iterations also
 * scored with running statistics, and with statistics of four times as many images.
 *
 * <pre>submit/benchmark.sh --data FOLDER search</pre>
 */
final class ScoredSearch {
  private static final String BUDGET = "0.12";
  private static final int COMPARED = 3;

  private ScoredSearch() {}

  /**
   * @param arguments folder for data and the run; CIFAR-10 as a folder of images; further settings
   */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    Map<String, String> overrides = new HashMap<>();
    overrides.put("data.path", Path.of(arguments[1]).toAbsolutePath().normalize().toString());
    overrides.put("run.directory", folder.resolve("search").toString());
    overrides.put("search.budgets", BUDGET);
    for (int i = 2; i < arguments.length; i++) {
      String[] setting = arguments[i].split("=", 2);
      overrides.put(setting[0], setting[1]);
    }
    Map<String, Further> ways =
        Map.of(
            "raced", new Further(Map.of("search.racing", "true"), Integer.MAX_VALUE),
            "running", new Further(Map.of("scoring.batch-norm", "running"), COMPARED),
            "more", new Further(Map.of("scoring.calibration-images", "2048"), COMPARED));
    try (WatchedSearch search = WatchedSearch.open(Path.of("conf/cifar10.conf"), overrides)) {
      search.search(ways, ScoredSearch::tell);
    }
  }

  private static void tell(int iteration, Map<String, Way> ways) {
    Way plain = ways.get("plain");
    Way raced = ways.get("raced");
    double best = plain.scores().stream().mapToDouble(Score::value).max().orElseThrow();
    double kept = best(raced, plain);
    say(iteration, "saved", 1 - images(raced) / images(plain));
    say(iteration, "lost", 100 * (best - kept));
    say(iteration, "plain_seconds", plain.seconds());
    say(iteration, "raced_seconds", raced.seconds());
    Way more = ways.get("more");
    if (more != null) {
      say(iteration, "running_seconds", ways.get("running").seconds());
      say(iteration, "more_seconds", more.seconds());
      say(iteration, "tau", tau(plain, more));
    }
  }

  private static void say(int iteration, String what, double value) {
    Child.say("%s.%d".formatted(what, iteration), value);
  }

  /** The score on all images of the best of those that the race has left. */
  private static double best(Way raced, Way plain) {
    return IntStream.range(0, raced.scores().size())
        .filter(i -> raced.scores().get(i).eligible())
        .mapToDouble(i -> plain.scores().get(i).value())
        .max()
        .orElseThrow();
  }

  private static double images(Way way) {
    return way.scores().stream().mapToDouble(Score::images).sum();
  }

  private static double tau(Way one, Way other) {
    return new KendallsCorrelation().correlation(values(one.scores()), values(other.scores()));
  }

  private static double[] values(List<Score> scores) {
    return scores.stream().mapToDouble(Score::value).toArray();
  }
}
