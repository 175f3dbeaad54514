package netadapt.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netadapt.BadInput;
import netadapt.NetAdapt;
import netadapt.Step;
import netadapt.arch.Architecture;
import netadapt.report.Numbers;
import netadapt.run.TrainedNetwork;
import netadapt.settings.Settings;
import netadapt.task.ScoreUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code netadapt train}: the step of a run, or any architecture beside it. */
@Command(
    name = "train",
    description = "Trains the networks that were found, or another architecture, and tests them.")
final class TrainCommand extends StepCommand {
  /** At most nine digits each, which fit. */
  private static final Pattern SAMPLE = Pattern.compile("(\\d{1,9})/(\\d{1,9})");

  @ArgGroup(exclusive = false)
  private Other other;

  /** What to train instead of the networks that were found. */
  private static final class Other {
    @ArgGroup(multiplicity = "1")
    private Which which;

    @Option(
        names = "--seed",
        paramLabel = "N",
        description = "Of that training, any whole number; run.seed by default.")
    private Long seed;
  }

  /** Either of them. */
  private static final class Which {
    @Option(
        names = "--architecture",
        paramLabel = "FILE",
        required = true,
        description = "Trains what this file leaves of the network, in a folder of its own.")
    private String architecture;

    @Option(
        names = "--sample",
        paramLabel = "ITERATION/INDEX",
        required = true,
        description = "Trains this sample of the search, such as 12/3, in a folder of its own.")
    private String sample;

    Architecture of(NetAdapt run) {
      if (sample == null) {
        return run.architecture(architecture);
      }
      Matcher numbers = SAMPLE.matcher(sample);
      if (!numbers.matches()) {
        throw new BadInput(
            "--sample is %s but must be an iteration and a number in it, such as 12/3"
                .formatted(sample));
      }
      return run.sample(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
    }
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
    print(run.train(other.which.of(run), seed), settings.scoring().quality().unit(), console);
  }

  private static void print(TrainedNetwork trained, ScoreUnit unit, Console console) {
    console.table(
        List.of("architecture", "seed", "MACs", "parameters", "started from", "test"),
        List.of(
            List.of(
                trained.architectureId(),
                Long.toString(trained.seed()),
                Numbers.amount(trained.macs()),
                Numbers.amount(trained.params()),
                trained.initialWeights() + " weights",
                EndTable.accuracy(trained.testAccuracy(), unit))));
    console.line("results: " + trained.folder());
  }
}
