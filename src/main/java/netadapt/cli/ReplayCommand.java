package netadapt.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import netadapt.Replay;
import netadapt.report.Numbers;
import netadapt.run.ReplayedBudget;
import netadapt.run.ReplayedBudget.Found;
import netadapt.run.UnknownScores;
import netadapt.settings.Settings;
import netadapt.task.ScoreUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code netadapt replay}: another search on the scores that a run has recorded. */
@Command(
    name = "replay",
    description = {
      "Tries a search on the scores that a finished run has recorded, in seconds and without Spark.",
      "Writes nothing into the run."
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  private static final List<String> HEADER =
      List.of(
          "budget", "search", "network", "MACs", "parameters", "score", "asked for", "recorded");

  @Spec private CommandSpec command;

  @Mixin private ConfigurationOptions configuration;

  @Option(
      names = "--unknown",
      paramLabel = "estimate|fail",
      defaultValue = "estimate",
      description =
          "Of networks without a recorded score: estimate (by default), the score that is expected"
              + " of them, given all that are recorded; fail, none, and they never win.")
  private UnknownScores unknown;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Keeps samples and trajectory there, as a run does; it must be empty or new.")
  private String out;

  @Override
  public Integer call() {
    Settings settings = configuration.settings();
    List<ReplayedBudget> found =
        out == null ? Replay.search(settings, unknown) : Replay.search(settings, unknown, out);
    print(found, settings.scoring().quality().unit(), command.commandLine().getOut());
    return ExitCode.DONE;
  }

  private static void print(List<ReplayedBudget> found, ScoreUnit unit, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    for (ReplayedBudget budget : found) {
      String amount = Numbers.amount(budget.budget());
      budget.run().ifPresent(run -> rows.add(row(amount, "run", run, unit)));
      rows.add(row(amount, "replay", budget.replay(), unit));
    }
    TextTable.lines(HEADER, rows).forEach(out::println);
    out.println();
    Found last = found.get(found.size() - 1).replay();
    out.println(
        "%,d of the %,d networks that the replay asked for have a recorded score"
            .formatted(last.recorded(), last.asked()));
    if (found.stream().anyMatch(budget -> budget.replay().estimated())) {
      out.println("* estimated from the recorded scores");
    }
  }

  private static List<String> row(String budget, String search, Found found, ScoreUnit unit) {
    return List.of(
        budget,
        search,
        found.network().architectureId(),
        Numbers.amount(found.network().macs()),
        Numbers.amount(found.network().params()),
        EndTable.accuracy(found.network().score(), unit) + (found.estimated() ? "*" : ""),
        Numbers.amount(found.asked()),
        Numbers.amount(found.recorded()));
  }
}
