package netadapt.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import netadapt.BadInput;

/** All settings of a run with their values, as its directory keeps them. */
public final class ResolvedSettings {
  /** The value of a setting that there is not. */
  public static final String NOT_SET = "not set";

  private static final ConfigRenderOptions OPTIONS =
      ConfigRenderOptions.defaults().setOriginComments(false).setComments(false).setJson(false);

  private static final String RUN_DIRECTORY = "run.directory";

  /** Folders that may be in the run's directory. */
  private static final List<String> FOLDERS = List.of("data.directory", "tracking.tensorboard");

  private final Config config;

  ResolvedSettings(Config config) {
    this.config = config;
  }

  /**
   * A setting that differs.
   *
   * @param was its value; {@link #NOT_SET} if there is none
   * @param is its other value
   */
  public record Change(String key, String was, String is) {}

  /**
   * Reads what {@link #text} gives.
   *
   * @param where it was read, for messages
   * @throws BadInput if it is not HOCON
   */
  public static ResolvedSettings parse(String text, String where) {
    return parse(ConfigFactory.empty(), text, where);
  }

  /**
   * Reads what {@link #text} gave of a run that may have been moved since.
   *
   * @param directory of the run now
   * @param where it was read, for messages
   * @throws BadInput if it is not HOCON
   */
  public static ResolvedSettings parse(String text, String directory, String where) {
    ConfigValue value = ConfigValueFactory.fromAnyRef(directory);
    return parse(ConfigFactory.empty().withValue(RUN_DIRECTORY, value), text, where);
  }

  private static ResolvedSettings parse(Config first, String text, String where) {
    try {
      return new ResolvedSettings(first.withFallback(ConfigFactory.parseString(text)).resolve());
    } catch (ConfigException e) {
      throw new BadInput("%s cannot be read: %s".formatted(where, e.getMessage()), e);
    } catch (StackOverflowError e) { // the parser calls itself for every bracket
      throw new BadInput(where + " cannot be read: it is nested too deeply", e);
    }
  }

  /** The same settings with other ones of Spark, by their full names. */
  public ResolvedSettings withSpark(Map<String, String> spark) {
    Map<String, String> inner = new TreeMap<>();
    spark.forEach((key, value) -> inner.put(key.substring("spark.".length()), value));
    return new ResolvedSettings(config.withValue("spark", ConfigValueFactory.fromMap(inner)));
  }

  /** The same settings, with those of a path, such as {@code search}, taken from another. */
  public ResolvedSettings with(ResolvedSettings other, String path) {
    Config without = config.withoutPath(path);
    return new ResolvedSettings(
        other.config.hasPathOrNull(path)
            ? without.withValue(path, other.config.getValue(path))
            : without);
  }

  /** The settings at and below some paths, without all others. */
  public ResolvedSettings only(List<String> paths) {
    Config chosen = ConfigFactory.empty();
    for (String path : paths) {
      chosen = config.hasPathOrNull(path) ? chosen.withValue(path, config.getValue(path)) : chosen;
    }
    return new ResolvedSettings(chosen);
  }

  /** The settings at and below a path that differ in another, by key. */
  public List<Change> changes(ResolvedSettings other, String path) {
    Set<String> keys = new TreeSet<>(keys(path));
    keys.addAll(other.keys(path));
    List<Change> changes = new ArrayList<>();
    for (String key : keys) {
      Change change = new Change(key, value(key), other.value(key));
      if (!change.was().equals(change.is())) {
        changes.add(change);
      }
    }
    return changes;
  }

  /**
   * HOCON, every key with its value, always in the same order; but a folder in the run's directory
   * is named by that, so that both can be moved.
   */
  public String text() {
    return movable().root().render(OPTIONS);
  }

  /** All settings that have a value, by key; lists as in a file. */
  public Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    config.entrySet().forEach(setting -> values.put(setting.getKey(), value(setting.getKey())));
    return values;
  }

  private Config movable() {
    Config movable = config;
    for (String folder : FOLDERS) {
      movable = movable(movable, folder);
    }
    return movable;
  }

  private static Config movable(Config config, String folder) {
    if (!config.hasPath(RUN_DIRECTORY) || !config.hasPath(folder)) {
      return config;
    }
    String run = config.getString(RUN_DIRECTORY);
    String named = config.getString(folder);
    if (!named.startsWith(run + "/")) {
      return config;
    }
    String inside = ConfigUtil.quoteString(named.substring(run.length()));
    ConfigObject value = ConfigFactory.parseString("inside = ${run.directory}" + inside).root();
    return config.withValue(folder, value.get("inside"));
  }

  private List<String> keys(String path) {
    return config.entrySet().stream()
        .map(Map.Entry::getKey)
        .filter(key -> key.equals(path) || key.startsWith(path + "."))
        .toList();
  }

  private String value(String key) {
    return !config.hasPathOrNull(key) || config.getIsNull(key)
        ? NOT_SET
        : String.valueOf(config.getValue(key).unwrapped());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ResolvedSettings that && config.root().equals(that.config.root());
  }

  @Override
  public int hashCode() {
    return config.root().hashCode();
  }
}
