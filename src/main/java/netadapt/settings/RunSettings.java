package netadapt.settings;

/**
 * Where a run is and what its randomness follows from.
 *
 * @param directory of the run, on any file system that Spark knows
 * @param seed any number
 */
public record RunSettings(String directory, long seed) {
  /** What the run is called in a cluster's list of applications, such as {@code netadapt first}. */
  public String application() {
    String path = directory.replaceAll("/+$", "");
    return "netadapt " + path.substring(path.lastIndexOf('/') + 1);
  }

  static RunSettings read(Section run) {
    RunSettings settings = new RunSettings(run.text("directory"), run.seed("seed"));
    run.finish();
    return settings;
  }
}
