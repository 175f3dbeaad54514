package netadapt.plan;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How fast an executor works.
 *
 * @param name of what it computes with
 * @param processor whether that is cores of a processor, on which teachers always run
 * @param tasks that it runs at a time, each a worker of a training
 * @param trainingMacs multiply-accumulates of forward passes, per second of training; 0 if it
 *     cannot train
 * @param scoringMacs the same per second of scoring
 * @param source where the numbers are from
 */
public record DeviceSpeed(
    String name,
    boolean processor,
    int tasks,
    double trainingMacs,
    double scoringMacs,
    String source) {
  private static final String TABLE = "gpus.csv";
  private static final double GIGA = 1e9;

  /** GPUs by published measurements of others, as {@code gpus.csv} has them. */
  public static List<DeviceSpeed> gpus() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                DeviceSpeed.class.getResourceAsStream("/netadapt/plan/" + TABLE),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .skip(1) // the names of the columns
          .map(DeviceSpeed::row)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DeviceSpeed row(String line) {
    String[] cells = line.split(",", 4);
    return new DeviceSpeed(
        cells[0],
        false,
        1,
        GIGA * Double.parseDouble(cells[1]),
        GIGA * Double.parseDouble(cells[2]),
        cells[3]);
  }

  /** Multiply-accumulates that one of its tasks trains with, per second. */
  double trainingMacsOfTask() {
    return trainingMacs / tasks;
  }

  /** Multiply-accumulates that one of its tasks scores with, per second. */
  double scoringMacsOfTask() {
    return scoringMacs / tasks;
  }

  /** Whether it can train. */
  public boolean trains() {
    return trainingMacs > 0;
  }
}
