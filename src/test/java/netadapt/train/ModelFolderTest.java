package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import netadapt.BadInput;
import netadapt.FailingFileSystem.Kind;
import netadapt.Kills;
import netadapt.arch.RandomNetworks;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;
import netadapt.nn.GraphWeights;
import netadapt.nn.SuperNetworkGraph;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelFolderTest {
  private final Weights last = new RandomNetworks(1).weights(Plans.NETWORK);
  private final Weights averaged = new RandomNetworks(2).weights(Plans.NETWORK);

  @TempDir Path directory;

  @Test
  void theAveragedWeightsAreReadBack() {
    ModelFolder folder = folder();
    folder.save(new Trained(graph(last), graph(averaged), List.of()));

    assertThat(folder.weights()).isEqualTo(averaged);
  }

  @Test
  void aFolderIsCompleteOnceItIsSaved() {
    assertThat(folder().complete()).isFalse();

    folder().save(new Trained(graph(last), graph(averaged), List.of()));

    assertThat(folder().complete()).isTrue();
  }

  @Test
  void weightsOfASubNetworkAreReadBackToTheBit() {
    SubNetwork smaller =
        SubNetwork.of(Plans.NETWORK, new RandomNetworks(3).architecture(Plans.NETWORK));
    Weights own = Slicer.slice(last, smaller);

    folder().save(smaller, own, Plans.plan(1, 1, 1));

    assertThat(folder().weights()).isEqualTo(own);
  }

  @Test
  void savingAgainReplacesTheModel() {
    folder().save(new Trained(graph(last), graph(averaged), List.of()));
    folder().save(new Trained(graph(averaged), graph(last), List.of()));

    assertThat(folder().weights()).isEqualTo(last);
  }

  @ParameterizedTest
  @EnumSource
  void aKilledSaveLeavesAWholeModelOrNone(Kind kind) throws Exception {
    Kills.sweep(
        directory,
        kind,
        List.of(
            (folder, hadoop) -> {},
            (folder, hadoop) ->
                new ModelFolder(folder, hadoop)
                    .save(new Trained(graph(last), graph(averaged), List.of()))),
        (folder, hadoop) -> {
          ModelFolder model = new ModelFolder(folder, hadoop);
          return model.complete() ? ModelFolder.id(model.weights()) : "none";
        });
  }

  @Test
  void aModelThatIsCutOffIsNamed() throws Exception {
    folder().save(new Trained(graph(last), graph(averaged), List.of()));
    Path file = directory.resolve("model/average.zip");
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {whole.length / 2, whole.length * 9 / 10, 200, 10}) {
      Files.write(file, Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> folder().weights())
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("average.zip");
    }
  }

  @Test
  void probabilitiesOfEveryImageSumToOne() {
    folder().save(new Trained(graph(last), graph(averaged), List.of()));
    float[] images = new float[3 * Plans.SIDE * Plans.SIDE];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) Math.sin(i);
    }

    float[][] probabilities = folder().outputs(images, new int[] {3, Plans.SIDE, Plans.SIDE, 1});

    assertThat(probabilities).hasDimensions(3, 10);
    for (float[] one : probabilities) {
      float sum = 0;
      for (float probability : one) {
        sum += probability;
      }
      assertThat(sum).isCloseTo(1, within(1e-5f));
    }
  }

  @Test
  void equalWeightsShareTheirName() {
    assertThat(ModelFolder.id(last))
        .isEqualTo(ModelFolder.id(new Weights(last.tensors())))
        .matches("[0-9a-f]{16}");
  }

  @Test
  void oneChangedNumberChangesTheName() {
    Map<String, Tensor> tensors = new HashMap<>(last.tensors());
    Tensor bias = last.tensor("classifier", "bias");
    float[] values = bias.values();
    values[9] = Math.nextUp(values[9]);
    tensors.put("classifier/bias", new Tensor(bias.shape(), values));

    assertThat(ModelFolder.id(new Weights(tensors))).isNotEqualTo(ModelFolder.id(last));
  }

  private ModelFolder folder() {
    return new ModelFolder(directory.resolve("model").toString(), new Configuration(false));
  }

  private static ComputationGraph graph(Weights weights) {
    ComputationGraph graph =
        new ComputationGraph(
            SuperNetworkGraph.fixed(
                SubNetwork.full(Plans.NETWORK), Plans.plan(1, 1, 1).recipe(3, 1)));
    graph.init();
    GraphWeights.write(weights, graph);
    return graph;
  }
}
