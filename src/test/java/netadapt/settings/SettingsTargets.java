package netadapt.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import netadapt.BadInput;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.Shape;
import netadapt.arch.SuperNetwork;
import netadapt.fuzz.Target;

/** Files that a user writes: configurations, networks, architectures. */
public final class SettingsTargets {
  private SettingsTargets() {}

  public static List<Target> all() {
    return List.of(configuration(), keptConfiguration(), network(), architecture());
  }

  /** With policies of augmentation and all else that is a word or a number. */
  private static Target configuration() {
    return new Target(
        "configuration",
        20,
        2048,
        () ->
            List.of(
                Files.readAllBytes(Path.of("conf/quickstart.conf")),
                "data { source = images, path = a, held-out = 50 }".getBytes(UTF_8),
                "data { source = cifar-binary, path = a, augment { policy = cifar10 } }, network = cifar10"
                    .getBytes(UTF_8),
                "train { teacher = t.onnx, distillation { mean = [0.5], std = [1] } }"
                    .getBytes(UTF_8)),
        bytes -> Settings.of(text(bytes), Map.of()),
        List.of(BadInput.class));
  }

  /** As a run keeps it. */
  private static Target keptConfiguration() {
    return new Target(
        "kept-configuration",
        5,
        2048,
        () -> List.of("a { b = 1 }, run.directory = runs/a, c = [1, \"x\"]".getBytes(UTF_8)),
        bytes -> ResolvedSettings.parse(text(bytes), "runs/b", "config.conf").text(),
        List.of(BadInput.class));
  }

  private static Target network() {
    return new Target(
        "network",
        5,
        2048,
        () ->
            List.of(
                Files.readAllBytes(Path.of("conf/networks/mnist.conf")),
                Files.readAllBytes(Path.of("conf/networks/cifar10.conf"))),
        bytes -> {
          NetworkFile file = NetworkFile.parse(text(bytes), "network.conf");
          file.network();
          file.network(new Shape(32, 32, 3), 10);
          file.text(new Shape(32, 32, 3), 10);
        },
        List.of(BadInput.class));
  }

  private static Target architecture() {
    SuperNetwork network = NetworkFile.open("mnist").network();
    return new Target(
        "architecture",
        1,
        2048,
        () ->
            List.of(
                ArchitectureJson.write(network, network.full()).getBytes(UTF_8),
                ArchitectureJson.write(network, network.smallest()).getBytes(UTF_8)),
        bytes -> ArchitectureJson.read(network, text(bytes), "found.json"),
        List.of(BadInput.class));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
