package netadapt.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Asks the questions and prints one table of the answers. */
@Command(
    name = "submit/benchmark.sh",
    description = "Measures training, scoring and searching and prints one table.",
    mixinStandardHelpOptions = true)
final class Table implements Callable<Integer> {
  private static final int FAILED = 3;

  /** The rows, by what they are about. */
  enum Row {
    DENSE,
    ELASTIC,
    GROUPED,
    SAMPLED,
    KERNELS,
    SHARED,
    SCORING,
    SPARK,
    AVERAGING,
    SOAK,
    STRATEGIES,
    PROPOSING,
    INPUT,
    LATENCY,
    WIDTHS,
    PREPARE,
    FOUND,
    QUICKSTART,
    CIFAR10,
    DEPTH,
    TRAJECTORY,
    RECIPES,
    SCALING,
    ABLATIONS,
    SEARCH,
    TORCH
  }

  @Parameters(
      paramLabel = "ROW",
      description =
          "${COMPLETION-CANDIDATES}."
              + " Without any: all up to proposing; the others take long, or need PyTorch or"
              + " photographs.")
  private List<Row> rows = new ArrayList<>();

  @Option(names = "--quick", description = "Few repetitions, to see that all works.")
  private boolean quick;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description =
          "CIFAR-10 as image files in train/CLASS/ and test/CLASS/, for cifar10, ablations and"
              + " search.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--seeds",
      paramLabel = "FIRST-LAST",
      defaultValue = "1-3",
      description = "Of rows that search or train what is found; ${DEFAULT-VALUE} by default.")
  private Effort.Seeds seeds;

  @Option(
      names = "--images",
      paramLabel = "FOLDER",
      description =
          "Photographs in a folder per class, for input, prepare, and for shared, which else takes"
              + " noise.")
  private Optional<Path> images = Optional.empty();

  @Option(
      names = "--workload",
      paramLabel = "NETWORK:IMAGES",
      description =
          "Another network and images of a step for elastic, grouped, sampled and soak; repeatable.")
  private List<String> workloads = new ArrayList<>();

  /** Prints the table to standard output and progress to the error output. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    CommandLine commandLine = new CommandLine(new Table());
    commandLine.registerConverter(Effort.Seeds.class, Table::seeds);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(commandLine.execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    Set<Row> asked = EnumSet.range(Row.DENSE, Row.PROPOSING);
    if (!rows.isEmpty()) {
      asked = EnumSet.copyOf(rows);
    }
    Effort effort = new Effort(quick, workloads, seeds, data, Path.of("target", "benchmarks"));
    Files.createDirectories(effort.folder());
    String machine = Machine.describe();
    boolean failed = false;
    List<Line> lines = new ArrayList<>();
    for (Row row : asked) {
      String name = row.name().toLowerCase(Locale.ROOT);
      long began = System.nanoTime();
      try {
        lines.addAll(answer(row, effort));
      } catch (IllegalStateException e) {
        failed = true;
        lines.add(Line.plain(name, e.getMessage(), "failed"));
      }
      System.err.printf("%s: %.0f s%n", name, (System.nanoTime() - began) / 1e9);
    }
    System.out.println(machine);
    System.out.println();
    System.out.print(Line.table(lines));
    return failed ? FAILED : 0;
  }

  private List<Line> answer(Row row, Effort effort) {
    return switch (row) {
      case DENSE -> StepRows.dense(effort);
      case ELASTIC -> StepRows.elastic(effort);
      case GROUPED -> StepRows.grouped(effort);
      case SAMPLED -> StepRows.sampled(effort);
      case KERNELS -> KernelRows.kernels(effort);
      case SHARED -> ScoringRows.shared(effort, images);
      case SCORING -> ScoringRows.scoring(effort);
      case SPARK -> SparkRows.spark(effort);
      case AVERAGING -> AveragingRows.averaging(effort);
      case SOAK -> SoakRows.soak(effort);
      case STRATEGIES -> StrategyRows.strategies(effort);
      case PROPOSING -> ProposingRows.proposing(effort);
      case INPUT -> InputRows.input(effort, images);
      case LATENCY -> LatencyRows.tables(effort);
      case WIDTHS -> LatencyRows.widths(effort);
      case PREPARE -> PreparationRows.prepare(effort, images);
      case FOUND -> found(Experiment.FOUND, effort);
      case QUICKSTART -> found(Experiment.QUICKSTART, effort);
      case CIFAR10 -> found(Experiment.CIFAR10, effort);
      case DEPTH -> found(Experiment.DEPTH, effort);
      case TRAJECTORY -> RecipeRows.trajectory(Measured.of(Experiment.TRAJECTORY, effort));
      case RECIPES -> RecipeRows.recipes(Measured.of(Experiment.RECIPES, effort));
      case SCALING -> ScalingRows.scaling(effort);
      case ABLATIONS -> AblationRows.of(Measured.of(Experiment.ABLATIONS, effort));
      case SEARCH -> ScoringRows.search(effort);
      case TORCH -> StepRows.torch(effort);
    };
  }

  private static List<Line> found(Experiment experiment, Effort effort) {
    return FoundRows.of(experiment, Measured.of(experiment, effort));
  }

  private static Effort.Seeds seeds(String text) {
    try {
      return Effort.Seeds.of(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
