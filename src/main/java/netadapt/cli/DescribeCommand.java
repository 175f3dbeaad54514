package netadapt.cli;

import java.util.concurrent.Callable;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.run.ArchitectureFile;
import netadapt.settings.NetworkFile;
import netadapt.settings.Settings;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a network is made of and what it costs. */
@Command(
    name = "describe",
    description = "Prints a network's layers, channels, MACs and parameters.",
    mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Mixin private ConfigurationOptions configuration;

  @Parameters(
      paramLabel = "NETWORK",
      arity = "0..1",
      description = "A name of conf/networks, or a file; by default, the configuration's network.")
  private String network;

  @Option(
      names = "--architecture",
      paramLabel = "FILE",
      description = "What remains of the network's layers, as JSON.")
  private String architecture;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    SuperNetwork full = network();
    SubNetwork described = SubNetwork.of(full, architecture(full));
    String text = json ? Description.json(described) : Description.table(described);
    command.commandLine().getOut().println(text);
    return ExitCode.DONE;
  }

  private SuperNetwork network() {
    if (!configuration.given()) {
      if (network == null) {
        throw new ParameterException(
            command.commandLine(), "Missing: the NETWORK to describe, or --config=FILE");
      }
      return NetworkFile.open(network).network();
    }
    Settings settings = configuration.settings();
    NetworkFile file = NetworkFile.open(network == null ? settings.network() : network);
    SuperNetwork written = file.network();
    return file.network(settings.data().input(written.input()), written.classes());
  }

  private Architecture architecture(SuperNetwork full) {
    if (architecture == null) {
      return full.full();
    }
    return ArchitectureFile.read(full, architecture, "--architecture", new Configuration());
  }
}
