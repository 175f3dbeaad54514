package netadapt.job;

import java.util.Optional;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.train.ModelFolder;
import org.apache.hadoop.fs.Path;

/** Weights of another run's super-network that a training starts from. */
final class OtherWeights {
  private OtherWeights() {}

  /**
   * Those of layers that both networks have alike; empty if the settings name no other run, or if
   * the training has begun and goes on from weights of its own.
   *
   * @throws BadInput if it has no trained super-network, or none of its layers is like one of these
   */
  static Optional<Weights> of(Run run, SuperNetwork network) {
    return folder(run).map(folder -> of(run, network, folder));
  }

  /**
   * Looks for the other run, if one is needed.
   *
   * @throws BadInput if it has no trained super-network
   */
  static void check(Run run) {
    folder(run).ifPresent(folder -> model(run, folder));
  }

  private static Optional<String> folder(Run run) {
    return KeptConfiguration.begun(run.directory(), run.directory().supernet())
        ? Optional.empty()
        : run.settings().supernet().otherRun();
  }

  private static ModelFolder model(Run run, String folder) {
    ModelFolder model =
        new ModelFolder(new Path(folder, "supernet").toString(), run.directory().hadoop());
    if (!model.complete()) {
      throw broken(run, folder, "the directory of a run whose super-network is trained");
    }
    return model;
  }

  private static Weights of(Run run, SuperNetwork network, String folder) {
    Weights fitting = Slicer.fitting(model(run, folder).weights(), SubNetwork.full(network));
    if (fitting.equals(Weights.NONE)) {
      throw broken(
          run,
          folder,
          "of a run some of whose layers have the names and sizes of those of " + network.name());
    }
    return fitting;
  }

  private static BadInput broken(Run run, String folder, String rule) {
    return run.settings()
        .mistake("supernet", new BrokenRule("initial-weights", folder, rule, "null"));
  }
}
