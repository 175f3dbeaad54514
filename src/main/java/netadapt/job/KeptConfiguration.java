package netadapt.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.util.Set;
import java.util.TreeSet;
import netadapt.BadInput;
import netadapt.run.RunDirectory;
import netadapt.settings.Settings;
import org.apache.hadoop.fs.Path;

/**
 * The configuration that a run directory was begun with.
 *
 * <p>What a step has done with some settings is not gone on with under others: those of steps that
 * have begun must stay as they are. The search's own are its journal's to check, since budgets may
 * be added to.
 */
public final class KeptConfiguration {
  private final RunDirectory directory;
  private final Settings settings;

  private KeptConfiguration(RunDirectory directory, Settings settings) {
    this.directory = directory;
    this.settings = settings;
  }

  /**
   * Compares the settings with those kept, and keeps them.
   *
   * @throws BadInput if a setting of a step that has begun has changed
   */
  public static void keep(RunDirectory directory, Settings settings) {
    KeptConfiguration kept = new KeptConfiguration(directory, settings);
    if (directory.exists(directory.configuration())) {
      kept.compare();
    }
    directory.commitText(directory.configuration(), settings.resolved());
  }

  private void compare() {
    Config before = ConfigFactory.parseString(directory.readText(directory.configuration()));
    Config now = ConfigFactory.parseString(settings.resolved());
    if (directory.exists(new Path(settings.data().directory(), "dataset.json"))) {
      same(before, now, "data", Set.of("partitions", "augment", "normalization", "max-bad-share"));
    }
    if (begun(directory.supernet())) {
      same(before, now, "network", Set.of());
      same(before, now, "run.seed", Set.of());
      same(before, now, "data.augment", Set.of());
      same(before, now, "data.normalization", Set.of());
      same(before, now, "supernet", Set.of("workers", "checkpoint-rounds"));
    }
    if (begun(directory.found())) {
      same(before, now, "train", Set.of("workers", "checkpoint-rounds"));
    }
  }

  /** Whether a training has left a checkpoint or a model. */
  private boolean begun(Path folder) {
    return directory.exists(new Path(folder, "checkpoint"))
        || directory.exists(new Path(folder, "average.zip"));
  }

  private void same(Config before, Config now, String path, Set<String> free) {
    for (String key : keys(before, now, path)) {
      String rest = key.equals(path) ? "" : key.substring(path.length() + 1);
      boolean mayChange = free.stream().anyMatch(f -> rest.equals(f) || rest.startsWith(f + "."));
      String was = value(before, key);
      String is = value(now, key);
      if (!mayChange && !was.equals(is)) {
        throw new BadInput(
            ("%s is %s but this run was begun with %s: go back to that, or give another"
                    + " run.directory (%s)")
                .formatted(key, is, was, directory.configuration()));
      }
    }
  }

  private static Set<String> keys(Config before, Config now, String path) {
    Set<String> keys = new TreeSet<>();
    for (Config config : new Config[] {before, now}) {
      config.entrySet().stream()
          .map(entry -> entry.getKey())
          .filter(key -> key.equals(path) || key.startsWith(path + "."))
          .forEach(keys::add);
    }
    return keys;
  }

  private static String value(Config config, String key) {
    if (!config.hasPathOrNull(key) || config.getIsNull(key)) {
      return "not set";
    }
    ConfigValue value = config.getValue(key);
    return String.valueOf(value.unwrapped());
  }
}
