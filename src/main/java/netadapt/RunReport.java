package netadapt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import netadapt.job.HadoopSettings;
import netadapt.job.KeptBackground;
import netadapt.report.Report;
import netadapt.report.RunBackground;
import netadapt.run.RunDirectory;
import netadapt.run.RunTables;
import netadapt.settings.Settings;
import org.apache.hadoop.conf.Configuration;

/**
 * The page that shows a run, or several side by side: as far as they are, whether or not a process
 * is working on them. Needs no Spark session and writes nothing unless asked to.
 *
 * <pre>{@code
 * try (RunReport report = RunReport.of(List.of("runs/quickstart"))) {
 *   Files.writeString(Path.of("quickstart.html"), report.page());
 * }
 * }</pre>
 */
public final class RunReport implements AutoCloseable {
  private final List<RunDirectory> runs;

  private RunReport(List<String> directories, Map<String, String> spark) {
    Configuration hadoop = HadoopSettings.of(spark);
    List<RunDirectory> opened = new ArrayList<>();
    try {
      directories.forEach(one -> opened.add(new RunDirectory(one, hadoop)));
    } catch (RuntimeException e) {
      opened.forEach(RunDirectory::close);
      throw e;
    }
    this.runs = List.copyOf(opened);
  }

  /**
   * Of runs by their directories.
   *
   * @param directories at least one; local paths, or of any file system that Hadoop's settings name
   * @throws BadInput if a file system cannot be reached
   */
  public static RunReport of(List<String> directories) {
    if (directories.isEmpty()) {
      throw new BadInput("there is no run to report on: name the directory of one");
    }
    return new RunReport(directories, Map.of());
  }

  /**
   * Of the run of some settings.
   *
   * @throws BadInput if its file system cannot be reached
   */
  public static RunReport of(Settings settings) {
    return new RunReport(List.of(settings.run().directory()), settings.spark());
  }

  /**
   * The page, as HTML that needs nothing beside itself.
   *
   * @throws BadInput if a directory holds no run, or a table that cannot be understood
   */
  public String page() {
    return runs.size() == 1
        ? Report.page(runs.get(0), KeptBackground.read(runs.get(0)))
        : Report.comparison(backgrounds());
  }

  /**
   * Writes the page of one run into its directory, as {@code report.html}.
   *
   * @return where it is
   * @throws BadInput if the directory holds no run, or a table that cannot be understood
   * @throws IllegalStateException if there are several runs
   */
  public String write() {
    if (runs.size() > 1) {
      throw new IllegalStateException("a page of several runs belongs into none of them");
    }
    Report.write(runs.get(0), KeptBackground.read(runs.get(0)));
    return runs.get(0).report().toString();
  }

  private Map<RunDirectory, RunBackground> backgrounds() {
    Map<RunDirectory, RunBackground> backgrounds = new LinkedHashMap<>();
    runs.forEach(run -> backgrounds.put(run, KeptBackground.read(run)));
    return backgrounds;
  }

  /** Says something else whenever the runs have something new to show. */
  public String state() {
    return runs.stream().map(RunTables::state).collect(Collectors.joining("+"));
  }

  @Override
  public void close() {
    runs.forEach(RunDirectory::close);
  }
}
