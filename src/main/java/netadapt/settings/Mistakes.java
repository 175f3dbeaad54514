package netadapt.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netadapt.BadInput;
import netadapt.BrokenRule;

/** The mistakes of one configuration, gathered so that all are told at once. */
final class Mistakes {
  private static final int LONGEST = 60;
  private static final Pattern LINE = Pattern.compile("(.*): (\\d+)(-\\d+)?");

  /** Where a value is from that nobody wrote. */
  static final String DEFAULT = "the default";

  private final Config defaults;
  private final List<String> messages = new ArrayList<>();

  /**
   * @param defaults every key that has a default, resolved; empty where {@code -D} does not apply
   */
  Mistakes(Config defaults) {
    this.defaults = defaults;
  }

  /** Where a value was written: {@code conf/quickstart.conf:14}, or {@code -Dsearch.samples=0}. */
  static String where(ConfigOrigin origin) {
    Matcher line = LINE.matcher(origin.description());
    if (!line.matches()) {
      return origin.description();
    }
    return line.group(1).startsWith("-D") || line.group(1).equals(DEFAULT)
        ? line.group(1)
        : line.group(1) + ":" + Integer.parseInt(line.group(2));
  }

  /** A file that is not HOCON. */
  static BadInput unreadable(ConfigException failure) {
    return new BadInput(
        failure
            .getMessage()
            .replaceFirst("^(-D.*?): \\d+: ", "$1: ")
            .replaceFirst("^(\\S+): (\\d+): ", "$1:$2: "),
        failure);
  }

  /**
   * Reads HOCON, whose parser calls itself for every bracket.
   *
   * @param where it is from, for messages
   * @throws BadInput if it is none
   */
  static <T> T reading(String where, Supplier<T> step) {
    try {
      return step.get();
    } catch (ConfigException e) {
      throw unreadable(e);
    } catch (StackOverflowError e) {
      throw new BadInput(where + " is nested too deeply: no file needs thousands of brackets", e);
    }
  }

  /** A value as its writer would recognise it, on one line. */
  static String shown(ConfigValue value) {
    return SecretKeys.hidden(written(value));
  }

  private static String written(ConfigValue value) {
    if (where(value.origin()).startsWith("-D") && value.unwrapped() instanceof String given) {
      return given;
    }
    return switch (value.valueType()) {
      case OBJECT -> "an object";
      case NULL -> "not given";
      case LIST -> {
        String list = value.render(ConfigRenderOptions.concise());
        yield list.length() <= LONGEST ? list : "a list";
      }
      case STRING, NUMBER, BOOLEAN -> value.render(ConfigRenderOptions.concise());
    };
  }

  /** Notes a value that breaks a rule; the mend is its default. */
  void broken(String path, ConfigValue value, String rule) {
    String example =
        fallback(path)
            .filter(v -> v.valueType() != ConfigValueType.OBJECT)
            .map(v -> v.unwrapped() instanceof String s ? s : shown(v))
            .orElse("");
    broken(path, value, rule, example);
  }

  /**
   * Notes a value that breaks a rule.
   *
   * @param example a value that keeps it; empty for none
   */
  void broken(String path, ConfigValue value, String rule, String example) {
    add(sentence(path, shown(value), value.origin(), rule, example));
  }

  /** A rule that a part of the program found broken, which knows neither key nor file. */
  static String sentence(String path, ConfigValue value, BrokenRule broken) {
    return sentence(path, broken.value(), value.origin(), broken.rule(), broken.example());
  }

  private static String sentence(
      String path, String shown, ConfigOrigin origin, String rule, String example) {
    String where = where(origin);
    String mend =
        example.isEmpty()
            ? ""
            : (where.startsWith("-D") ? "; such as -D" : "; or -D") + path + "=" + example;
    return "%s is %s but must be %s (%s%s)".formatted(path, shown, rule, where, mend);
  }

  void add(String message) {
    messages.add(message);
  }

  /** The default of a key, if it has one. */
  Optional<ConfigValue> fallback(String path) {
    return defaults.hasPath(path) ? Optional.of(defaults.getValue(path)) : Optional.empty();
  }

  /** The keys of the whole configuration whose last part is the given one. */
  List<String> ending(String key) {
    return defaults.entrySet().stream()
        .map(Map.Entry::getKey)
        .filter(path -> path.endsWith("." + key))
        .sorted()
        .toList();
  }

  /**
   * @throws BadInput with one line per mistake, if there are any
   */
  void throwIfAny() {
    if (!messages.isEmpty()) {
      throw new BadInput(String.join("\n", messages));
    }
  }
}
