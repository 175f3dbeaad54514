package netadapt.job;

import java.util.Optional;
import netadapt.BrokenRule;
import netadapt.onnx.Gpu;
import netadapt.score.ScoringDevice;
import netadapt.settings.ScoringSettings;
import netadapt.settings.Settings;

/** Which device the settings and the program's build have sub-networks scored on. */
final class ChosenDevice {
  private ChosenDevice() {}

  /**
   * What tasks compute on.
   *
   * @throws netadapt.BadInput if GPUs are wanted that the program was not built for
   */
  static ScoringDevice of(Run run) {
    return of(run.settings());
  }

  /** The same where there is no run yet. */
  static ScoringDevice of(Settings all) {
    ScoringSettings settings = all.scoring();
    boolean gpu = gpu(settings);
    if (gpu && !Gpu.supported()) {
      throw all.mistake(
          "scoring",
          new BrokenRule(
              "device", "gpu", "cpu or auto in a program that was not built with -Pgpu", "cpu"));
    }
    return new ScoringDevice(gpu, settings.batch());
  }

  /** Whether GPUs are wanted. */
  static boolean gpu(ScoringSettings settings) {
    return switch (settings.device()) {
      case AUTO -> Gpu.supported();
      case CPU -> false;
      case GPU -> true;
    };
  }

  /** What to tell the user if GPUs lie idle while samples are scored; empty if none do. */
  static Optional<String> warning(Run run) {
    boolean assigned = run.context().getConf().contains("spark.task.resource.gpu.amount");
    boolean unsaid = run.settings().scoring().device() == ScoringSettings.DeviceChoice.AUTO;
    return assigned && unsaid && !Gpu.supported()
        ? Optional.of(
            "tasks have GPUs but sub-networks are scored on processors: build with -Pgpu, or set"
                + " scoring.device to cpu")
        : Optional.empty();
  }
}
