package netadapt.report;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import netadapt.BadInput;
import netadapt.arch.SuperNetwork;
import netadapt.task.Classification;
import netadapt.task.Quality;
import netadapt.task.Task;
import netadapt.task.Tasks;

/**
 * What a report needs of a run beside its tables.
 *
 * @param network the initial network; empty if it is not known
 * @param settings values by keys, such as {@code search.samples}; empty if they are not known
 */
public record RunBackground(Optional<SuperNetwork> network, Map<String, String> settings) {
  /** Of a run of which nothing is known but its tables. */
  public static final RunBackground NONE = new RunBackground(Optional.empty(), Map.of());

  public RunBackground {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  /**
   * What the networks tell of images; classes if that is not known.
   *
   * @throws BadInput if the run had a task of its own, whose class is not here
   */
  Task task() {
    String name = settings.get("task");
    if (name == null) {
      return new Classification();
    }
    return Tasks.named(name)
        .orElseThrow(
            () ->
                new BadInput(
                    "the run's task is %s, but no such class is on the class path: add its jar, or nothing can tell what the run's scores are"
                        .formatted(name)));
  }

  /** What scores are; the first metric of the task if that is not known. */
  Quality metric() {
    return task()
        .quality(settings.getOrDefault("scoring.metric", ""))
        .orElse(task().qualities().get(0));
  }
}
