package netadapt.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import netadapt.DocumentedTables;
import netadapt.run.ParquetTable.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentedTablesTest {
  private static final List<String> FURTHER = List.of("latency_ms");

  private record Case(String name, TypedTable<?> table) {}

  static List<Case> tables() {
    return List.of(
        new Case("samples", SampleRow.table(FURTHER)),
        new Case("trajectory", TrajectoryRow.table(FURTHER)),
        new Case("front", FrontRow.table(FURTHER)),
        new Case("rank-check", RankRow.TABLE),
        new Case("training-log", TrainingLogRow.TABLE));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void everyColumnIsDocumentedWithItsType(Case one) {
    assertThat(one.table().columns().stream().map(DocumentedTablesTest::text))
        .containsExactlyElementsOf(DocumentedTables.columns(one.name()));
  }

  @Test
  void everyColumnOfCostsIsDocumentedWithItsType() {
    assertThat(CostRow.OPERATORS.stream().map(field -> text(field.column())))
        .containsExactlyElementsOf(DocumentedTables.columns("costs"));
  }

  private static String text(Column column) {
    String type = column.type().name().toLowerCase(Locale.ROOT);
    return column.name()
        + ": "
        + switch (column.count()) {
          case ONE -> type;
          case OPTIONAL -> type + " or empty";
          case LIST -> "list of " + type;
        };
  }
}
