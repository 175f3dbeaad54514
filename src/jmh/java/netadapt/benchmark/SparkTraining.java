package netadapt.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import netadapt.cli.Main;
import netadapt.run.ParquetTable;
import netadapt.run.ParquetTable.Column;
import netadapt.run.ParquetTable.Type;
import netadapt.run.RunDirectory;
import org.apache.hadoop.conf.Configuration;

/**
 * One training of {@code conf/cifar10.conf}'s super-network on noise, by so many workers: images
 * per second, and the share of a round's time that is not computing.
 *
 * <pre>submit/benchmark.sh spark</pre>
 */
final class SparkTraining {
  /** As in reference.conf. */
  private static final int BATCH = 64;

  private static final int HELD_OUT = 1000;

  /** The first round loads libraries and fills buffers. */
  private static final int FIRST_ROUND = 1;

  private static final ParquetTable LOG =
      new ParquetTable(
          "training_log",
          List.of(
              Column.of("round", Type.INT),
              Column.of("images", Type.INT),
              Column.of("seconds", Type.DOUBLE),
              Column.of("compute_seconds", Type.DOUBLE)));

  private SparkTraining() {}

  /**
   * @param arguments folder for data and the run; workers; rounds; steps of all workers in a round
   */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    int workers = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    int steps = Integer.parseInt(arguments[3]);
    int images = rounds * steps * BATCH;
    Path noise = folder.resolve("noise-" + images);
    Noise.write(noise, images + HELD_OUT);
    String run = folder.resolve("run-" + ProcessHandle.current().pid()).toString();
    for (String command : List.of("prepare", "train-supernet")) {
      Main.main(
          new String[] {
            command,
            "--config",
            "conf/cifar10.conf",
            "-Drun.directory=" + run,
            "-Dspark.master=local[%d]".formatted(workers),
            "-Ddata.source=cifar-binary",
            "-Ddata.path=" + noise,
            "-Ddata.directory=" + noise.resolve("prepared"),
            "-Ddata.held-out=" + HELD_OUT,
            "-Ddata.test=0",
            "-Dsupernet.epochs=1",
            "-Dsupernet.shrinking=0",
            "-Dsupernet.batch=" + BATCH,
            "-Dsupernet.workers=" + workers,
            "-Dsupernet.steps-per-round=" + steps / workers
          });
    }
    tell(run);
  }

  private static void tell(String run) {
    RunDirectory directory = new RunDirectory(run, new Configuration());
    var file = new org.apache.hadoop.fs.Path(directory.supernet(), "training-log.parquet");
    List<Map<String, Object>> rounds =
        LOG.read(file, directory.hadoop()).stream()
            .filter(row -> (int) row.get("round") >= FIRST_ROUND)
            .toList();
    double images = rounds.stream().mapToInt(row -> (int) row.get("images")).sum();
    double seconds = sum(rounds, "seconds");
    Child.say("images_per_second", images / seconds);
    Child.say("outside_compute", 1 - sum(rounds, "compute_seconds") / seconds);
    directory.delete(directory.root());
  }

  private static double sum(List<Map<String, Object>> rounds, String column) {
    return rounds.stream().mapToDouble(row -> (double) row.get(column)).sum();
  }
}
