package netadapt.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;

/**
 * Shows warnings only, as on laptops, where Spark would fill the console of the driver with what it
 * does: under spark-submit, it logs by its own defaults before the program begins. What a user or a
 * cluster has configured stays.
 */
final class QuietLog {
  private static final String OURS = "/log4j2.properties";

  /** Where Spark finds its defaults, in a jar of its own. */
  private static final String SPARKS = "org/apache/spark/log4j2-defaults.properties";

  private static final List<String> PROPERTIES =
      List.of("log4j2.configurationFile", "log4j.configurationFile");
  private static final List<String> VARIABLES =
      List.of("LOG4J_CONFIGURATION_FILE", "LOG4J2_CONFIGURATION_FILE");

  private QuietLog() {}

  /** Takes Spark's defaults away, if it logs by these. */
  static void begin() {
    URL ours = QuietLog.class.getResource(OURS);
    if (ours == null
        || configured(System.getProperties(), System.getenv())
        || !(LogManager.getContext(LogManager.class.getClassLoader(), false)
            instanceof LoggerContext context)) {
      return;
    }
    String source = String.valueOf(context.getConfiguration().getConfigurationSource());
    if (source.contains(SPARKS)) {
      try {
        context.setConfigLocation(new URI(ours.toString()));
      } catch (URISyntaxException e) {
        // then it is not quiet
      }
    }
  }

  /** Whether somebody has said how to log. */
  static boolean configured(Properties properties, Map<String, String> environment) {
    return Stream.concat(
            PROPERTIES.stream().map(properties::getProperty),
            VARIABLES.stream().map(environment::get))
        .anyMatch(file -> file != null && !file.isBlank());
  }
}
