package netadapt.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import netadapt.NetAdapt;
import netadapt.plan.RunPlan;
import netadapt.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what a run will take, and whether it can be done. */
@Command(
    name = "plan",
    description = {
      "Prints what a run will take, before anything runs: costs of the network, whether budgets can"
          + " be met, iterations, steps, bytes, hours.",
      "Exits with 2 if the run cannot be done."
    },
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Mixin private ConfigurationOptions configuration;

  @Option(
      names = "--no-measure",
      description = "Do not measure, for some seconds, how fast this machine is.")
  private boolean unmeasured;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Settings settings = configuration.settings();
    RunPlan plan = unmeasured ? NetAdapt.plan(settings) : NetAdapt.planMeasured(settings);
    PrintWriter out = command.commandLine().getOut();
    out.println(json ? PlanJson.of(plan) : PlanText.of(plan, settings.carbon().poundsPerHour()));
    PrintWriter err = command.commandLine().getErr();
    if (!json) {
      plan.warnings().forEach(warning -> err.println("warning: " + warning));
    }
    plan.problems().forEach(err::println);
    return plan.feasible() ? ExitCode.DONE : ExitCode.BAD_INPUT;
  }
}
