package netadapt.cli;

import java.util.List;
import java.util.concurrent.Callable;
import netadapt.job.ExportStep;
import netadapt.job.KeptConfiguration;
import netadapt.job.PrepareStep;
import netadapt.job.ReportStep;
import netadapt.job.Results;
import netadapt.job.Run;
import netadapt.job.RunStep;
import netadapt.job.SearchStep;
import netadapt.job.SupernetStep;
import netadapt.job.TrainStep;
import netadapt.settings.NetworkFile;
import netadapt.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that does steps of a run, skipping what is done. */
@Command(mixinStandardHelpOptions = true)
abstract class StepCommand implements Callable<Integer> {
  private final List<RunStep> steps;

  @Spec private CommandSpec command;
  @Mixin private ConfigurationOptions configuration;

  StepCommand(RunStep... steps) {
    this.steps = List.of(steps);
  }

  @Override
  public Integer call() {
    Settings settings = configuration.settings();
    checkSearch(settings);
    Console console = Console.of(System.err);
    try (Run run = Run.open(settings, text -> console.line("warning: " + text));
        StopSignal signal = StopSignal.watch(console)) {
      KeptConfiguration.keep(run.directory(), settings);
      for (RunStep step : steps) {
        perform(step, run, console);
      }
      if (steps.size() > 1) {
        EndTable.print(run, console);
      }
    }
    return ExitCode.DONE;
  }

  /** Finds the mistakes of a search before hours of training, by the network as it is written. */
  private static void checkSearch(Settings settings) {
    SearchStep.search(NetworkFile.open(settings.network()).network(), settings.search());
  }

  private static void perform(RunStep step, Run run, Console console) {
    if (step.done(run)) {
      console.line(step.name() + ": done already");
      return;
    }
    try (Console.Step progress = console.step(step.name())) {
      long began = System.nanoTime();
      String result = step.execute(run, progress::update);
      new Results(run.directory()).took(step.name(), (System.nanoTime() - began) / 1e9);
      progress.done(result);
    }
  }

  /** {@code netadapt prepare}. */
  @Command(name = "prepare", description = "Reads the images and writes them as Parquet.")
  static final class Prepare extends StepCommand {
    Prepare() {
      super(new PrepareStep());
    }
  }

  /** {@code netadapt train-supernet}. */
  @Command(name = "train-supernet", description = "Trains the weights that all sub-networks share.")
  static final class TrainSupernet extends StepCommand {
    TrainSupernet() {
      super(new SupernetStep());
    }
  }

  /** {@code netadapt search}. */
  @Command(name = "search", description = "Shrinks the network until it meets every budget.")
  static final class SearchNetwork extends StepCommand {
    SearchNetwork() {
      super(new SearchStep());
    }
  }

  /** {@code netadapt train}. */
  @Command(name = "train", description = "Trains the network that was found, and tests it.")
  static final class Train extends StepCommand {
    Train() {
      super(new TrainStep());
    }
  }

  /** {@code netadapt export}. */
  @Command(name = "export", description = "Writes the trained network as ONNX and checks it.")
  static final class Export extends StepCommand {
    Export() {
      super(new ExportStep());
    }
  }

  /** {@code netadapt report}. */
  @Command(name = "report", description = "Writes a page with the run's pictures and tables.")
  static final class WriteReport extends StepCommand {
    WriteReport() {
      super(new ReportStep());
    }
  }

  /** {@code netadapt run}. */
  @Command(name = "run", description = "Does all steps in order, skipping what is done.")
  static final class All extends StepCommand {
    All() {
      super(
          new PrepareStep(),
          new SupernetStep(),
          new SearchStep(),
          new TrainStep(),
          new ExportStep(),
          new ReportStep());
    }
  }
}
