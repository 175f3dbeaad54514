package netadapt.job;

import java.util.Map;
import java.util.Optional;
import netadapt.BadInput;
import netadapt.Step;
import netadapt.arch.Shape;
import netadapt.arch.SuperNetwork;
import netadapt.data.Dataset;
import netadapt.report.RunBackground;
import netadapt.run.RunDirectory;
import netadapt.settings.NetworkFile;
import netadapt.settings.ResolvedSettings;

/** What a run directory keeps of a run's initial network and settings, for those who look at it. */
public final class KeptBackground {
  private KeptBackground() {}

  /** Keeps the network when a step begins that trains or searches it, unless it is kept already. */
  static void keepNetwork(Run run, Step step) {
    boolean used = step == Step.TRAIN_SUPERNET || step == Step.SEARCH;
    RunDirectory directory = run.directory();
    // Until the super-network has begun, the settings may name another network.
    boolean open = !KeptConfiguration.begun(directory, directory.supernet());
    if (used && run.prepared() && (open || !directory.exists(directory.network()))) {
      Dataset dataset = run.dataset();
      Shape input = new Shape(dataset.height(), dataset.width(), dataset.channels());
      NetworkFile file = NetworkFile.open(run.settings().network());
      directory.commitText(directory.network(), file.text(input, dataset.classes().size()));
    }
  }

  /**
   * Reads a run directory; what it does not keep, as those of older versions, is empty.
   *
   * @throws BadInput if a file has mistakes
   */
  public static RunBackground read(RunDirectory directory) {
    return new RunBackground(network(directory), settings(directory));
  }

  private static Optional<SuperNetwork> network(RunDirectory directory) {
    return directory.exists(directory.network())
        ? Optional.of(
            NetworkFile.parse(
                    directory.readText(directory.network()), directory.network().toString())
                .network())
        : Optional.empty();
  }

  private static Map<String, String> settings(RunDirectory directory) {
    return directory.exists(directory.configuration())
        ? ResolvedSettings.parse(
                directory.readText(directory.configuration()),
                directory.root().toString(),
                directory.configuration().toString())
            .values()
        : Map.of();
  }
}
