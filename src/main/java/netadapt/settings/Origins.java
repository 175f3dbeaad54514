package netadapt.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.Optional;
import netadapt.BadInput;
import netadapt.BrokenRule;

/** Where every setting was written, so that a rule broken later is told as one found in reading. */
public final class Origins {
  private final Config settings;

  /**
   * @param settings as given, resolved
   */
  Origins(Config settings) {
    this.settings = settings;
  }

  /**
   * The mistake in the user's words: with the key, its file and line, and what would do.
   *
   * @param section that the value is a setting of, such as {@code supernet}
   * @param broken what the part that was given the value says
   */
  public BadInput locate(String section, BrokenRule broken) {
    String key = section + "." + broken.name();
    String message =
        find(settings.root(), key)
            .map(value -> Mistakes.sentence(key, value, broken))
            .orElse(section + "." + broken.getMessage());
    return new BadInput(message, broken);
  }

  /**
   * Where a setting of Spark was written.
   *
   * @param key its full name
   */
  public String ofSpark(String key) {
    return find(settings.root(), key)
        .map(value -> Mistakes.where(value.origin()))
        .orElse(Mistakes.DEFAULT);
  }

  /** Keys with dots may be in one piece, or an object's. */
  private static Optional<ConfigValue> find(ConfigObject object, String key) {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      if (key.equals(entry.getKey())) {
        return Optional.of(entry.getValue());
      }
      if (key.startsWith(entry.getKey() + ".") && entry.getValue() instanceof ConfigObject inner) {
        Optional<ConfigValue> found = find(inner, key.substring(entry.getKey().length() + 1));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }
}
