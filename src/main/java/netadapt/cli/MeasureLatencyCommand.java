package netadapt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.CostTable;
import netadapt.cost.TableCost;
import netadapt.measure.LatencyMeasurement;
import netadapt.measure.MeasuredTable;
import netadapt.measure.MeasurementEffort;
import netadapt.measure.TableCheck;
import netadapt.report.Numbers;
import netadapt.run.CostTableFile;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code netadapt measure-latency}: a table of what operators take on a device. */
@Command(
    name = "measure-latency",
    description = {
      "Measures what the operators of a network take on this machine, and writes a table to search by.",
      "Given again after it was stopped, it resumes. Nothing else should use the machine meanwhile."
    },
    mixinStandardHelpOptions = true)
final class MeasureLatencyCommand implements Callable<Integer> {
  /** A table that is further off than this has been measured badly. */
  private static final double MOST_ERROR = 0.1;

  @Spec private CommandSpec command;

  @Mixin private ChosenNetwork network;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The table: Parquet if it ends in .parquet, else CSV; by default NETWORK-latency.csv.")
  private String out;

  @Option(names = "--device", paramLabel = "NAME", description = "What the table calls the device.")
  private String device;

  /** What a table may be in. */
  private enum Unit {
    MS,
    US
  }

  @Option(
      names = "--unit",
      paramLabel = "ms|us",
      defaultValue = "ms",
      description =
          "Milliseconds (latency_ms), by default, or microseconds (latency_us): search.budgets below"
              + " 1 are shares.")
  private Unit unit;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "That work on one image, at least 1; 1 by default.")
  private int threads = MeasurementEffort.DEFAULT.threads();

  @Option(
      names = "--passes",
      paramLabel = "N",
      description = "Over all networks, at least 3; 3 by default.")
  private int passes = MeasurementEffort.DEFAULT.passes();

  @Option(
      names = "--runs",
      paramLabel = "N",
      description =
          "Runs of a network in a pass, at least 8; 30 by default, and 8 once they took 0.1 seconds.")
  private int runs = MeasurementEffort.DEFAULT.runs();

  @ArgGroup private OtherDevice other;

  /** For a device that this program does not run on. */
  private static final class OtherDevice {
    @Option(
        names = "--export-models",
        paramLabel = "DIR",
        description = "Writes models, and a Python script that measures them on another device.")
    private Path models;

    @Option(
        names = "--import",
        paramLabel = "FILE",
        description = "Makes the table of what that script has measured.")
    private Path timings;
  }

  @Override
  public Integer call() {
    MeasurementEffort effort = effort();
    SuperNetwork full = network.open();
    Console console = Console.of(System.err);
    console.line(
        "network: %s for images of %s, %s".formatted(full.name(), full.input(), full.tells()));
    LatencyMeasurement measurement = LatencyMeasurement.of(full);
    if (other != null && other.models != null) {
      export(measurement, effort, console);
      return ExitCode.DONE;
    }
    String file = out == null ? full.name() + "-latency.csv" : out;
    checkOut(file);
    MeasuredTable measured =
        other == null
            ? measure(measurement, effort, timings(file), console)
            : measurement.read(other.timings);
    CostTable table = asked(measured.table());
    write(table, file);
    print(table, measured.check(), full, file);
    if (measured.check().meanError() > MOST_ERROR) {
      console.line(
          "warning: the table is far off: delete %s and measure again while nothing else uses the machine"
              .formatted(other == null ? timings(file) : other.timings));
    }
    return ExitCode.DONE;
  }

  private MeasurementEffort effort() {
    try {
      return new MeasurementEffort(threads, passes, runs);
    } catch (BrokenRule broken) {
      throw new ParameterException(command.commandLine(), "--" + broken.getMessage(), broken);
    }
  }

  /** Before anything is measured for it. */
  private static void checkOut(String file) {
    Path path = Path.of(file).toAbsolutePath();
    if (Files.isDirectory(path)) {
      throw new BadInput("--out is %s but that is a folder".formatted(file));
    }
    Path folder = path.getParent();
    if (Files.exists(folder) && !Files.isWritable(folder)) {
      throw new BadInput("--out is %s but %s cannot be written to".formatted(file, folder));
    }
  }

  /** Beside the table; in the working directory if that is not on this machine. */
  private static Path timings(String table) {
    String local = table.contains("://") ? table.substring(table.lastIndexOf('/') + 1) : table;
    return Path.of(local + ".timings");
  }

  private void export(LatencyMeasurement measurement, MeasurementEffort effort, Console console) {
    try (Console.Bar bar = console.step("export")) {
      measurement.export(other.models, effort, new BarListener(console, bar));
      bar.done("%d models".formatted(measurement.size()));
    }
    PrintWriter text = command.commandLine().getOut();
    text.println("on the device: python3 %s".formatted(other.models.resolve("measure.py")));
    text.println("then here: netadapt measure-latency … --import timings.jsonl");
  }

  private static MeasuredTable measure(
      LatencyMeasurement measurement, MeasurementEffort effort, Path timings, Console console) {
    try (Console.Bar bar = console.step("measure");
        StopSignal signal = StopSignal.watch("the measurement", console)) {
      MeasuredTable table = measurement.measure(effort, timings, new BarListener(console, bar));
      bar.done("%d networks, kept in %s".formatted(measurement.size(), timings));
      return table;
    }
  }

  private CostTable asked(CostTable measured) {
    CostTable table = unit == Unit.US ? measured.in("latency_us", 1000) : measured;
    return device == null ? table : table.with("device", device);
  }

  private static void write(CostTable table, String file) {
    try {
      CostTableFile.write(table, file, new Configuration());
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be written".formatted(file), e);
    }
  }

  private void print(CostTable table, TableCheck check, SuperNetwork full, String file) {
    double initial = new TableCost(table, file).of(SubNetwork.full(full));
    PrintWriter text = command.commandLine().getOut();
    text.println("table: %s, %,d operators".formatted(file, table.rows().size()));
    text.println("checked by " + check);
    text.println("initial network: %s %s".formatted(Numbers.amount(initial), table.unit()));
    text.println(
        "to search by it: -Dlatency.table=%s -Dsearch.metric=%s".formatted(file, table.metric()));
  }
}
