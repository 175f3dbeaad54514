package netadapt.cli;

import java.io.PrintWriter;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import netadapt.BrokenRule;
import netadapt.NetAdapt;
import netadapt.rank.RankCheck;
import netadapt.rank.RankPlan;
import netadapt.report.RankFindings;
import netadapt.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code netadapt rank-check}: whether shared weights rank networks as their own training does. */
@Command(
    name = "rank-check",
    description = {
      "Trains random sub-networks one by one and compares with their shared-weight scores.",
      "Given again, trains only those that are missing."
    },
    mixinStandardHelpOptions = true)
final class RankCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Mixin private ConfigurationOptions configuration;

  @Option(
      names = "--networks",
      paramLabel = "N",
      defaultValue = "24",
      description = "How many, at least 2; ${DEFAULT-VALUE} by default.")
  private int networks;

  @Option(
      names = "--trainings",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of each network, whose mean counts; ${DEFAULT-VALUE} by default.")
  private int trainings;

  @Option(
      names = "--from",
      paramLabel = "SHARE",
      defaultValue = "0.3",
      description = "The least share of the MACs that they have; ${DEFAULT-VALUE} by default.")
  private double from;

  @Option(
      names = "--to",
      paramLabel = "SHARE",
      defaultValue = "0.7",
      description = "The largest share; ${DEFAULT-VALUE} by default.")
  private double to;

  @Option(
      names = "--epochs",
      paramLabel = "E",
      description = "That each is trained for; train.epochs by default.")
  private Integer epochs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the networks and their trainings; run.seed by default.")
  private Long seed;

  @Override
  public Integer call() {
    Settings settings = configuration.settings();
    RankPlan plan = plan(settings);
    Console console = Console.of(System.err);
    RankCheck check;
    try (Console.Bar bar = console.step("rank-check");
        ApplicationName name = ApplicationName.of(settings, "rank-check");
        NetAdapt run = NetAdapt.open(settings, new BarListener(console, bar));
        StopSignal signal = StopSignal.watch(run, console)) {
      check = run.rankCheck(plan);
      bar.done("%d networks compared".formatted(check.networks()));
    }
    print(
        new RankFindings(check, settings.scoring().quality().unit()),
        command.commandLine().getOut());
    return ExitCode.DONE;
  }

  private RankPlan plan(Settings settings) {
    try {
      return new RankPlan(
          networks,
          trainings,
          from,
          to,
          epochs == null ? OptionalInt.empty() : OptionalInt.of(epochs),
          seed == null ? settings.run().seed() : seed);
    } catch (BrokenRule broken) {
      throw new ParameterException(command.commandLine(), "--" + broken.getMessage(), broken);
    }
  }

  private static void print(RankFindings findings, PrintWriter out) {
    findings
        .tables()
        .forEach(
            (caption, rows) -> {
              out.println(caption);
              TextTable.lines(findings.header(), rows).forEach(out::println);
              out.println();
            });
    out.println(findings.sentence());
  }
}
