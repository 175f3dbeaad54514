package netadapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import netadapt.arch.SubNetwork;
import netadapt.arch.Weights;
import netadapt.data.Dataset;
import netadapt.data.ImageShard;
import netadapt.data.Layout;
import netadapt.data.NoisyDigits;
import netadapt.data.Normalization;
import netadapt.data.Split;
import netadapt.onnx.OnnxClassifier;
import netadapt.onnx.UnfoldedModel;
import netadapt.run.NetworkResult;
import netadapt.run.RunResults;
import netadapt.run.SampleRow;
import netadapt.settings.Settings;
import netadapt.task.Denoising;
import netadapt.task.NegativeRootMeanSquare;
import netadapt.task.Quality;
import netadapt.task.Truth;
import netadapt.train.ModelFolder;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task that the project does not know, named by its class, from images to a report. */
class OwnTaskIT {
  private static final String NETWORK =
      """
      name = denoiser
      input { height = 16, width = 16, channels = 3 }
      width-choices = 5
      bypass-budget = 64
      blocks = [
        { name = c1, type = conv, filters = 8, kernel = 3, stride = 1, activation = relu }
        { name = b2, type = separable, filters = 16, kernel = 3, stride = 2, activation = relu }
        { name = d1, type = separable, filters = 8, kernel = 3, activation = relu, upsample = 2, skip = c1 }
        { name = clean, type = pixelwise, channels = 1 }
      ]
      """;

  private static final String SMALL =
      """
      data { source = nyu-frames, held-out = 100 }
      scoring { batch-norm = recalibrated, calibration-images = 64 }
      supernet {
        epochs = 4, batch = 16, images-per-draw = 4, steps-per-round = 4, ema-decay = 0.9
        optimizer { type = adam, learning-rate = 0.01, reference-batch = 0 }
      }
      search { strategy = descent, budgets = [0.6], samples = 6, layers = 2, reduction = 0.2 }
      train {
        epochs = 4, batch = 16, steps-per-round = 4, ema-decay = 0.9, baselines = []
        optimizer { type = adam, learning-rate = 0.01, reference-batch = 0 }
      }
      """;

  @TempDir private static Path folder;
  private static SparkSession spark;

  @BeforeAll
  static void writeFrames() throws IOException {
    NoisyDigits.write(folder.resolve("frames"), 340, 60);
    Files.writeString(folder.resolve("denoiser.conf"), NETWORK);
    spark =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false").getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void digitsAreDenoisedByATaskOfTheTestsOwn() throws IOException {
    String settings = "task = netadapt.task.Denoising\n" + SMALL;
    try (NetAdapt run = open("denoising", settings)) {
      run.run();

      assertScores(run, "negative-squared-error");
      Quality quality = new Denoising.NegativeSquaredError();
      NetworkResult found = assertBetterThanAConstant(run, quality);
      assertThat(ofModel(quality)).isCloseTo(found.testAccuracy().orElseThrow(), offset());
      assertReportTells(run, quality);
    }
    assertThatItIsNotDoneWithoutTheConstant(settings);
    assertOfAnotherTaskTheyAreRefused();
  }

  /** As where the driver was killed before it was tested. */
  private static void assertThatItIsNotDoneWithoutTheConstant(String settings) throws IOException {
    Path results = folder.resolve("denoising/found/results.json");
    ObjectMapper json = new ObjectMapper();
    ObjectNode whole = (ObjectNode) json.readTree(results.toFile());
    assertThat(whole.remove("constant_tests")).isNotNull();
    Files.write(results, json.writeValueAsBytes(whole));
    try (NetAdapt run = open("denoising", settings)) {
      assertThat(run.done(Step.TRAIN)).isFalse();
    }
  }

  /** The dataset lies where another run looks for one. */
  private static void assertOfAnotherTaskTheyAreRefused() {
    Map<String, String> places =
        Map.of(
            "run.directory", folder.resolve("digits").toString(),
            "data.directory", folder.resolve("data").toString());
    try (NetAdapt run = NetAdapt.open(Settings.of("", places), spark, RunListener.NONE)) {
      assertThatThrownBy(() -> run.perform(Step.PREPARE, Step.TRAIN_SUPERNET))
          .isInstanceOf(BadInput.class)
          .hasMessageStartingWith("task is classification but the images in ")
          .hasMessageEndingWith(
              " have a depth for every pixel: give another data.directory, or another task");
    }
  }

  @Test
  void theSameImagesAreDepthsWhereTheTaskSaysSo() throws IOException {
    String settings = "task = depth, scoring.metric = negative-rmse\n" + SMALL;
    try (NetAdapt run = open("depth", settings)) {
      run.perform(Step.PREPARE, Step.TRAIN_SUPERNET, Step.SEARCH, Step.TRAIN);

      assertScores(run, "negative-rmse");
      NetworkResult found = assertBetterThanAConstant(run, new NegativeRootMeanSquare());
      assertThat(found.furtherTests()).containsOnlyKeys("delta-1");
      assertStartsFrom(run, settings);
    }
  }

