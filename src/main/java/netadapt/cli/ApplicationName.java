package netadapt.cli;

import netadapt.settings.Settings;

/**
 * What a command is called in a cluster's list of applications, such as {@code netadapt quickstart:
 * search}, until it is closed; a name that the user has given stays. Without one, spark-submit
 * would call all by the name of the main class.
 */
final class ApplicationName implements AutoCloseable {
  private static final String KEY = "spark.app.name";

  private final String before;

  private ApplicationName(String before) {
    this.before = before;
  }

  /**
   * To be called before there is a Spark session.
   *
   * @param command such as {@code search}
   */
  static ApplicationName of(Settings settings, String command) {
    ApplicationName name = new ApplicationName(System.getProperty(KEY));
    if (name.before == null || name.before.equals(Main.class.getName())) {
      System.setProperty(KEY, "%s: %s".formatted(settings.run().application(), command));
    }
    return name;
  }

  @Override
  public void close() {
    if (before == null) {
      System.clearProperty(KEY);
    } else {
      System.setProperty(KEY, before);
    }
  }
}
