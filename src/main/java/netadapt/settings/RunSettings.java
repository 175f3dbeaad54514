package netadapt.settings;

/**
 * Where a run is and what its randomness follows from.
 *
 * @param directory of the run, on any file system that Spark knows
 * @param seed any number
 */
public record RunSettings(String directory, long seed) {
  static RunSettings read(Section run) {
    RunSettings settings = new RunSettings(run.text("directory"), run.seed("seed"));
    run.finish();
    return settings;
  }
}
