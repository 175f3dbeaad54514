package netadapt.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import netadapt.BadInput;
import netadapt.RunListener;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;

/**
 * Models for devices that measure themselves: {@code 0000.onnx} and so on, {@code manifest.json}
 * that says what they are, and {@code measure.py} that runs them.
 */
final class ModelExport {
  private static final String SCRIPT = "measure.py";

  private final MeasuredNetworks networks;
  private final MeasurementEffort effort;

  ModelExport(MeasuredNetworks networks, MeasurementEffort effort) {
    this.networks = networks;
    this.effort = effort;
  }

  void write(Path folder, RunListener listener) {
    try {
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw new BadInput("%s is a file: name a folder".formatted(folder));
      }
      Files.createDirectories(folder);
      if (!isEmpty(folder)) {
        throw new BadInput("%s is not empty: empty it, or name another folder".formatted(folder));
      }
      List<SubNetwork> all = networks.all();
      for (int number = 0; number < all.size(); number++) {
        listener.working(
            (double) number / all.size(), "%d of %d models".formatted(number, all.size()));
        Files.write(folder.resolve(file(number)), NetworkTimer.model(all.get(number)));
      }
      try (InputStream script = ModelExport.class.getResourceAsStream("/netadapt/" + SCRIPT)) {
        Files.copy(script, folder.resolve(SCRIPT));
      }
      Files.writeString(folder.resolve("manifest.json"), manifest(all.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static String file(int number) {
    return "%04d.onnx".formatted(number);
  }

  private String manifest(int models) {
    Shape image = networks.network().input();
    ObjectNode manifest = new ObjectMapper().createObjectNode();
    manifest.put("format", TimedDevice.FORMAT);
    manifest.put("network", networks.network().name());
    manifest.put("networks", networks.id());
    manifest.putArray("image").add(image.channels()).add(image.height()).add(image.width());
    manifest.put("models", models);
    manifest.put("threads", effort.threads());
    manifest.put("passes", effort.passes());
    manifest.put("runs", effort.runs());
    manifest.put("least_runs", MeasurementEffort.LEAST_RUNS);
    manifest.put("enough_seconds", MeasurementEffort.ENOUGH.toMillis() / 1e3);
    manifest.put("warm_up", MeasurementEffort.WARM_UP);
    return manifest.toPrettyString() + "\n";
  }
}
