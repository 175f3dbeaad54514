package netadapt.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import netadapt.HadoopFiles;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * TensorBoard's event files: a folder for every series, which is what TensorBoard calls a run, so
 * that the losses of all trainings are in one chart. Each time that a series begins, goes on or
 * comes again from an earlier step, it gets a further file, which replaces what earlier ones say
 * from its first step on.
 */
public final class TensorBoardSink implements MetricsSink {
  private final String directory;
  private final Configuration hadoop;
  private final Clock clock;
  private Optional<EventFile> open = Optional.empty();
  private String series = "";
  private long last;

  /**
   * @param directory on any file system that Hadoop knows
   */
  public TensorBoardSink(String directory, Configuration hadoop, Clock clock) {
    this.directory = directory;
    this.hadoop = hadoop;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "TensorBoard's files in %s (tracking.tensorboard)".formatted(directory);
  }

  @Override
  public void record(List<MetricValues> values) {
    try {
      for (MetricValues one : values) {
        EventFile file = fileOf(one);
        file.write(one.step(), one.values());
        last = one.step();
      }
      if (open.isPresent()) {
        open.get().flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file that is open, or another one for another series or a step that was there. */
  private EventFile fileOf(MetricValues first) throws IOException {
    if (open.isEmpty() || !series.equals(first.series()) || first.step() <= last) {
      close();
      series = first.series();
      Path folder = new Path(new Path(directory), series);
      open =
          Optional.of(
              EventFile.create(HadoopFiles.of(folder, hadoop), folder, first.step(), clock));
    }
    return open.get();
  }

  @Override
  public void end(RunEnd how) {
    try {
      close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void close() throws IOException {
    if (open.isPresent()) {
      EventFile last = open.get();
      open = Optional.empty();
      last.close();
    }
  }
}
