package netadapt.cli;

import java.util.ArrayList;
import java.util.List;
import netadapt.RunReport;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs that a command shows: by their directories, or one by its configuration. */
final class ChosenRuns {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(
      paramLabel = "RUN",
      arity = "0..*",
      description = "Directories of runs; without any, that of --config.")
  private List<String> directories = new ArrayList<>();

  @Mixin private ConfigurationOptions configuration;

  /** How many there are. */
  int count() {
    return Math.max(1, directories.size());
  }

  /**
   * Their page.
   *
   * @throws ParameterException if there are both directories and a configuration, or neither
   * @throws netadapt.BadInput if the configuration has mistakes, or a file system cannot be reached
   */
  RunReport report() {
    if (configuration.given() == !directories.isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "Name directories of runs, such as runs/quickstart, or --config=FILE");
    }
    if (!directories.isEmpty() && configuration.overridden()) {
      throw new ParameterException(
          command.commandLine(), "-D goes with --config=FILE, and not with directories of runs");
    }
    return directories.isEmpty()
        ? RunReport.of(configuration.settings())
        : RunReport.of(directories);
  }
}
