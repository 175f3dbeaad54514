package netadapt.cli;

import java.util.Optional;
import netadapt.arch.Shape;
import netadapt.arch.SuperNetwork;
import netadapt.run.PreparedDataset;
import netadapt.settings.NetworkFile;
import netadapt.settings.Settings;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The network that a command is about which needs no run: by its name, or that of a configuration.
 */
final class ChosenNetwork {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Mixin private ConfigurationOptions configuration;

  @Parameters(
      paramLabel = "NETWORK",
      arity = "0..1",
      description = "A name of conf/networks, or a file; by default, the configuration's network.")
  private String network;

  /**
   * The network: for the images that the configuration has prepared; else for the size that it
   * sets, with as many classes as are written, if it has any.
   *
   * @throws ParameterException if neither is given
   */
  SuperNetwork open() {
    if (!configuration.given()) {
      if (network == null) {
        throw new ParameterException(
            command.commandLine(), "Missing: the NETWORK, or --config=FILE");
      }
      return NetworkFile.open(network).network();
    }
    Settings settings = configuration.settings();
    NetworkFile file = NetworkFile.open(network == null ? settings.network() : network);
    String images = settings.data().directory();
    Optional<PreparedDataset> there = PreparedDataset.find(images, new Configuration());
    if (there.isPresent()) {
      PreparedDataset prepared = there.get();
      Shape image = new Shape(prepared.height(), prepared.width(), prepared.channels());
      return file.network(image, prepared.classes().size());
    }
    SuperNetwork written = file.network();
    int classes = written.pixelwise() ? 0 : written.classes();
    return file.network(settings.data().input(written.input()), classes);
  }
}
