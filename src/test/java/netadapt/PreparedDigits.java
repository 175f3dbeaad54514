package netadapt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;
import netadapt.arch.SuperNetwork;
import netadapt.settings.Settings;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Spark session and a thousand digits to train on, prepared once for all tests of a class. */
final class PreparedDigits implements BeforeAllCallback, AfterAllCallback {
  /** Trainings of one epoch take seconds, and can be resumed after each of their rounds. */
  private static final String SMALL =
      """
      network = mnist
      data { held-out = 8000, test = 1000 }
      supernet { epochs = 1, checkpoint-rounds = 1 }
      train { epochs = 1, checkpoint-rounds = 1, steps-per-round = 2, workers = 2 }
      """;

  private Path images;
  private SparkSession spark;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    images = Files.createTempDirectory("digits");
    spark =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false").getOrCreate();
    try (NetAdapt run = open(images.resolve("run"), "")) {
      run.perform(Step.PREPARE);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    spark.stop();
    FileUtils.deleteDirectory(images.toFile());
  }

  /** Opens a run with these images. */
  NetAdapt open(Path directory, String settings) {
    return open(directory, settings, RunListener.NONE);
  }

  NetAdapt open(Path directory, String settings, RunListener listener) {
    return NetAdapt.open(settings(directory, settings), spark, listener);
  }

  /** The settings of a run with these images. */
  Settings settings(Path directory, String settings) {
    Map<String, String> places =
        Map.of(
            "run.directory",
            directory.toString(),
            "data.directory",
            images.resolve("data").toString());
    return Settings.of(SMALL + settings, places);
  }

  /** An architecture with little left of each layer. */
  Architecture small(SuperNetwork network) {
    List<LayerSize> sizes =
        network.full().sizes().stream()
            .map(size -> new LayerSize((size.filters() + 1) / 2, size.kernel()))
            .toList();
    return new Architecture(network.name(), sizes);
  }
}
