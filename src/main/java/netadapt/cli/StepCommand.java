package netadapt.cli;

import java.net.URI;
import java.util.concurrent.Callable;
import netadapt.NetAdapt;
import netadapt.Step;
import netadapt.settings.Settings;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that does steps of a run, skipping what is done. */
@Command(mixinStandardHelpOptions = true)
abstract class StepCommand implements Callable<Integer> {
  private final Step[] steps;

  @Spec private CommandSpec command;

  @Mixin private ConfigurationOptions configuration;

  StepCommand(Step... steps) {
    this.steps = steps;
  }

  @Override
  public Integer call() {
    Settings settings = configuration.settings();
    Console console = Console.of(System.err);
    try (ApplicationName name = ApplicationName.of(settings, command.name());
        ConsoleListener listener = new ConsoleListener(console);
        NetAdapt run = NetAdapt.open(settings, listener);
        StopSignal signal = StopSignal.watch(run, console)) {
      console.line("run: " + shown(run.directory()));
      work(run, settings, console);
    }
    return ExitCode.DONE;
  }

  /** Does what the command is for. */
  void work(NetAdapt run, Settings settings, Console console) {
    run.perform(steps);
    if (steps.length > 1) {
      EndTable.print(
          run.tables().results(),
          settings.scoring().fineTunes(),
          settings.task(),
          settings.scoring().quality(),
          console);
      console.line("results: " + shown(run.directory()));
    }
  }

  /** The whole path, since a relative one is on a cluster's file system where there is one. */
  private static String shown(Path directory) {
    URI uri = directory.toUri();
    return "file".equals(uri.getScheme()) ? uri.getPath() : directory.toString();
  }

  /** {@code netadapt prepare}. */
  @Command(name = "prepare", description = "Reads the images and writes them as Parquet.")
  static final class Prepare extends StepCommand {
    Prepare() {
      super(Step.PREPARE);
    }
  }

  /** {@code netadapt train-supernet}. */
  @Command(name = "train-supernet", description = "Trains the weights that all sub-networks share.")
  static final class TrainSupernet extends StepCommand {
    TrainSupernet() {
      super(Step.TRAIN_SUPERNET);
    }
  }

  /** {@code netadapt search}. */
  @Command(name = "search", description = "Shrinks the network until it meets every budget.")
  static final class SearchNetwork extends StepCommand {
    SearchNetwork() {
      super(Step.SEARCH);
    }
  }

  /** {@code netadapt export}. */
  @Command(
      name = "export",
      description = "Copies the trained networks, as ONNX, beside what was found.")
  static final class Export extends StepCommand {
    Export() {
      super(Step.EXPORT);
    }
  }

  /** {@code netadapt run}. */
  @Command(name = "run", description = "Does all steps in order, skipping what is done.")
  static final class All extends StepCommand {
    All() {
      super(Step.values());
    }
  }
}
