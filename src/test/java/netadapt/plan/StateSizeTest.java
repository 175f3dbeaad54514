package netadapt.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import netadapt.arch.SubNetwork;
import netadapt.nn.Recipe;
import netadapt.nn.SuperNetworkGraph;
import netadapt.settings.NetworkFile;
import netadapt.settings.Settings;
import netadapt.train.Optimizer;
import netadapt.train.WorkerState;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.schedule.FixedSchedule;

class StateSizeTest {
  private static final SubNetwork DIGITS = SubNetwork.full(NetworkFile.open("mnist").network());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type = rmsprop",
        "type = rmsprop, momentum = 0",
        "type = adam",
        "type = nesterovs",
        "type = sgd"
      })
  void isThatOfAGraphThatIsTrained(String given) {
    Optimizer optimizer =
        Settings.of("supernet.optimizer { %s }".formatted(given), Map.of())
            .supernet()
            .plan()
            .optimizer();
    Recipe recipe =
        new Recipe(optimizer.updater(new FixedSchedule(0.1)), 0, 0, 0.9, DataType.FLOAT, 1);
    ComputationGraph graph = new ComputationGraph(SuperNetworkGraph.elastic(DIGITS, recipe));
    graph.init();
    WorkerState state = WorkerState.of(graph);

    StateSize planned = StateSize.of(DIGITS, optimizer);

    assertThat(planned.weights()).isEqualTo(state.parameters().length);
    assertThat(planned.memory()).isEqualTo(state.updater().length);
    assertThat(planned.bytes()).isEqualTo(4L * state.length());
  }
}
