package netadapt.report;

import java.util.Map;
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
    RunContents run = RunContents.read(directory, background);
    return new Page(
            run.name(),
            Heading.html(run),
            Html.element(
                "main",
                SummarySection.html(run),
                SearchSection.html(run),
                FoundSection.html(run, background.network()),
                SamplesSection.html(run),
                ScoreSection.html(run),
                RankSection.html(run),
                TrainingSection.html(run),
                TimeSection.html(run),
                ProtocolSection.html(run, background.settings())),
            run.metric(),
            run.unit(),
            new PageData(run).tables())
        .text();
  }

  /**
   * The page of several runs side by side, as HTML.
   *
   * @param runs at least one, in their order, each with what else is known of it
   * @throws BadInput if a directory holds no run, or a table that cannot be understood
   */
  public static String comparison(Map<RunDirectory, RunBackground> runs) {
    return new Comparison(
            runs.entrySet().stream()
                .map(
                    run ->
                        new ComparedRun(
                            run.getKey().root().toString(),
                            RunContents.read(run.getKey(), run.getValue()),
                            run.getValue().settings()))
                .toList())
        .page()
        .text();
  }
}
