package netadapt.job;

import java.util.List;
import java.util.Map;
import netadapt.BadInput;
import netadapt.arch.Activation;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.RandomNetworks;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.data.ImageFormat;
import netadapt.data.Layout;
import netadapt.data.Normalization;
import netadapt.fuzz.Target;
import netadapt.onnx.OnnxClassifier;
import netadapt.onnx.PretrainedWeights;
import netadapt.onnx.TinyModel;
import netadapt.onnx.UnfoldedModel;
import netadapt.settings.Settings;
import netadapt.settings.TeacherSettings;

/** Somebody else's ONNX models. */
public final class TeacherTargets {
  private static final float[][] WEIGHT = {{1, 2}, {0, 10}};

  private static final SubNetwork NETWORK =
      SubNetwork.full(
          new NetworkBuilder("tiny", new Shape(4, 4, 1), 3, 16)
              .convolution("c1", 2, 3, 1, Activation.RELU, true, 0)
              .separable("b2", 3, 3, 1, Activation.RELU, 0)
              .pixelwise("end", 1)
              .build());

  private TeacherTargets() {}

  public static List<Target> all() {
    return List.of(
        new Target(
            "onnx-metadata",
            1,
            2048,
            TeacherTargets::models,
            bytes -> OnnxClassifier.metadata("t.onnx", bytes),
            List.of(BadInput.class)),
        new Target(
            "onnx-weights",
            1,
            2048,
            () ->
                List.of(
                    UnfoldedModel.write(NETWORK, new RandomNetworks(1).weights(NETWORK.network()))),
            TeacherTargets::take,
            List.of(BadInput.class)),
        new Target(
            "teacher",
            100,
            2048,
            TeacherTargets::models,
            TeacherTargets::ask,
            List.of(BadInput.class)));
  }

  private static void take(byte[] bytes) {
    PretrainedWeights.of(bytes, NETWORK)
        .weights()
        .tensors()
        .forEach(
            (name, tensor) -> {
              for (float number : tensor.values()) {
                if (!Float.isFinite(number)) {
                  throw new AssertionError(name + " has " + number);
                }
              }
            });
  }

  private static void ask(byte[] bytes) {
    TeacherSettings settings =
        Settings.of("train { teacher = t.onnx, distillation {} }", Map.of())
            .train()
            .teacher()
            .orElseThrow();
    ImageFormat student =
        new ImageFormat(
            1, 2, new Normalization(new float[] {0.5f}, new float[] {0.5f}), Layout.CHANNELS_LAST);
    try (TeacherModel teacher = new TeacherModel("t.onnx", bytes, settings)) {
      teacher.check();
      teacher.form(student, List.of("cat", "dog"), List.of());
    }
  }

  private static List<byte[]> models() {
    Map<String, String> metadata =
        Map.of("mean", "[0]", "std", "[1]", "classes", "[\"dog\",\"cat\"]", "height", "1");
    return List.of(
        new TinyModel(WEIGHT, -1, 1, 1, 2).withMetadata(metadata).bytes(),
        new TinyModel(WEIGHT, 1, 1, -1, -1).withMetadata(metadata).bytes());
  }
}
