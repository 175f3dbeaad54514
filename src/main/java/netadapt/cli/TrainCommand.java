package netadapt.cli;

import java.util.List;
import netadapt.NetAdapt;
import netadapt.Step;
import netadapt.report.Numbers;
import netadapt.run.TrainedNetwork;
import netadapt.settings.Settings;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code netadapt train}: the step of a run, or any architecture in a folder of its own. */
@Command(
    name = "train",
    description = "Trains the network that was found, or another architecture, and tests it.")
final class TrainCommand extends StepCommand {
  @ArgGroup(exclusive = false)
  private Other other;

  /** What to train instead of the network that was found. */
  private static final class Other {
    @Option(
        names = "--architecture",
        paramLabel = "FILE",
        required = true,
        description = "Trains what this file leaves of the network, in a folder of its own.")
    private String architecture;

    @Option(
        names = "--seed",
        paramLabel = "N",
        description = "Of that training, any whole number; run.seed by default.")
    private Long seed;
  }

  TrainCommand() {
    super(Step.TRAIN);
  }

  @Override
  void work(NetAdapt run, Settings settings, Console console) {
    if (other == null) {
      super.work(run, settings, console);
      return;
    }
    long seed = other.seed == null ? settings.run().seed() : other.seed;
    print(run.train(run.architecture(other.architecture), seed), console);
  }

  private static void print(TrainedNetwork trained, Console console) {
    console.table(
        List.of("architecture", "seed", "MACs", "parameters", "started from", "test"),
        List.of(
            List.of(
                trained.architectureId(),
                Long.toString(trained.seed()),
                Numbers.amount(trained.macs()),
                Numbers.amount(trained.params()),
                trained.initialWeights() + " weights",
                EndTable.accuracy(trained.testAccuracy()))));
    console.line("results: " + trained.folder());
  }
}