  /** A super-network that hardly learns is as good as the one that its weights are from. */
  private static void assertStartsFrom(NetAdapt other, String settings) throws IOException {
    String hardly = settings + "supernet { epochs = 1, optimizer.learning-rate = 1e-9 }\n";
    String from = "supernet.initial-weights = \"%s\"\n";
    String directory = other.directory().toUri().getPath();
    try (NetAdapt run = open("started", hardly + from.formatted(directory))) {
      run.perform(Step.TRAIN_SUPERNET);

      assertThat(ofFull(run)).isCloseTo(ofFull(other), Offset.offset(1e-3));
    }
    Path model = folder.resolve("other.onnx");
    Files.write(model, UnfoldedModel.write(SubNetwork.full(other.network()), weights(other)));
    try (NetAdapt run = open("pretrained", hardly + from.formatted(model))) {
      run.perform(Step.TRAIN_SUPERNET);

      assertThat(ofFull(run)).isCloseTo(ofFull(other), Offset.offset(1e-3));
    }
    try (NetAdapt run = open("lost", hardly + from.formatted(directory + "/nothing"))) {
      assertThatThrownBy(() -> run.perform(Step.TRAIN_SUPERNET))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("supernet.initial-weights is")
          .hasMessageContaining("the directory of a run whose super-network is trained");
    }
  }

  private static Weights weights(NetAdapt run) {
    String supernet = run.directory().toString() + "/supernet";
    return new ModelFolder(supernet, new Configuration()).weights();
  }

  private static double ofFull(NetAdapt run) {
    return run.score(List.of(run.network().full())).rows().get(0).score().orElseThrow();
  }

  /** Beside the images of the test before, which are prepared once. */
  private static NetAdapt open(String name, String settings) {
    Map<String, String> places =
        Map.of(
            "network", folder.resolve("denoiser.conf").toString(),
            "run.directory", folder.resolve(name).toString(),
            "data.path", folder.resolve("frames").toString(),
            "data.directory", folder.resolve("data").toString());
    return NetAdapt.open(Settings.of(settings, places), spark, RunListener.NONE);
  }

  private static void assertScores(NetAdapt run, String metric) {
    List<SampleRow> samples = run.tables().samples();
    assertThat(samples).hasSizeGreaterThan(6);
    for (SampleRow sample : samples) {
      assertThat(sample.provenance().scoreMetric()).isEqualTo(metric);
      assertThat(sample.score().orElseThrow()).isNegative();
      assertThat(sample.scoreError().orElseThrow()).isPositive();
      assertThat(sample.correct()).isEmpty();
      assertThat(sample.images()).isEqualTo(100);
    }
  }

  private static NetworkResult assertBetterThanAConstant(NetAdapt run, Quality quality) {
    RunResults results = run.tables().results();
    NetworkResult found = results.smallest().orElseThrow();
    assertThat(results.testImages()).hasValue(60);
    assertThat(found.macs()).isLessThan(results.initial().orElseThrow().macs());
    assertThat(found.testAccuracy().orElseThrow())
        .isGreaterThan(results.constantTests().get(quality.name()));
    return found;
  }

  /** What the exported model is worth on the test images, computed here. */
  private static double ofModel(Quality quality) throws IOException {
    Dataset dataset = Dataset.open(spark, folder.resolve("data").toString());
    ImageShard images = dataset.collect(Split.TEST);
    Normalization normalization = dataset.normalization();
    float[] nchw = new float[images.size() * images.imageSize()];
    for (int i = 0; i < images.size(); i++) {
      images.normalize(i, normalization, Layout.CHANNELS_FIRST, nchw, i * images.imageSize());
    }
    byte[] model = Files.readAllBytes(folder.resolve("denoising/found/model.onnx"));
    double sum = 0;
    try (OnnxClassifier network = new OnnxClassifier("found", model, 1)) {
      float[][] outputs = network.logits(nchw, images.size());
      for (int i = 0; i < images.size(); i++) {
        sum += quality.of(outputs[i], new Truth(0, images.target(i)));
      }
    }
    return sum / images.size();
  }

  private static void assertReportTells(NetAdapt run, Quality quality) {
    RunResults results = run.tables().results();
    NetworkResult found = results.smallest().orElseThrow();
    List<Double> scores = new ArrayList<>();
    scores.add(found.testAccuracy().orElseThrow());
    scores.add(found.score().orElseThrow());
    scores.add(results.initial().orElseThrow().score().orElseThrow());
    assertThat(folder.resolve("denoising/report.html")).exists();
    assertThat(run.page()).contains(quality.unit().text(scores.get(0)));
    for (double score : scores) {
      assertThat(run.page())
          .doesNotContain(String.format(Locale.ROOT, "%.2f%%", 100 * score))
          .doesNotContain(String.format(Locale.ROOT, "%.1f%%", 100 * score));
    }
  }

  /** Of the same numbers in batches of other sizes. */
  private static Offset<Double> offset() {
    return Offset.offset(1e-6);
  }
}
