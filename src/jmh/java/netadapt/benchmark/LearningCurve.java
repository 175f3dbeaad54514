package netadapt.benchmark;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.nn.Draws;
import netadapt.nn.OrderedDropout;
import netadapt.run.TrainingLogRow;

/**
 * How accurate are the full network of {@code conf/cifar10.conf} and its small sub-networks on
 * held-out images after every epoch of the super-network's training, and how fast is it?
 *
 * <pre>submit/benchmark.sh --data FOLDER accuracy</pre>
 */
final class LearningCurve {
  private static final int RANDOM = 8;

  private LearningCurve() {}

  /**
   * @param arguments folder for data and the run; CIFAR-10 as a folder of images; epochs, or 0 for
   *     as many as the configuration says
   */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    Path images = Path.of(arguments[1]).toAbsolutePath().normalize();
    String id = Integer.toHexString(images.toString().hashCode());
    Map<String, String> overrides = new LinkedHashMap<>();
    overrides.put("data.path", images.toString());
    overrides.put("data.directory", folder.resolve("prepared-" + id).toString());
    overrides.put(
        "run.directory", folder.resolve("run-" + ProcessHandle.current().pid()).toString());
    overrides.put("supernet.checkpoint-rounds", "1");
    overrides.put("supernet.accuracy-epochs", "0"); // scores more networks itself
    if (!arguments[2].equals("0")) {
      overrides.put("supernet.epochs", arguments[2]);
    }
    try (WatchedTraining training = WatchedTraining.open(Path.of("conf/cifar10.conf"), overrides)) {
      Map<String, List<Architecture>> subjects = subjects(training.network());
      List<Architecture> all = subjects.values().stream().flatMap(List::stream).toList();
      tellMacs(training.network(), subjects);
      List<TrainingLogRow> log =
          training.train(all, (epoch, accuracy) -> tell(epoch, subjects, accuracy));
      List<TrainingLogRow> warm = log.subList(Math.min(1, log.size() - 1), log.size());
      double seconds = warm.stream().mapToDouble(TrainingLogRow::seconds).sum();
      Child.say(
          "images_per_second", warm.stream().mapToInt(TrainingLogRow::images).sum() / seconds);
    }
  }

  /** What is scored, by name. */
  private static Map<String, List<Architecture>> subjects(SuperNetwork network) {
    Map<String, List<Architecture>> subjects = new LinkedHashMap<>();
    subjects.put("full", List.of(network.full()));
    subjects.put("half", List.of(network.narrowed(2)));
    subjects.put("quarter", List.of(network.narrowed(4)));
    subjects.put("eighth", List.of(network.narrowed(8)));
    subjects.put("random", new OrderedDropout(network, Draws.uniform(RANDOM)).draw(RANDOM, 1));
    return subjects;
  }

  private static void tellMacs(SuperNetwork network, Map<String, List<Architecture>> subjects) {
    double full = MacCount.count(SubNetwork.full(network));
    subjects.forEach(
        (name, architectures) ->
            Child.say(
                "macs." + name,
                architectures.stream()
                        .mapToDouble(a -> MacCount.count(SubNetwork.of(network, a)))
                        .average()
                        .orElseThrow()
                    / full));
  }

  private static void tell(
      int epoch, Map<String, List<Architecture>> subjects, List<Double> accuracy) {
    int from = 0;
    for (Map.Entry<String, List<Architecture>> subject : subjects.entrySet()) {
      int to = from + subject.getValue().size();
      Child.say(
          "epoch.%d.%s".formatted(epoch, subject.getKey()),
          accuracy.subList(from, to).stream().mapToDouble(a -> a).average().orElseThrow());
      from = to;
    }
  }
}
