package netadapt.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import netadapt.arch.RandomNetworks;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Operator;
import netadapt.cost.Operator.Kind;
import netadapt.cost.Operators;
import netadapt.cost.PaperNetworks;
import netadapt.measure.OperatorTimes.NodeSum;
import netadapt.measure.Timing.NodeTime;
import org.junit.jupiter.api.Test;

class OperatorTimesTest {
  /** What the runtime never does along with something else. */
  private static final Set<Kind> MEASURED =
      EnumSet.of(
          Kind.UPSAMPLE,
          Kind.CONVOLUTION,
          Kind.DEPTHWISE,
          Kind.POOL,
          Kind.DENSE,
          Kind.SQUEEZE_EXCITE);

  private static double total(SubNetwork network, Map<Operator, NodeSum> times) {
    double[] sum = {0};
    Operators.of(network, operator -> sum[0] += times.get(operator).micros());
    return sum[0];
  }

  @Test
  void everyNodeThatOnnxRuntimeLeavesBelongsToAnOperator() {
    NetworkTimer timer = new NetworkTimer(new MeasurementEffort(1, 3, 8));
    for (long seed = 0; seed < 24; seed++) {
      RandomNetworks random = new RandomNetworks(seed);
      SuperNetwork network = random.either();
      SubNetwork sub = SubNetwork.of(network, random.architecture(network));
      List<NodeTime> nodes = timer.time(sub, 0, 0).nodes();
      Map<Operator, NodeSum> times = OperatorTimes.of(sub, nodes);

      double measured = nodes.stream().mapToDouble(NodeTime::micros).sum();
      assertThat(total(sub, times)).as("seed " + seed).isCloseTo(measured, within(1e-6));
      Operators.of(
          sub,
          operator -> {
            if (MEASURED.contains(operator.kind())) {
              assertThat(times.get(operator).nodes())
                  .as(operator.toString())
                  .isGreaterThanOrEqualTo(1);
            }
          });
    }
  }

  @Test
  void whatTheRuntimeAddsBelongsToWhatNeedsItOrCameBefore() {
    SubNetwork full = SubNetwork.full(PaperNetworks.tiny());
    List<Operator> operators = new ArrayList<>();
    Operators.of(full, operators::add);
    String[] names = Operators.named(full).keySet().toArray(String[]::new);
    Map<Operator, NodeSum> times =
        OperatorTimes.of(
            full,
            List.of(
                new NodeTime("ReorderInput", "ReorderInput", 1),
                new NodeTime(names[0] + "/conv", "FusedConv", 10),
                new NodeTime("Mul_7", "Mul", 2),
                new NodeTime("ReorderInput_token_3", "ReorderInput", 4),
                new NodeTime(names[1] + "/relu_nchwc", "Conv", 20),
                new NodeTime("ReorderOutput", "ReorderOutput", 8)));

    assertThat(times.get(operators.get(0))).isEqualTo(new NodeSum(13, 3));
    assertThat(times.get(operators.get(1))).isEqualTo(new NodeSum(32, 3));
    assertThat(times.get(operators.get(2))).isEqualTo(NodeSum.NONE); // fused away
  }

  @Test
  void nodesOfAnotherModelAreRefused() {
    SubNetwork full = SubNetwork.full(PaperNetworks.tiny());

    assertThatThrownBy(
            () -> OperatorTimes.of(full, List.of(new NodeTime("resnet/conv", "Conv", 1))))
        .hasMessage("nodes such as resnet/conv are of no layer of the network");
  }
}
