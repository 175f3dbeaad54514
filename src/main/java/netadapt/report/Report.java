package netadapt.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import netadapt.BadInput;
import netadapt.run.RunDirectory;

/**
 * The report of a run: one page that needs nothing beside itself, whatever steps the run has done.
 * The same tables give the same page.
 */
public final class Report {
  private static final String STYLE = "/netadapt/report.css";

  private Report() {}

  /**
   * Writes {@code report.html} of a run, over one that is there.
   *
   * @throws BadInput if the directory holds no run, or a table that cannot be understood
   */
  public static void write(RunDirectory directory) {
    directory.commitText(directory.report(), page(RunContents.read(directory)));
  }

  private static String page(RunContents run) {
    Html head =
        Html.element(
            "head",
            new Html("<meta charset=\"utf-8\">\n"),
            new Html("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"),
            new Html("<meta name=\"color-scheme\" content=\"light dark\">\n"),
            Html.element("title", Html.text(run.name() + " – NetAdapt report")),
            Html.element("style", new Html(style())));
    Html body =
        Html.element(
            "body",
            Heading.html(run),
            Html.element(
                "main",
                SummarySection.html(run),
                SearchSection.html(run),
                ScoreSection.html(run),
                FoundSection.html(run),
                RankSection.html(run),
                TrainingSection.html(run)));
    return "<!DOCTYPE html>\n" + Html.element("html", Map.of("lang", "en"), head, body).markup();
  }

  private static String style() {
    try (InputStream style = Report.class.getResourceAsStream(STYLE)) {
      return new String(style.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
