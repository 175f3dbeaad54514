package netadapt.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import netadapt.NetAdapt;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.report.Numbers;
import netadapt.run.SampleRow;
import netadapt.run.ScoreTable;
import netadapt.settings.Settings;
import netadapt.task.ScoreUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netadapt score}: sub-networks with the weights that all share. */
@Command(
    name = "score",
    description = "Scores sub-networks with the shared weights: those of files, and random ones.",
    mixinStandardHelpOptions = true)
final class ScoreCommand implements Callable<Integer> {
  private static final List<String> HEADER =
      List.of("network", "MACs", "of initial", "parameters", "score");

  @Spec private CommandSpec command;

  @Mixin private ConfigurationOptions configuration;

  @Parameters(
      paramLabel = "ARCHITECTURE.json",
      arity = "0..*",
      description = "Sub-networks of the configuration's network.")
  private List<String> files = List.of();

  @ArgGroup(exclusive = false)
  private RandomOptions random;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "The table is scores/NAME.parquet, which must not be there; by default the next"
              + " number: 0001, 0002, …")
  private String name;

  /** Which sub-networks are drawn. */
  private static final class RandomOptions {
    @Option(
        names = "--random",
        paramLabel = "N",
        required = true,
        description = "Scores N random sub-networks, at least 1.")
    private int count;

    @Option(
        names = "--from",
        paramLabel = "SHARE",
        defaultValue = "0.3",
        description =
            "The least share of the initial network's MACs; ${DEFAULT-VALUE} if not given.")
    private double from;

    @Option(
        names = "--to",
        paramLabel = "SHARE",
        defaultValue = "0.7",
        description = "The largest share, at most 1; ${DEFAULT-VALUE} if not given.")
    private double to;

    @Option(
        names = "--seed",
        paramLabel = "SEED",
        description = "Decides which they are, any whole number; run.seed if not given.")
    private Long seed;
  }

  @Override
  public Integer call() {
    checkCommandLine();
    Settings settings = configuration.settings();
    Console console = Console.of(System.err);
    try (Console.Bar bar = console.step("score");
        ApplicationName application = ApplicationName.of(settings, "score");
        NetAdapt run = NetAdapt.open(settings, new BarListener(console, bar));
        StopSignal signal = StopSignal.watch(run, console)) {
      SuperNetwork network = run.network();
      List<Architecture> networks = new ArrayList<>();
      files.forEach(file -> networks.add(run.architecture(file)));
      if (random != null) {
        networks.addAll(drawn(run, settings, console));
      }
      ScoreTable table = name == null ? run.score(networks) : run.score(networks, name);
      bar.done("%d scored".formatted(networks.size()));
      print(table, network, settings.scoring().quality().unit());
    }
    return ExitCode.DONE;
  }

  private void checkCommandLine() {
    if (random == null && files.isEmpty()) {
      throw mistake("Missing: an ARCHITECTURE.json to score, or --random=N");
    }
    if (random != null && random.count < 1) {
      throw mistake("--random is %d but must be at least 1".formatted(random.count));
    }
    if (random != null && !(0 <= random.from && random.from < random.to && random.to <= 1)) {
      throw mistake(
          "--from is %s and --to %s but they must be shares from 0 to 1, --from the lesser"
              .formatted(random.from, random.to));
    }
  }

  private ParameterException mistake(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private List<Architecture> drawn(NetAdapt run, Settings settings, Console console) {
    long seed = random.seed == null ? settings.run().seed() : random.seed;
    List<Architecture> drawn = run.randomNetworks(random.count, random.from, random.to, seed);
    if (drawn.size() < random.count) {
      console.line(
          "warning: only %d sub-networks found with %s to %s of the MACs"
              .formatted(drawn.size(), Numbers.share(random.from, 1), Numbers.share(random.to, 1)));
    }
    return drawn;
  }

  private void print(ScoreTable table, SuperNetwork network, ScoreUnit unit) {
    long initial = MacCount.count(SubNetwork.full(network));
    List<List<String>> rows = new ArrayList<>();
    for (SampleRow row : table.rows()) {
      boolean named = row.sample() < files.size();
      rows.add(
          List.of(
              named ? files.get(row.sample()) : row.architectureId(),
              Numbers.amount(row.costs().macs()),
              Numbers.share(row.costs().macs(), initial),
              Numbers.amount(row.costs().params()),
              row.failed() ? "-" : unit.text(row.score().orElseThrow())));
    }
    PrintWriter out = command.commandLine().getOut();
    TextTable.lines(HEADER, rows).forEach(out::println);
    out.println();
    out.println("rows: " + table.file());
  }
}
