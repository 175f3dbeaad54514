package netadapt.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import netadapt.BadInput;
import netadapt.settings.Settings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that works on a run. */
final class ConfigurationOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--config", paramLabel = "FILE", description = "The run's configuration.")
  private Path file;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "Overrides one setting, such as -Dsearch.samples=48.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  /** Whether settings are overridden. */
  boolean overridden() {
    return !overrides.isEmpty();
  }

  /** Whether there is a configuration. */
  boolean given() {
    return file != null;
  }

  /**
   * Reads the configuration.
   *
   * @throws ParameterException if there is none
   * @throws BadInput if it has mistakes
   */
  Settings settings() {
    if (file == null) {
      throw new ParameterException(command.commandLine(), "Missing required option: --config=FILE");
    }
    if (!Files.isRegularFile(file)) {
      throw new BadInput("--config is " + file + " but there is no such file");
    }
    return Settings.read(file, overrides);
  }
}
