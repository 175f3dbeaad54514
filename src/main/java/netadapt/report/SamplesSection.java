package netadapt.report;

import java.util.Map;

/** Every sub-network that the search has scored, in a table that the page's script makes. */
final class SamplesSection {
  private SamplesSection() {}

  /** The section; nothing before a search has begun. */
  static Html html(RunContents run) {
    return run.searched()
        ? Html.section(
            "samples",
            "All samples",
            Html.element(
                "div",
                Map.of("id", "all-samples"),
                Html.paragraph(
                    "This table needs JavaScript; its rows are in the run's folder samples.")),
            Html.element("div", Map.of("id", "sample", "hidden", "hidden")))
        : Html.NOTHING;
  }
}
