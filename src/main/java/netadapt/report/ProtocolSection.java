package netadapt.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import netadapt.run.Provenance;
import netadapt.run.SampleRow;

/** What a reader needs to repeat the run: images, statistics, seeds, versions, every setting. */
final class ProtocolSection {
  private ProtocolSection() {}

  static Html html(RunContents run, Map<String, String> settings) {
    Map<String, String> facts = new LinkedHashMap<>();
    String versions =
        run.results().versions().entrySet().stream()
            .map(program -> program.getKey() + " " + program.getValue())
            .collect(Collectors.joining(", "));
    facts.put("Versions", versions.isEmpty() ? "not recorded" : versions);
    run.dataset()
        .ifPresent(dataset -> facts.put("Images", dataset.id() + ": " + Heading.images(dataset)));
    setting(settings, "data.seed").ifPresent(seed -> facts.put("Seed of the splits", seed));
    setting(settings, "run.seed").ifPresent(seed -> facts.put("Seed of the trainings", seed));
    run.samples().stream()
        .findFirst()
        .ifPresent(
            sample -> {
              facts.put("Seed of the search", Long.toString(sample.provenance().seed()));
              facts.put("Super-network weights", sample.provenance().weightsId());
              facts.put("Score", score(sample));
            });
    List<Html> list = new ArrayList<>();
    facts.forEach(
        (term, fact) -> {
          list.add(Html.element("dt", Html.text(term)));
          list.add(Html.element("dd", Html.text(fact)));
        });
    return Html.section(
        "protocol",
        "To repeat this run",
        Html.element("dl", Html.join(list)),
        settings.isEmpty() ? Html.NOTHING : all(settings));
  }

  private static Html all(Map<String, String> settings) {
    HtmlTable table =
        new HtmlTable("Every setting with its value, as in config.conf", List.of("Key", "Value"));
    settings.forEach((key, value) -> table.row(List.of(key, value)));
    return Html.details("settings", "All %d settings".formatted(settings.size()), table.html());
  }

  private static Optional<String> setting(Map<String, String> settings, String key) {
    return Optional.ofNullable(settings.get(key));
  }

  private static String score(SampleRow sample) {
    Provenance scores = sample.provenance();
    return "%s on held-out images of dataset %s, %s"
        .formatted(scores.scoreMetric(), scores.datasetId(), statistics(scores));
  }

  /** By which statistics sub-networks are normalised when they are scored. */
  static String statistics(Provenance scores) {
    return scores.calibrationImages() == 0
        ? scores.batchNorm() + " batch normalisation"
        : "batch normalisation %s on %s training images"
            .formatted(scores.batchNorm(), Numbers.amount((long) scores.calibrationImages()));
  }
}
