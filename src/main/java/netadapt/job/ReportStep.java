package netadapt.job;

import java.util.stream.Stream;
import netadapt.Step;
import netadapt.report.Report;
import netadapt.run.RunDirectory;
import netadapt.run.RunResults;
import org.apache.hadoop.fs.Path;

/** Writes the page for people, anew when there is something new to show. */
final class ReportStep implements RunStep {
  @Override
  public Step step() {
    return Step.REPORT;
  }

  @Override
  public boolean done(Run run) {
    RunDirectory directory = run.directory();
    long written = directory.modified(directory.report());
    return written > 0 && shown(run).allMatch(path -> directory.modified(path) <= written);
  }

  /** What a step or a check leaves last: files, and directories of files. */
  private static Stream<Path> shown(Run run) {
    RunDirectory directory = run.directory();
    Stream<Path> trainings =
        RunResults.read(directory).networks().stream()
            .flatMap(network -> network.training().stream())
            .map(folder -> new Path(directory.named(folder), "result.json"));
    return Stream.concat(
        Stream.of(
            new Path(directory.supernet(), "average.zip"),
            new Path(directory.found(), "architecture.json"),
            directory.front(),
            directory.trajectory(),
            directory.rankCheck()),
        trainings);
  }

  @Override
  public boolean repeats() {
    return true;
  }

  @Override
  public String execute(Run run, Progress progress) {
    Report.write(run.directory(), KeptBackground.read(run.directory()));
    return run.settings().run().directory() + "/report.html";
  }
}
