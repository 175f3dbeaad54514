package netadapt.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which run this is, and what it rests on. */
final class Heading {
  private static final String UNKNOWN = "not known yet";

  private Heading() {}

  static Html html(RunContents run) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Network", network(run));
    facts.put("Dataset", dataset(run));
    if (!run.dataset().isMissingNode()) {
      facts.put("Images", images(run.dataset()));
    }
    run.samples().stream()
        .findFirst()
        .ifPresent(
            sample -> {
              facts.put("Super-network weights", sample.weightsId());
              facts.put("Seed of the search", Long.toString(sample.seed()));
            });
    List<Html> list = new ArrayList<>();
    facts.forEach(
        (term, fact) -> {
          list.add(Html.element("dt", Html.text(term)));
          list.add(Html.element("dd", Html.text(fact)));
        });
    return Html.element(
        "header", Html.element("h1", Html.text(run.name())), Html.element("dl", Html.join(list)));
  }

  private static String network(RunContents run) {
    return run.results()
        .path("network")
        .asText(run.searched() ? RunContents.network(run.trajectory().get(0)) : UNKNOWN);
  }

  private static String dataset(RunContents run) {
    return run.samples().stream()
        .findFirst()
        .map(ScoredSample::datasetId)
        .orElse(run.dataset().path("id").asText(UNKNOWN));
  }

  /** Such as {@code 10 classes, 28 × 28 × 1; train 4,000, test 500}. */
  private static String images(JsonNode dataset) {
    List<String> counts = new ArrayList<>();
    dataset
        .path("counts")
        .fields()
        .forEachRemaining(
            split ->
                counts.add(split.getKey() + " " + Numbers.amount(split.getValue().asDouble())));
    return "%s classes, %s × %s × %s; %s"
        .formatted(
            dataset.path("classes").size(),
            dataset.path("height").asText("?"),
            dataset.path("width").asText("?"),
            dataset.path("channels").asText("?"),
            String.join(", ", counts));
  }
}
