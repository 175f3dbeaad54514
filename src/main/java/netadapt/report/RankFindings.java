package netadapt.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import netadapt.rank.Agreement;
import netadapt.rank.Estimate;
import netadapt.rank.RankCheck;
import netadapt.rank.Ranking;
import netadapt.task.ScoreUnit;

/**
 * What a rank check found, in the same words and cells on the console and in the report.
 *
 * @param unit of the accuracies
 */
public record RankFindings(RankCheck check, ScoreUnit unit) {
  private static final String UNDEFINED = "-";

  /** Names of a table's columns; the first one names the ranking. */
  public List<String> header() {
    return List.of(
        "ranking",
        "Kendall's tau",
        "Spearman's rho",
        unit.noun() + " lost, " + unit.ofDifferences());
  }

  /** The tables by what they are of; within bands only where there are several. */
  public Map<String, List<List<String>>> tables() {
    Map<String, List<List<String>>> tables = new LinkedHashMap<>();
    tables.put(
        "All %d networks".formatted(check.networks()), rows(check.overall(), check.repeated()));
    if (check.bands() > 1) {
      tables.put(
          "Within %d bands of about equal MACs, mean of all".formatted(check.bands()),
          rows(check.withinBands(), check.repeatedWithinBands()));
    }
    return tables;
  }

  /** A row per ranking, each number with its interval, and one of a second training, if any. */
  private List<List<String>> rows(Map<Ranking, Agreement> agreements, Estimate repeated) {
    List<List<String>> rows = new ArrayList<>();
    agreements.forEach(
        (ranking, agreement) ->
            rows.add(
                List.of(
                    name(ranking),
                    shown(agreement.tau(), Numbers::hundredths),
                    shown(agreement.rho(), Numbers::hundredths),
                    shown(agreement.loss(), unit::plain))));
    if (repeated.defined()) {
      rows.add(
          List.of("training again", shown(repeated, Numbers::hundredths), UNDEFINED, UNDEFINED));
    }
    return rows;
  }

  /** What it means, in a sentence. */
  public String sentence() {
    Estimate tau = check.overall().get(Ranking.SCORE).tau();
    Estimate macs = check.overall().get(Ranking.MACS).tau();
    if (!tau.defined() || !macs.defined()) {
      return "Of %d networks nothing can be said: train more of them.".formatted(check.networks());
    }
    return ("%s (Kendall's tau %s against %s), and the network with the highest score is %s"
            + " of %s below the best of these %d, where one chosen by chance is %s below.")
        .formatted(
            verdict(check.advantage()),
            Numbers.hundredths(tau.value()),
            Numbers.hundredths(macs.value()),
            unit.difference(lost(Ranking.SCORE)),
            unit.noun(),
            check.networks(),
            unit.plain(lost(Ranking.CHANCE)));
  }

  private static String verdict(Estimate advantage) {
    if (advantage.low() > 0) {
      return "The score with shared weights ranks networks better than their MACs do";
    }
    return advantage.high() < 0
        ? "The score with shared weights ranks networks worse than their MACs do"
        : "These networks do not tell whether the score with shared weights ranks better than MACs";
  }

  private double lost(Ranking ranking) {
    return check.overall().get(ranking).loss().value();
  }

  private static String name(Ranking ranking) {
    return switch (ranking) {
      case SCORE -> "score";
      case MACS -> "MACs";
      case PARAMETERS -> "parameters";
      case CHANCE -> "chance";
    };
  }

  private static String shown(Estimate estimate, DoubleFunction<String> text) {
    return estimate.defined()
        ? "%s (%s to %s)"
            .formatted(
                text.apply(estimate.value()),
                text.apply(estimate.low()),
                text.apply(estimate.high()))
        : UNDEFINED;
  }
}
