package netadapt.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rows about training on Spark. */
final class SparkRows {
  /** Steps of all workers in a round: two workers, each as many as conf/cifar10.conf says. */
  private static final int STEPS = 2 * 32;

  private SparkRows() {}

  /** {@link SparkTraining} by two workers of one core and by one worker of two, in turn. */
  static List<Line> spark(Effort effort) {
    List<Double> two = new ArrayList<>();
    List<Double> one = new ArrayList<>();
    List<Double> outside = new ArrayList<>();
    for (int i = 0; i < effort.of(3, 1); i++) {
      Map<String, Double> ofTwo = train(effort, 2, 1);
      Map<String, Double> ofOne = train(effort, 1, 2);
      two.add(ofTwo.get("images_per_second"));
      one.add(ofOne.get("images_per_second"));
      outside.add(100 * ofTwo.get("outside_compute"));
    }
    return List.of(
        Line.ratio(
            "spark",
            "cifar10.conf, two workers: % of a round outside compute",
            new Series(outside),
            "at most 10"),
        Line.ratio(
            "spark",
            "cifar10.conf: two workers of one core over one of two",
            new Series(two).over(new Series(one)),
            "at least 0.9"),
        Line.plain(
            "spark",
            "cifar10.conf: images/s, two workers of one core, one of two",
            "%.0f, %.0f",
            new Series(two).median(),
            new Series(one).median()));
  }

  private static Map<String, Double> train(Effort effort, int workers, int threads) {
    return Child.run(
        SparkTraining.class,
        List.of(),
        threads,
        effort.file("spark.log"),
        effort.file("spark").toString(),
        Integer.toString(workers),
        Integer.toString(effort.of(6, 2)),
        Integer.toString(effort.of(STEPS, STEPS / 4)));
  }
}
