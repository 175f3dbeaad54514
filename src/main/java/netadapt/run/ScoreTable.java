package netadapt.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.search.Score;
import org.apache.hadoop.fs.Path;

/**
 * Sub-networks that were scored outside of any search, kept in {@code scores/NAME.parquet} with the
 * columns of {@code samples}. They have no parent, no layers were shrunk, and none is selected.
 *
 * @param file where it is kept
 * @param rows one per network, in the order in which they were given
 */
public record ScoreTable(Path file, List<SampleRow> rows) {
  private static final String SUFFIX = ".parquet";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{4,9}");

  public ScoreTable {
    rows = List.copyOf(rows);
  }

  /** The name of a table that is given none: {@code 0001}, or a number above all that are there. */
  public static String nextName(RunDirectory directory) {
    int last =
        directory.list(directory.scores()).stream()
            .map(file -> file.getName().replace(SUFFIX, ""))
            .filter(name -> NUMBER.matcher(name).matches())
            .mapToInt(Integer::parseInt)
            .max()
            .orElse(0);
    return String.format(Locale.ROOT, "%04d", last + 1);
  }

  /**
   * The file of a table that is to be written.
   *
   * @throws BrokenRule if it cannot have that name
   * @throws BadInput if it is there already
   */
  public static Path newFile(RunDirectory directory, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new BrokenRule("name", name, "letters, digits, dots, hyphens and underscores", "half");
    }
    Path file = file(directory, name);
    if (directory.exists(file)) {
      throw new BadInput(
          "name is %s but there is such a table already: give another name, or delete it (%s)"
              .formatted(name, file));
    }
    return file;
  }

  /**
   * Makes rows of scores.
   *
   * @param file where they are to be kept
   * @param networks canonical sub-networks of {@code network}
   * @param scores one per sub-network, in the same order
   * @param provenance what the scores depend on beside the architectures
   */
  public static ScoreTable of(
      Path file,
      SuperNetwork network,
      List<Architecture> networks,
      List<Score> scores,
      Provenance provenance) {
    List<SampleRow> rows = new ArrayList<>();
    for (int i = 0; i < networks.size(); i++) {
      rows.add(row(i, network, networks.get(i), scores.get(i), provenance));
    }
    return new ScoreTable(file, rows);
  }

  /**
   * Reads a table.
   *
   * @throws BadInput if there is none of that name, or it lacks a column
   */
  public static ScoreTable read(RunDirectory directory, String name) {
    Path file = file(directory, name);
    if (!directory.exists(file)) {
      throw new BadInput("no table of scores is called %s (%s)".formatted(name, file));
    }
    return read(directory, file);
  }

  /** Reads all tables, in the order of their names. */
  static List<ScoreTable> readAll(RunDirectory directory) {
    return directory.list(directory.scores()).stream()
        .filter(file -> file.getName().endsWith(SUFFIX))
        .map(file -> read(directory, file))
        .toList();
  }

  private static ScoreTable read(RunDirectory directory, Path file) {
    return new ScoreTable(file, SampleRow.tableWithoutIterations().read(file, directory.hadoop()));
  }

  /** Writes the table to its file, whole or not at all. */
  public void write(RunDirectory directory) {
    directory.commit(
        file,
        temporary -> SampleRow.tableWithoutIterations().write(temporary, directory.hadoop(), rows));
  }

  private static Path file(RunDirectory directory, String name) {
    return new Path(directory.scores(), name + SUFFIX);
  }

  private static SampleRow row(
      int index,
      SuperNetwork network,
      Architecture architecture,
      Score score,
      Provenance provenance) {
    return new SampleRow(
        0,
        index,
        "",
        "",
        List.of(),
        WrittenArchitecture.of(network, architecture),
        ArchitectureJson.id(network, architecture),
        List.of(),
        List.of(),
        Costs.of(SubNetwork.of(network, architecture), List.of()),
        score.failed() ? OptionalDouble.empty() : OptionalDouble.of(score.value()),
        score.failed() ? OptionalDouble.empty() : OptionalDouble.of(score.error()),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        score.correct(),
        score.images(),
        score.dropped(),
        provenance,
        score.seconds(),
        score.runtimeSeconds(),
        score.executor(),
        false);
  }
}
