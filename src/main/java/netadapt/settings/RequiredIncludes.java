package netadapt.settings;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.util.Optional;
import java.util.function.Function;
import netadapt.BadInput;

/** Takes a file that is included but missing for a mistake; HOCON would pass it over. */
final class RequiredIncludes
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderClasspath {
  private final String file;
  private final Optional<ConfigIncluder> library;

  /**
   * @param file that includes others, for messages
   */
  RequiredIncludes(String file) {
    this(file, Optional.empty());
  }

  /**
   * @param library the includer of Typesafe Config, which does the work; empty until it is known
   */
  private RequiredIncludes(String file, Optional<ConfigIncluder> library) {
    this.file = file;
    this.library = library;
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return new RequiredIncludes(file, Optional.of(library.orElse(fallback)));
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    return required(context, what, within -> library.orElseThrow().include(within, what));
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    ConfigIncluderFile files = (ConfigIncluderFile) library.orElseThrow();
    return required(context, what.toString(), within -> files.includeFile(within, what));
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    ConfigIncluderClasspath resources = (ConfigIncluderClasspath) library.orElseThrow();
    return required(context, what, within -> resources.includeResources(within, what));
  }

  private ConfigObject required(
      ConfigIncludeContext context,
      String what,
      Function<ConfigIncludeContext, ConfigObject> include) {
    try {
      return include.apply(context.setParseOptions(context.parseOptions().setAllowMissing(false)));
    } catch (ConfigException.IO e) {
      throw new BadInput(
          "%s includes %s, which is not there or cannot be read: name it from the folder of the file that includes it"
              .formatted(file, what),
          e);
    }
  }
}
