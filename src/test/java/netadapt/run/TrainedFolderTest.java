package netadapt.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import netadapt.BadInput;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainedFolderTest {
  @TempDir java.nio.file.Path local;
  private RunDirectory directory;
  private TrainedFolder folder;

  @BeforeEach
  void name() {
    directory = new RunDirectory(local.resolve("run").toString(), new Configuration());
    folder = TrainedFolder.of(directory, "184a87caba030204", -3);
  }

  @Test
  void folderIsNamedByArchitectureAndSeed() {
    assertThat(folder.path()).hasToString(directory.root() + "/trained/184a87caba030204-seed--3");
  }

  @Test
  void beforeTheEndThereIsNoResult() {
    assertThat(folder.result()).isEmpty();
    assertThat(local).isEmptyDirectory();
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    for (OptionalDouble accuracy :
        new OptionalDouble[] {OptionalDouble.of(0.9), OptionalDouble.empty()}) {
      TrainedNetwork trained = trained(Optional.of("5f0c"), accuracy);

      folder.write(trained);

      assertThat(folder.result()).contains(trained);
    }
  }

  @Test
  void resultSaysWhatWeightsTheTrainingStartedFrom() {
    folder.write(trained(Optional.of("5f0c"), OptionalDouble.empty()));
    assertThat(text()).contains("\"initial_weights\" : \"shared\"", "\"weights_id\" : \"5f0c\"");

    folder.write(trained(Optional.empty(), OptionalDouble.empty()));
    assertThat(text()).contains("\"initial_weights\" : \"random\"").doesNotContain("weights_id");
  }

  @Test
  void aResultThatIsNoObjectIsNamed() {
    directory.commitText(new Path(folder.path(), "result.json"), "[]");

    assertThatThrownBy(folder::result)
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("-seed--3/result.json is not a JSON object");
  }

  @Test
  void anAccuracyIsANumber() {
    for (double wrong : new double[] {Double.NEGATIVE_INFINITY, Double.NaN}) {
      assertThatThrownBy(() -> trained(Optional.empty(), OptionalDouble.of(wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("testAccuracy is %s but must be a number".formatted(wrong));
    }
  }

  private TrainedNetwork trained(Optional<String> sharedWeights, OptionalDouble accuracy) {
    return new TrainedNetwork(
        folder.path(),
        "184a87caba030204",
        -3,
        774_192,
        19_010,
        sharedWeights.isPresent() ? "shared" : "random",
        sharedWeights,
        Optional.empty(),
        "top-1",
        accuracy,
        accuracy.isPresent() ? Map.of("top-5", 0.9375) : Map.of());
  }

  private String text() {
    return directory.readText(new Path(folder.path(), "result.json"));
  }
}
