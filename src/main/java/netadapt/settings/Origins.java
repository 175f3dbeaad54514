package netadapt.settings;

import com.typesafe.config.Config;
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
    if (!settings.hasPathOrNull(key)) {
      return new BadInput(section + "." + broken.getMessage(), broken);
    }
    return new BadInput(Mistakes.sentence(key, settings.getValue(key), broken), broken);
  }
}
