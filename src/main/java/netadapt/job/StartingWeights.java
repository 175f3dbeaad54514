package netadapt.job;

import java.util.Locale;
import java.util.Optional;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.onnx.PretrainedWeights;
import netadapt.train.ModelFolder;
import org.apache.hadoop.fs.Path;

/** Weights that the training of a super-network starts from: another run's, or an ONNX model's. */
final class StartingWeights {
  private static final String SETTING = "supernet.initial-weights";

  private StartingWeights() {}

  /**
   * Those of layers that both networks have alike; empty if the settings name no others, or if the
   * training has begun and goes on from weights of its own.
   *
   * @throws BadInput if they cannot be read, or none of their layers is like one of these
   */
  static Optional<Weights> of(Run run, SuperNetwork network) {
    return named(run)
        .map(name -> isModel(name) ? ofModel(run, network, name) : ofRun(run, network, name));
  }

  /**
   * Looks for the other run or the model, if one is needed.
   *
   * @throws BadInput if the run has no trained super-network, or the file is no such model
   */
  static void check(Run run) {
    named(run)
        .ifPresent(
            name -> {
              if (isModel(name)) {
                PretrainedWeights.check(name, content(run, name));
              } else {
                supernet(run, name);
              }
            });
  }

  private static Optional<String> named(Run run) {
    return KeptConfiguration.begun(run.directory(), run.directory().supernet())
        ? Optional.empty()
        : run.settings().supernet().pretrained();
  }

  private static boolean isModel(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".onnx");
  }

  private static Weights ofModel(Run run, SuperNetwork network, String name) {
    PretrainedWeights taken =
        PretrainedWeights.of(name, content(run, name), SubNetwork.full(network));
    if (taken.convolutions() == 0) {
      throw broken(
          run,
          name,
          "a model whose first convolutions have the sizes of those of %s: %s"
              .formatted(network.name(), taken.rest().orElse("it has none")));
    }
    run.warn(
        taken
            .rest()
            .map(
                why ->
                    "only the first %d convolutions of %s are taken: %s"
                        .formatted(taken.convolutions(), name, why)));
    return taken.weights();
  }

  private static byte[] content(Run run, String name) {
    return ChosenTeacher.read(SETTING, name, run.directory().hadoop());
  }

  private static Weights ofRun(Run run, SuperNetwork network, String folder) {
    Weights fitting = Slicer.fitting(supernet(run, folder).weights(), SubNetwork.full(network));
    if (fitting.equals(Weights.NONE)) {
      throw broken(
          run,
          folder,
          "of a run some of whose layers have the names and sizes of those of " + network.name());
    }
    return fitting;
  }

  private static ModelFolder supernet(Run run, String folder) {
    ModelFolder model =
        new ModelFolder(new Path(folder, "supernet").toString(), run.directory().hadoop());
    if (!model.complete()) {
      throw broken(
          run,
          folder,
          "the directory of a run whose super-network is trained, or an ONNX model (.onnx)");
    }
    return model;
  }

  private static BadInput broken(Run run, String name, String rule) {
    return run.settings()
        .mistake("supernet", new BrokenRule("initial-weights", name, rule, "null"));
  }
}
