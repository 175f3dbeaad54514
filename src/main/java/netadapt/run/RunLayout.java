package netadapt.run;

import java.util.Locale;
import org.apache.hadoop.fs.Path;

/**
 * What lies where in a run directory.
 *
 * <pre>
 * config.conf                      resolved configuration of the run
 * network.conf                     the initial network, for the run's images
 * data/                            prepared dataset
 * supernet/                        trained super-network
 * samples/*.parquet                one row per sample
 * trajectory/*.parquet             one row per iteration
 * fine-tuned/iteration-NNNN/       weights of a winner, where samples are fine-tuned
 * found/                           networks found, and front.parquet: the best at every cost
 * scores/*.parquet                 one row per sub-network scored outside of the search
 * trained/ID-seed-N/               an architecture trained by itself
 * rank-check/*.parquet             one row per training of a network, to check the scores
 * report.html
 * lease.json                       the process that writes the directory, while it does
 * tracking-id                      by which an MLflow server knows the run
 * </pre>
 */
public abstract sealed class RunLayout permits RunDirectory {
  /** The directory itself, as a full URI. */
  public abstract Path root();

  /** The resolved configuration of the run. */
  public final Path configuration() {
    return new Path(root(), "config.conf");
  }

  /** The initial network, for the run's images. */
  public final Path network() {
    return new Path(root(), "network.conf");
  }

  /** The prepared dataset, unless the configuration puts it elsewhere. */
  public final Path data() {
    return new Path(root(), "data");
  }

  /** The trained super-network. */
  public final Path supernet() {
    return new Path(root(), "supernet");
  }

  /** All samples: a table in one file per iteration. */
  public final Path samples() {
    return new Path(root(), "samples");
  }

  /** The samples of one iteration, a file. */
  public final Path samples(int iteration) {
    return new Path(samples(), fileOf(iteration));
  }

  /** The winners: a table in one file per iteration. */
  public final Path trajectory() {
    return new Path(root(), "trajectory");
  }

  /** The winner of one iteration, a file. */
  public final Path trajectory(int iteration) {
    return new Path(trajectory(), fileOf(iteration));
  }

  private static String fileOf(int iteration) {
    return String.format(Locale.ROOT, "iteration-%04d.parquet", iteration);
  }

  /** The winners' own weights, where samples are fine-tuned: a folder per iteration from 1. */
  public final Path fineTuned() {
    return new Path(root(), "fine-tuned");
  }

  /** The own weights of one iteration's winner, a folder. */
  public final Path fineTuned(int iteration) {
    return new Path(fineTuned(), String.format(Locale.ROOT, "iteration-%04d", iteration));
  }

  /** The networks found. */
  public final Path found() {
    return new Path(root(), "found");
  }

  /**
   * An architecture that is trained by itself.
   *
   * @param architectureId what equal architectures share
   * @param seed of the training
   */
  public final Path trained(String architectureId, long seed) {
    return new Path(trained(), architectureId + "-seed-" + seed);
  }

  /** All architectures that are trained by themselves, a folder for each. */
  public final Path trained() {
    return new Path(root(), "trained");
  }

  /** The networks that no other one of the search beats at their cost or less, a file. */
  public final Path front() {
    return new Path(found(), "front.parquet");
  }

  /** What the run has come to so far. */
  public final Path results() {
    return new Path(found(), "results.json");
  }

  /** Sub-networks that were scored outside of the search: tables of one file each. */
  public final Path scores() {
    return new Path(root(), "scores");
  }

  /** Networks trained one by one to check the scores: a table in one file per network. */
  public final Path rankCheck() {
    return new Path(root(), "rank-check");
  }

  /** The report for people. */
  public final Path report() {
    return new Path(root(), "report.html");
  }

  /** What an MLflow server knows the run by, wherever its directory is. */
  public final Path trackingId() {
    return new Path(root(), "tracking-id");
  }

  /** What a path below the root is called from there, such as {@code found/results.json}. */
  public final String name(Path path) {
    return below(root(), path);
  }

  static String below(Path folder, Path path) {
    return folder.toUri().relativize(path.toUri()).getPath();
  }

  /** What {@link #name} was given. */
  public final Path named(String name) {
    return new Path(root(), name);
  }

  /** On the same file system, and hidden from Spark and Hive by its dot. */
  final Path temporary() {
    return new Path(root(), ".tmp");
  }

  /** Files that count before those of the same names below the root, which they replace. */
  final Path next() {
    return new Path(root(), ".next");
  }
}
