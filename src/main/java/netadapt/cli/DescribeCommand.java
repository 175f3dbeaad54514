package netadapt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Resource;
import netadapt.cost.TableCost;
import netadapt.run.ArchitectureFile;
import netadapt.run.CostTableFile;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what a network is made of and what it costs. */
@Command(
    name = "describe",
    description = "Prints a network's layers, channels, MACs and parameters.",
    mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Mixin private ChosenNetwork network;

  @Option(
      names = "--architecture",
      paramLabel = "FILE",
      description = "What remains of the network's layers, as JSON.")
  private String architecture;

  @Option(
      names = "--table",
      paramLabel = "FILE",
      description = "A table of costs, such as latency; repeatable.")
  private List<String> tables = new ArrayList<>();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    SuperNetwork full = network.open();
    SubNetwork described = SubNetwork.of(full, architecture(full));
    List<Resource> further = new ArrayList<>();
    for (String file : tables) {
      further.add(new TableCost(CostTableFile.read(file, "--table", new Configuration()), file));
    }
    String text =
        json ? Description.json(described, further) : Description.table(described, further);
    command.commandLine().getOut().println(text);
    return ExitCode.DONE;
  }

  private Architecture architecture(SuperNetwork full) {
    if (architecture == null) {
      return full.full();
    }
    return ArchitectureFile.read(full, architecture, "--architecture", new Configuration());
  }
}
