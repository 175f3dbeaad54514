package netadapt.report;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import netadapt.arch.SuperNetwork;
import netadapt.task.Quality;
import netadapt.task.ScoreUnit;
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

  /** How scores are read: shares, unless the settings name another task or metric. */
  ScoreUnit unit() {
    return Tasks.named(settings.getOrDefault("task", ""))
        .flatMap(task -> task.quality(settings.get("scoring.metric")))
        .map(Quality::unit)
        .orElse(ScoreUnit.SHARE);
  }
}
