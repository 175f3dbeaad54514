package netadapt.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import netadapt.BadInput;
import netadapt.task.Classification;
import netadapt.task.Task;
import netadapt.task.Tasks;

/** Reads the settings: those of {@code -D}, then of the user's file, then the defaults. */
final class SettingsFile {
  // Not at the root of the class path, where other libraries keep a reference.conf of theirs.
  private static final String DEFAULTS = "netadapt/reference.conf";

  private SettingsFile() {}

  /**
   * Reads and checks all settings.
   *
   * @param file of the user's
   * @param overrides values by key, as given to {@code -D}
   * @throws BadInput with every mistake there is
   */
  static Settings read(Path file, Map<String, String> overrides) {
    if (!Files.isRegularFile(file)) {
      throw new BadInput("there is no file of settings " + file);
    }
    Settings settings =
        read(
            file.toString(), options -> ConfigFactory.parseFile(file.toFile(), options), overrides);
    if (!overrides.containsKey("run.directory")) {
      checkPlace(file, settings.run().directory());
    }
    return settings;
  }

  /** A run that was moved would else be begun anew, where it was. */
  private static void checkPlace(Path file, String directory) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    boolean ofRun =
        file.endsWith("config.conf")
            && Stream.of("data/dataset.json", "supernet", "trajectory")
                .anyMatch(part -> Files.exists(folder.resolve(part)));
    if (ofRun && !same(folder, directory)) {
      throw new BadInput(
          "%s is of the run in %s but lies elsewhere: to resume the run that is here, add"
                  .formatted(file, directory)
              + " -Drun.directory="
              + folder);
    }
  }

  private static boolean same(Path folder, String directory) {
    try {
      URI uri = URI.create(directory);
      boolean path = uri.getScheme() == null || uri.getPath() == null;
      return (path || uri.getScheme().equals("file"))
          && Files.isSameFile(folder, Path.of(path ? directory : uri.getPath()));
    } catch (IOException | IllegalArgumentException e) { // nothing is there, or it is no path
      return false;
    }
  }

  /**
   * Reads and checks all settings, as a program or a notebook gives them.
   *
   * @param text as of a file, in HOCON; empty for the defaults
   * @param overrides values by key, which go before the text
   * @throws BadInput with every mistake there is
   */
  static Settings of(String text, Map<String, String> overrides) {
    return read(
        "settings",
        options -> ConfigFactory.parseString(text, options.setOriginDescription("settings")),
        overrides);
  }

  private static Settings read(
      String name, Function<ConfigParseOptions, Config> parsed, Map<String, String> overrides) {
    return Mistakes.reading(
        name,
        () -> {
          ConfigParseOptions options =
              ConfigParseOptions.defaults()
                  .setSyntax(ConfigSyntax.CONF)
                  .setIncluder(new RequiredIncludes(name));
          Config defaults =
              ConfigFactory.parseResources(
                  SettingsFile.class.getClassLoader(),
                  DEFAULTS,
                  options.setOriginDescription(Mistakes.DEFAULT));
          Config given = override(parsed.apply(options).withFallback(defaults), overrides);
          Mistakes mistakes = new Mistakes(defaults.resolve());
          checkNetwork(given, mistakes);
          return read(given.resolve(), mistakes);
        });
  }

  /** The run's directory is called by the network, which must be a text for that. */
  private static void checkNetwork(Config given, Mistakes mistakes) {
    if (given.root().get("network") instanceof ConfigObject object) {
      mistakes.broken("network", object, "a name or the path of a file");
      mistakes.throwIfAny();
    }
  }

  private static Settings read(Config merged, Mistakes mistakes) {
    Section root = new Section(merged.root(), "", mistakes);
    root.section("spark");
    Map<String, String> spark = new TreeMap<>();
    if (root.isObject("spark")) {
      flatten("spark", merged.getObject("spark"), spark, mistakes);
    }
    SearchSettings search = SearchSettings.read(root.section("search"));
    DataSettings data = DataSettings.read(root.section("data"));
    Task task = task(root);
    checkImages(root, task, data);
    ScoringSettings scoring = ScoringSettings.read(root.section("scoring"), search, task);
    // The metric's name, whether it was given or not: both are the same run.
    Config resolved =
        merged.withValue("scoring.metric", ConfigValueFactory.fromAnyRef(scoring.quality().name()));
    Settings settings =
        new Settings(
            RunSettings.read(root.section("run")),
            data,
            TrainingSettings.readSupernet(root.section("supernet"), data.augment(), task),
            search,
            LatencySettings.read(root.section("latency")),
            CarbonSettings.read(root.section("carbon")),
            TrackingSettings.read(root.section("tracking")),
            scoring,
            TrainingSettings.readTrain(root.section("train"), search, data, task),
            spark,
            root.text("network"),
            task,
            new ResolvedSettings(resolved).withSpark(spark),
            new Origins(merged));
    root.finish();
    mistakes.throwIfAny();
    return settings;
  }

  private static Task task(Section root) {
    String names = String.join(", ", Tasks.BUILT_IN.stream().map(Task::name).toList());
    return root.value(
        "task",
        value -> Conversion.toText(value).flatMap(Tasks::named),
        names + ", or a class on the class path that implements netadapt.task.Task",
        new Classification());
  }

  /** Images must come with what the task says of them. */
  private static void checkImages(Section root, Task task, DataSettings data) {
    boolean maps = task.label() == Task.Label.MAP;
    if (data.source().hasDepths() != maps) {
      String images = Section.word(data.source());
      root.broken(
          "task",
          maps
              ? "classification where data.source is %s, whose images have classes"
                  .formatted(images)
              : "depth where data.source is %s, whose images have a depth for every pixel"
                  .formatted(images),
          maps ? "classification" : "depth");
    }
  }

  private static Config override(Config config, Map<String, String> overrides) {
    Config changed = config;
    for (Map.Entry<String, String> entry : new TreeMap<>(overrides).entrySet()) {
      boolean secret = SecretKeys.contain(entry.getKey());
      String origin =
          "-D%s=%s"
              .formatted(
                  entry.getKey(), secret ? Settings.REDACTED : SecretKeys.hidden(entry.getValue()));
      ConfigValue value =
          secret // not parsed, for mistakes would be told with it
              ? ConfigValueFactory.fromAnyRef(entry.getValue(), origin)
              : value(entry.getValue(), origin);
      // Keys of Spark may begin others (speculation, speculation.quantile): each stays in one
      // piece.
      String path =
          entry.getKey().startsWith("spark.")
              ? ConfigUtil.joinPath("spark", entry.getKey().substring("spark.".length()))
              : entry.getKey();
      try {
        changed = parents(changed, path, origin).withValue(path, value);
      } catch (ConfigException.BadPath e) {
        throw new BadInput(
            "%s is no key: keys are words with dots between them (%s)"
                .formatted(entry.getKey(), origin),
            e);
      }
    }
    return changed;
  }

  /** With the objects that a path goes through, so that they are known to be from an option. */
  private static Config parents(Config config, String path, String origin) {
    List<String> keys = ConfigUtil.splitPath(path);
    Config changed = config;
    for (int i = 1; i < keys.size(); i++) {
      String parent = ConfigUtil.joinPath(keys.subList(0, i));
      if (!changed.hasPath(parent)
          || changed.getValue(parent).valueType() != ConfigValueType.OBJECT) {
        changed = changed.withValue(parent, ConfigValueFactory.fromMap(Map.of(), origin));
      }
    }
    return changed;
  }

  /** Lists, objects and null are HOCON; all else is taken as it is, for paths need no quotes. */
  private static ConfigValue value(String text, String origin) {
    if (text.startsWith("[") || text.startsWith("{") || text.equals("null")) {
      ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(origin);
      return ConfigFactory.parseString("value = " + text, options).root().get("value");
    }
    return ConfigValueFactory.fromAnyRef(text, origin);
  }

  /** A value as mistakes may tell it. */
  private static ConfigValue shown(String key, ConfigValue value) {
    return SecretKeys.contain(key)
        ? ConfigValueFactory.fromAnyRef(Settings.REDACTED).withOrigin(value.origin())
        : value;
  }

  private static void flatten(
      String prefix, ConfigObject object, Map<String, String> flat, Mistakes mistakes) {
    Map<String, ConfigValue> sorted = new TreeMap<>(object);
    for (Map.Entry<String, ConfigValue> entry : sorted.entrySet()) {
      String path = prefix + "." + entry.getKey();
      ConfigValue value = entry.getValue();
      if (value instanceof ConfigObject inner) {
        flatten(path, inner, flat, mistakes);
      } else if (value instanceof ConfigList || value.valueType() == ConfigValueType.NULL) {
        mistakes.broken(path, shown(path, value), "one value: for a list, a text with commas");
      } else if (value.unwrapped().equals(Settings.REDACTED)) {
        mistakes.broken(path, value, "the secret itself, which a run does not keep");
      } else {
        flat.put(path, value.unwrapped().toString());
      }
    }
  }
}
