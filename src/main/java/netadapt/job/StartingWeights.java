package netadapt.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.onnx.PretrainedWeights;
import netadapt.run.RunDirectory;
import netadapt.settings.Settings;
import netadapt.train.ModelFolder;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Weights that the training of a super-network starts from: another run's, or an ONNX model's.
 *
 * @param name of what the settings name: the run's directory, or the model's file
 * @param network that takes them
 */
record StartingWeights(Settings settings, String name, SuperNetwork network, Configuration hadoop) {

  /**
   * Those of layers that both networks have alike; empty if the settings name no others, or if the
   * training has begun and goes on from weights of its own.
   *
   * @throws BadInput if they cannot be read, or none of their layers is like one of these
   */
  static Optional<Weights> of(Run run, SuperNetwork network) {
    return named(run.settings(), network, run.directory().hadoop())
        .map(named -> named.isModel() ? named.ofModel().weights() : named.ofRun());
  }

  /**
   * Checks that the weights can be read and fit, before anything is done; warns of what is not
   * taken.
   *
   * @throws BadInput as {@link #of}
   */
  static void check(Run run) {
    if (run.settings().supernet().pretrained().isEmpty()) {
      return;
    }
    Configuration hadoop = run.directory().hadoop();
    SuperNetwork network =
        run.prepared() ? run.network(run.dataset()) : PlannedNetwork.of(run.settings(), hadoop);
    check(run.settings(), network, hadoop).forEach(warning -> run.warn(Optional.of(warning)));
  }

  /**
   * The same where there is no run yet.
   *
   * @return warnings: what is not taken
   */
  static List<String> check(Settings settings, SuperNetwork network, Configuration hadoop) {
    return named(settings, network, hadoop).map(StartingWeights::warnings).orElse(List.of());
  }

  private static Optional<StartingWeights> named(
      Settings settings, SuperNetwork network, Configuration hadoop) {
    Optional<String> name = settings.supernet().pretrained();
    if (name.isEmpty()) {
      return Optional.empty();
    }
    RunDirectory directory = new RunDirectory(settings.run().directory(), hadoop);
    return KeptConfiguration.begun(directory, directory.supernet())
        ? Optional.empty()
        : Optional.of(new StartingWeights(settings, name.get(), network, hadoop));
  }

  private boolean isModel() {
    return name.toLowerCase(Locale.ROOT).endsWith(".onnx");
  }

  private PretrainedWeights ofModel() {
    byte[] content = NamedFile.read("supernet.initial-weights", name, hadoop);
    PretrainedWeights taken;
    try {
      taken = PretrainedWeights.of(content, SubNetwork.full(network));
    } catch (BadInput unreadable) {
      throw broken("an ONNX model: " + unreadable.getMessage());
    }
    if (taken.convolutions() == 0) {
      throw broken(
          "a model whose first convolution can be that of %s: %s"
              .formatted(network.name(), taken.rest().map(PretrainedWeights.Rest::why).orElse("")));
    }
    return taken;
  }

  private List<String> warnings() {
    if (!isModel()) {
      ofRun();
      return List.of();
    }
    PretrainedWeights taken = ofModel();
    List<String> warnings = new ArrayList<>();
    taken
        .rest()
        .ifPresent(
            rest ->
                warnings.add(
                    "convolutions taken from %s: %d; %s and all layers after it start from random weights: %s"
                        .formatted(name, taken.convolutions(), rest.layer(), rest.why())));
    if (taken.renormalized() > 0) {
      warnings.add(
          "of %d convolutions taken from %s, %d have no BatchNormalization after them: their biases are left out, and normalisation starts anew (docs/running.md)"
              .formatted(taken.convolutions(), name, taken.renormalized()));
    }
    return warnings;
  }

  private Weights ofRun() {
    ModelFolder model = new ModelFolder(new Path(name, "supernet").toString(), hadoop);
    if (!model.complete()) {
      throw broken(
          "the directory of a run whose super-network is trained, or an ONNX model (.onnx)");
    }
    Weights fitting = Slicer.fitting(model.weights(), SubNetwork.full(network));
    if (fitting.equals(Weights.NONE)) {
      throw broken(
          "of a run some of whose layers have the names and sizes of those of " + network.name());
    }
    return fitting;
  }

  private BadInput broken(String rule) {
    return settings.mistake("supernet", new BrokenRule("initial-weights", name, rule, "null"));
  }
}
