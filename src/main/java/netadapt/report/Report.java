package netadapt.report;

import java.util.List;
import java.util.stream.IntStream;
import netadapt.BadInput;
import netadapt.run.RunDirectory;

/**
 * The report of a run, or of several side by side: one page that needs nothing beside itself,
 * whatever steps the runs have done. The same tables give the same page.
 */
public final class Report {
  private Report() {}

  /**
   * Writes {@code report.html} of a run, over one that is there.
   *
   * @throws BadInput if the directory holds no run, or a table that cannot be understood
   */
  public static void write(RunDirectory directory, RunBackground background) {
    directory.commitText(directory.report(), page(directory, background));
  }

  /**
   * The page of a run, as HTML.
   *
   * @throws BadInput if the directory holds no run, or a table that cannot be understood
   */
  public static String page(RunDirectory directory, RunBackground background) {
    RunContents run = RunContents.read(directory);
    return new Page(
            run.name(),
            Numbers.metric(run.metric()),
            Heading.html(run),
            Html.element(
                "main",
                SummarySection.html(run),
                SearchSection.html(run),
                FoundSection.html(run, background.network()),
                ScoreSection.html(run),
                RankSection.html(run),
                TrainingSection.html(run),
                TimeSection.html(run),
                ProtocolSection.html(run, background.settings())),
            new PageData(run).html())
        .text();
  }

  /**
   * The page of several runs side by side, as HTML.
   *
   * @param directories at least one
   * @param backgrounds in the same order
   * @throws BadInput if a directory holds no run, or a table that cannot be understood
   */
  public static String comparison(List<RunDirectory> directories, List<RunBackground> backgrounds) {
    return new Comparison(
            IntStream.range(0, directories.size())
                .mapToObj(
                    i ->
                        new ComparedRun(
                            RunContents.read(directories.get(i)), backgrounds.get(i).settings()))
                .toList())
        .page()
        .text();
  }
}
