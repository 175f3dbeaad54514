package netadapt.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import netadapt.BadInput;
import netadapt.CommittedFile;
import netadapt.HadoopFiles;
import netadapt.cost.CostTable;
import netadapt.cost.CostTable.Row;
import netadapt.cost.Operator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A {@link CostTable} as a file, on any file system that Hadoop knows: Parquet if its name ends in
 * {@code .parquet}, else CSV. {@code docs/tables.md} has the columns.
 */
public final class CostTableFile {
  private static final String PARQUET = ".parquet";
  private static final Pattern METRIC = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)+");

  private CostTableFile() {}

  /**
   * Reads a table.
   *
   * @param what setting or option that names the file, for messages
   * @throws BadInput if there is no such file, or it is no whole table of costs
   */
  public static CostTable read(String file, String what, Configuration hadoop) {
    Path path = new Path(file);
    try {
      CommittedFile committed = CommittedFile.of(path, hadoop);
      if (!committed.exists()) {
        throw new BadInput("%s is %s but there is no such file".formatted(what, file));
      }
      CostTable table =
          file.endsWith(PARQUET) ? parquet(committed.current(), hadoop) : csv(committed);
      check(table, file);
      return table;
    } catch (IOException
        | UncheckedIOException
        | IllegalArgumentException e) { // the last for what it holds, too
      throw new BadInput(
          "%s is %s but that cannot be read: %s".formatted(what, file, e.getMessage()), e);
    }
  }

  private static CostTable parquet(Path path, Configuration hadoop) {
    List<CostRow> rows = CostRow.TABLE.read(path, hadoop);
    if (rows.isEmpty()) {
      throw new BadInput(path + " has no rows");
    }
    CostRow first = rows.get(0);
    if (!rows.stream().allMatch(first::isOfSameTable)) {
      throw new BadInput(path + " has rows of different tables: keep those of one");
    }
    return new CostTable(first.metric(), first.about(), rows.stream().map(CostRow::row).toList());
  }

  private static CostTable csv(CommittedFile file) throws IOException {
    try (FSDataInputStream in = file.open()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return CostCsv.parse(text);
    }
  }

  private static void check(CostTable table, String file) {
    if (!METRIC.matcher(table.metric()).matches()) {
      throw new BadInput(
          "metric of %s is \"%s\" but must be a name and a unit in small letters, such as latency_ms"
              .formatted(file, table.metric()));
    }
    Set<Operator> seen = new HashSet<>();
    for (Row row : table.rows()) {
      if (!seen.add(row.operator())) {
        throw new BadInput("%s has two rows for a %s".formatted(file, row.operator()));
      }
      if (!(row.cost() >= 0 && Double.isFinite(row.cost()))) {
        throw new BadInput(
            "%s says that a %s costs %s, but costs are numbers of at least 0"
                .formatted(file, row.operator(), row.cost()));
      }
    }
  }

  /**
   * Writes a table, whole or not at all, in place of one that is there.
   *
   * @throws IOException if that fails
   */
  public static void write(CostTable table, String file, Configuration hadoop) throws IOException {
    Path path = new Path(file);
    FileSystem files = HadoopFiles.of(path, hadoop);
    CommittedFile.of(path, hadoop)
        .write(
            temporary -> {
              if (file.endsWith(PARQUET)) {
                CostRow.TABLE.write(temporary, hadoop, CostRow.of(table));
              } else {
                try (OutputStream out = files.create(temporary)) {
                  out.write(CostCsv.write(table).getBytes(StandardCharsets.UTF_8));
                }
              }
            });
  }
}
