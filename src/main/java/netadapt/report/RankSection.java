package netadapt.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import netadapt.rank.RankCheck;
import netadapt.rank.RankedNetwork;
import netadapt.run.RankRow;
import netadapt.run.RankTerms;
import netadapt.task.ScoreUnit;

/** How well the score ranks networks that were trained one by one, if a check has trained any. */
final class RankSection {
  private RankSection() {}

  static Html html(RunContents run) {
    List<RankRow> rows = run.rankCheck();
    if (rows.isEmpty()) {
      return Html.NOTHING;
    }
    List<RankedNetwork> networks = RankRow.ranked(rows);
    RankTerms terms = rows.get(0).terms();
    RankFindings findings = new RankFindings(RankCheck.of(networks, terms.seed()), run.unit());
    return Html.section(
        "rank",
        "Rank check",
        Html.paragraph(findings.sentence()),
        Html.paragraph(trained(rows)),
        networks.isEmpty() ? Html.NOTHING : picture(networks, run.unit()),
        tables(findings));
  }

  private static Html picture(List<RankedNetwork> networks, ScoreUnit unit) {
    RankedNetwork chosen =
        networks.stream().max(Comparator.comparingDouble(RankedNetwork::score)).orElseThrow();
    RankedNetwork best =
        networks.stream().max(Comparator.comparingDouble(RankedNetwork::accuracy)).orElseThrow();
    String alternative =
        ("What %d networks came to by themselves against their scores. The one with the highest"
                + " score, %s, came to %s; the best to %s.")
            .formatted(
                networks.size(),
                unit.text(chosen.score()),
                unit.text(chosen.accuracy()),
                unit.text(best.accuracy()));
    return Chart.figure(
        "rank-check",
        "rank",
        Chart.ofScores(unit, Map.of()),
        alternative,
        "What each network came to after its own training, against its score with the weights that"
            + " all share.");
  }

  private static String trained(List<RankRow> rows) {
    RankTerms terms = rows.get(0).terms();
    return ("%s random networks with %s to %s of the MACs; %s trainings for %s epochs from %s weights,"
            + " tested on %s %s images; %s of them failed. In brackets, the middle 95%% of 2,000"
            + " bootstrap draws.")
        .formatted(
            Numbers.amount(rows.stream().map(RankRow::network).distinct().count()),
            Numbers.share(terms.from(), 1),
            Numbers.share(terms.to(), 1),
            Numbers.amount((long) rows.size()),
            Numbers.amount((long) terms.epochs()),
            terms.initialWeights(),
            Numbers.amount(rows.get(0).testImages()),
            terms.testedOn(),
            Numbers.amount(
                rows.stream()
                    .filter(row -> row.score().isEmpty() || row.accuracy().isEmpty())
                    .count()));
  }

  private static Html tables(RankFindings findings) {
    List<Html> tables = new ArrayList<>();
    findings
        .tables()
        .forEach(
            (caption, rows) -> {
              HtmlTable table = new HtmlTable(caption, findings.header());
              rows.forEach(table::row);
              tables.add(table.html());
            });
    return Html.join(tables);
  }
}
