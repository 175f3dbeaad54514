package netadapt.run;

import static netadapt.run.ParquetTable.Type.DOUBLE;
import static netadapt.run.ParquetTable.Type.INT;
import static netadapt.run.ParquetTable.Type.LONG;
import static netadapt.run.ParquetTable.Type.STRING;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import netadapt.rank.RankedNetwork;
import netadapt.run.TypedTable.Cells;
import netadapt.run.TypedTable.Field;
import org.apache.hadoop.fs.Path;

/**
 * One row of a rank check: a training of a network by itself, and its score with shared weights.
 *
 * @param runId name of the run
 * @param network its number, from 0
 * @param training which of the network's, from 0
 * @param architecture of the network
 * @param architectureId what equal architectures share: 16 hexadecimal digits
 * @param score with the shared weights; empty if it has none
 * @param images the score is of
 * @param accuracy after its own training, by the same metric; empty if the training failed
 * @param testImages the accuracy is of
 * @param terms what is the same in every row
 * @param seconds that training and testing it took
 * @param executor where it was trained
 */
public record RankRow(
    String runId,
    int network,
    int training,
    WrittenArchitecture architecture,
    String architectureId,
    Costs costs,
    OptionalDouble score,
    long images,
    OptionalDouble accuracy,
    long testImages,
    RankTerms terms,
    double seconds,
    String executor) {
  private static final Pattern FILE = Pattern.compile("network-\\d+-training-\\d+\\.parquet");
  static final TypedTable<RankRow> TABLE = new TypedTable<>("rank_check", fields(), RankRow::read);

  /**
   * What statistics need.
   *
   * @param rows in the order of networks and trainings
   * @return a network for all rows of its number; trainings that failed do not count, and a network
   *     without a score or a training that did not fail is left out
   */
  public static List<RankedNetwork> ranked(List<RankRow> rows) {
    Map<Integer, List<RankRow>> byNetwork =
        rows.stream()
            .filter(row -> row.score.isPresent() && row.accuracy.isPresent())
            .collect(Collectors.groupingBy(RankRow::network, TreeMap::new, Collectors.toList()));
    return byNetwork.values().stream().map(RankRow::together).toList();
  }

  /** Of all trainings of a network. */
  private static RankedNetwork together(List<RankRow> trainings) {
    RankRow any = trainings.get(0);
    return new RankedNetwork(
        any.score.orElseThrow(),
        any.costs.macs(),
        any.costs.params(),
        trainings.stream().map(row -> row.accuracy.orElseThrow()).toList());
  }

  /** Commits the row, in a file of its own. */
  public void commit(RunDirectory directory) {
    String name =
        String.format(Locale.ROOT, "network-%04d-training-%02d.parquet", network, training);
    directory.commit(
        new Path(directory.rankCheck(), name),
        file -> TABLE.write(file, directory.hadoop(), List.of(this)));
  }

  /**
   * The rows committed so far.
   *
   * @return by network and training; empty if there are none
   * @throws netadapt.BadInput if the table lacks a column
   */
  public static List<RankRow> read(RunDirectory directory) {
    return directory.list(directory.rankCheck()).stream()
        .filter(file -> FILE.matcher(file.getName()).matches())
        .flatMap(file -> TABLE.read(file, directory.hadoop()).stream())
        .sorted(Comparator.comparingInt(RankRow::network).thenComparingInt(RankRow::training))
        .toList();
  }

  private static List<Field<RankRow>> fields() {
    List<Field<RankRow>> fields = new ArrayList<>();
    fields.add(Field.of("run_id", STRING, RankRow::runId));
    fields.add(Field.of("network", INT, RankRow::network));
    fields.add(Field.of("training", INT, RankRow::training));
    fields.add(WrittenArchitecture.FIELD.within(RankRow::architecture));
    fields.add(Field.of("architecture_id", STRING, RankRow::architectureId));
    Costs.fields(List.of()).forEach(field -> fields.add(field.within(RankRow::costs)));
    fields.add(Field.optional("score", RankRow::score));
    fields.add(Field.of("images", LONG, RankRow::images));
    fields.add(Field.optional("accuracy", RankRow::accuracy));
    fields.add(Field.of("test_images", LONG, RankRow::testImages));
    RankTerms.FIELDS.forEach(field -> fields.add(field.within(RankRow::terms)));
    fields.add(Field.of("seconds", DOUBLE, RankRow::seconds));
    fields.add(Field.of("executor", STRING, RankRow::executor));
    return fields;
  }

  private static RankRow read(Cells row) {
    return new RankRow(
        row.text("run_id"),
        row.integer("network"),
        row.integer("training"),
        WrittenArchitecture.read(row),
        row.text("architecture_id"),
        Costs.read(row, List.of()),
        row.optional("score"),
        row.whole("images"),
        row.optional("accuracy"),
        row.whole("test_images"),
        RankTerms.read(row),
        row.number("seconds"),
        row.text("executor"));
  }
}
