package netadapt.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import netadapt.run.PreparedDataset;

/** Which run this is, and what it rests on. */
final class Heading {
  private static final String UNKNOWN = "not known yet";

  private Heading() {}

  static Html html(RunContents run) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Network", network(run));
    facts.put("Dataset", dataset(run));
    run.dataset().ifPresent(dataset -> facts.put("Images", images(dataset)));
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
        .network()
        .or(
            () ->
                run.trajectory().stream().findFirst().map(first -> first.architecture().network()))
        .orElse(UNKNOWN);
  }

  private static String dataset(RunContents run) {
    return run.samples().stream()
        .findFirst()
        .map(sample -> sample.provenance().datasetId())
        .or(() -> run.dataset().map(PreparedDataset::id))
        .orElse(UNKNOWN);
  }

  /** Such as {@code 10 classes, 28 × 28 × 1; train 4,000, test 500}, or {@code depths, …}. */
  static String images(PreparedDataset dataset) {
    String counts =
        dataset.images().entrySet().stream()
            .map(split -> split.getKey() + " " + Numbers.amount(split.getValue()))
            .collect(Collectors.joining(", "));
    return "%s, %d × %d × %d; %s"
        .formatted(
            dataset.targets() ? "depths" : dataset.classes().size() + " classes",
            dataset.height(),
            dataset.width(),
            dataset.channels(),
            counts);
  }
}
