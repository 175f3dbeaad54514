package netadapt.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import netadapt.BadInput;
import netadapt.arch.Activation;
import netadapt.arch.Architecture;
import netadapt.arch.Layer;
import netadapt.arch.LayerSize;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.RandomNetworks;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.CostTable.Row;
import netadapt.cost.Operator.Kind;
import netadapt.search.UniformScaling;
import netadapt.settings.NetworkFile;
import org.junit.jupiter.api.Test;

class TableCostTest {
  private static final SuperNetwork TINY = PaperNetworks.tiny();

  private static CostTable table(Set<Operator> operators, ToDoubleFunction<Operator> cost) {
    List<Row> rows =
        operators.stream().map(one -> new Row(one, cost.applyAsDouble(one), 0, 1)).toList();
    return new CostTable("latency_ms", Map.of(), rows);
  }

  private static TableCost cost(CostTable table) {
    return new TableCost(table, "table.csv");
  }

  private static List<Operator> operators(SubNetwork network) {
    List<Operator> operators = new ArrayList<>();
    Operators.of(network, operators::add);
    return operators;
  }

  @Test
  void aNetworkIsTheSumOfItsOperatorsAndWhatItTakesBesideThem() {
    Set<Operator> known = new HashSet<>(Operators.reachable(TINY));
    known.add(Operator.NETWORK);
    TableCost cost = cost(table(known, one -> one.kind() == Kind.NETWORK ? 100 : 1));

    // c1, b2's depthwise and pointwise layers, the mean, the classifier
    assertThat(cost.of(SubNetwork.full(TINY))).isEqualTo(105);
    assertThat(cost.name()).isEqualTo("latency_ms");
    assertThat(cost.unit()).isEqualTo("ms");
  }

  @Test
  void operatorsAreWhatTheLayersDo() {
    SuperNetwork network =
        new NetworkBuilder("small", new Shape(8, 8, 4), 5, 32)
            .convolution("c1", 8, 3, 2, Activation.RELU, true, 4)
            .mobile("b2", 16, 8, 5, 1, Activation.HARD_SWISH, true, 4)
            .globalAveragePool("pool")
            .dense("classifier", 3)
            .build();
    Architecture shrunk = network.full().with(0, new LayerSize(2, 3)).with(2, new LayerSize(6, 5));

    assertThat(operators(SubNetwork.of(network, shrunk)))
        .extracting(Operator::toString)
        .containsExactly(
            "convolution of 4 to 2 channels, kernel 3, stride 2, 8x8, relu",
            "bypass of 2 to 4 channels, kernel 1, stride 2, 8x8, none",
            "convolution of 4 to 16 channels, kernel 1, stride 1, 4x4, hard-swish",
            "depthwise of 6 to 6 channels, kernel 5, stride 1, 4x4, hard-swish",
            "depthwise-bypass of 6 to 16 channels, kernel 1, stride 1, 4x4, none",
            "squeeze-excite of 16 to 8 channels, kernel 1, stride 1, 4x4, none",
            "convolution of 16 to 8 channels, kernel 1, stride 1, 4x4, none",
            "sum of 4 to 8 channels, kernel 1, stride 1, 4x4, none",
            "pool of 8 to 8 channels, kernel 1, stride 1, 4x4, none",
            "dense of 8 to 3 channels, kernel 1, stride 1, 1x1, none");
  }

  @Test
  void theMacsOfOperatorsAreThoseOfTheirNetwork() {
    for (long seed = 0; seed < 50; seed++) {
      RandomNetworks random = new RandomNetworks(seed);
      SuperNetwork network = random.either();
      SubNetwork sub = SubNetwork.of(network, random.architecture(network));

      assertThat(operators(sub).stream().mapToLong(Operator::macs).sum())
          .isEqualTo(MacCount.count(sub));
    }
  }

  @Test
  void everyOperatorOfEveryGridNetworkIsReachable() {
    for (long seed = 0; seed < 30; seed++) {
      SuperNetwork network = new RandomNetworks(seed).either();
      Set<Operator> reachable = Operators.reachable(network);
      Random random = new Random(seed);
      for (int draw = 0; draw < 20; draw++) {
        SubNetwork drawn = SubNetwork.of(network, onGrid(network, random));
        assertThat(reachable).containsAll(operators(drawn));
        // As a search goes on from it: by its canonical name, with another layer widened.
        int layer = random.nextInt(network.convolutions().size());
        LayerSize full = network.full().sizes().get(layer);
        SubNetwork next = SubNetwork.of(network, drawn.canonical().with(layer, full));
        assertThat(reachable).containsAll(operators(next));
      }
    }
  }

  @Test
  void theCoveringNetworksHaveEveryReachableOperatorAndNoOther() {
    for (long seed = 0; seed < 30; seed++) {
      SuperNetwork network = new RandomNetworks(seed).either();
      Set<Operator> covered = new HashSet<>();
      List<SubNetwork> covering = Operators.covering(network);
      covering.forEach(sub -> covered.addAll(operators(sub)));

      assertThat(covered).isEqualTo(Operators.reachable(network));
      assertThat(covering.get(0)).isEqualTo(SubNetwork.full(network));
      assertThat(covering).doesNotHaveDuplicates();
    }
  }

  @Test
  void operatorsOfMoreSkipsThanMemoryHoldsAreNotListed() {
    SuperNetwork rooms = NetworkFile.open("rooms").network();

    assertThatThrownBy(() -> new NetworkPaths(rooms, 100_000))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "the operators of rooms cannot be listed, as its 3 skips add too many widths: give it"
                + " fewer skips, or fewer width-choices than 9, or search by macs alone");
    assertThat(new NetworkPaths(rooms, 1_000_000).operators()).isNotEmpty();
  }

  private static Architecture onGrid(SuperNetwork network, Random random) {
    List<LayerSize> sizes = new ArrayList<>();
    for (Layer.Convolution layer : network.convolutions()) {
      List<Integer> widths = network.widths(layer);
      List<Integer> kernels = network.kernels(layer);
      sizes.add(
          new LayerSize(
              widths.get(random.nextInt(widths.size())),
              kernels.get(random.nextInt(kernels.size()))));
    }
    return new Architecture(network.name(), sizes);
  }

  @Test
  void theSameNetworkByAnotherNameCostsTheSame() {
    TableCost cost = cost(table(Operators.reachable(TINY), one -> 1 + one.outputs()));
    Architecture named = TINY.full().with(0, new LayerSize(2, 3)).with(1, new LayerSize(8, 5));
    SubNetwork network = SubNetwork.of(TINY, named);
    assertThat(network.canonical()).isNotEqualTo(named);

    assertThat(cost.of(SubNetwork.of(TINY, network.canonical()))).isEqualTo(cost.of(network));
  }

  @Test
  void betweenRowsACostIsInterpolatedAndNeverBeyond() {
    Set<Operator> corners = new HashSet<>();
    for (int inputs : new int[] {8, 16}) {
      for (int outputs : new int[] {10, 30}) {
        corners.add(operator(inputs, outputs));
      }
    }
    CostTable.Index index = table(corners, one -> one.inputs() + 0.1 * one.outputs()).index();

    assertThat(index.of(operator(8, 30)).orElseThrow()).isEqualTo(11);
    assertThat(index.of(operator(8, 20)).orElseThrow()).isCloseTo(10, within(1e-12));
    assertThat(index.of(operator(10, 15)).orElseThrow()).isCloseTo(11.5, within(1e-12));
    assertThat(index.of(operator(7, 10))).isEmpty();
    assertThat(index.of(operator(8, 31))).isEmpty();
    corners.remove(operator(16, 30));
    assertThat(table(corners, one -> 1).index().of(operator(10, 15))).isEmpty();
    assertThat(table(corners, one -> 1).index().of(operator(10, 10))).isPresent();
  }

  @Test
  void aTableThatSaysThatItCannotBeInterpolatedIsNot() {
    Set<Operator> ends = Set.of(operator(8, 10), operator(16, 10));
    CostTable table = table(ends, one -> 1).withInterpolation(false);

    assertThat(table.index().of(operator(8, 10))).isPresent();
    assertThat(table.index().of(operator(12, 10))).isEmpty();
    assertThat(table.withInterpolation(true).index().of(operator(12, 10))).isPresent();
    assertThatThrownBy(() -> table.with("between", "guessed"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("between is guessed but must be linear or unknown");
  }

  @Test
  void theErrorOfInterpolationIsThatOfRowsBetweenTheirNeighbours() {
    Set<Operator> line = Set.of(operator(8, 10), operator(12, 10), operator(16, 10));
    assertThat(InterpolationCheck.error(table(line, Operator::inputs))).isZero();
    // 12 where the line has 10
    assertThat(InterpolationCheck.error(table(line, one -> one.inputs() == 12 ? 12 : 10)))
        .isCloseTo(2 / 12.0, within(1e-12));
    assertThat(InterpolationCheck.error(table(Set.of(operator(8, 10)), one -> 1))).isNaN();
    Set<Operator> diagonal = Set.of(operator(8, 8), operator(12, 12), operator(16, 16));
    assertThat(InterpolationCheck.error(table(diagonal, one -> one.inputs() == 12 ? 5 : 1)))
        .isCloseTo(4 / 5.0, within(1e-12));
  }

  @Test
  void whereNoRowCanBeACostIsThatOfTheTriangleOfTheOthers() {
    Set<Operator> below = Set.of(operator(8, 8), operator(16, 8), operator(16, 16));
    CostTable.Index index = table(below, one -> one.inputs() + 10 * one.outputs()).index();

    assertThat(index.of(operator(12, 12)).orElseThrow()).isCloseTo(132, within(1e-12));
    assertThat(index.of(operator(14, 10)).orElseThrow()).isCloseTo(114, within(1e-12));
    assertThat(index.of(operator(10, 14))).isEmpty();
  }

  @Test
  void whatIsBetweenTheGridsWidthsIsKnownAndWhatIsBelowIsNot() {
    TableCost cost = cost(table(Operators.reachable(TINY), one -> 1 + one.outputs()));

    assertThat(cost.knows(all(TINY, 7))).isTrue();
    assertThat(cost.of(all(TINY, 7))).isBetween(cost.of(all(TINY, 6)), cost.of(all(TINY, 8)));
    assertThat(cost.knows(all(TINY, 1))).isFalse();
    assertThat(UniformScaling.within(TINY, cost, cost.of(all(TINY, 8)) - 1)).isPresent();
    assertThat(UniformScaling.within(TINY, cost, 1)).isEmpty();
  }

  private static SubNetwork all(SuperNetwork network, int filters) {
    List<LayerSize> sizes =
        network.convolutions().stream()
            .map(layer -> new LayerSize(filters, layer.kernel()))
            .toList();
    return SubNetwork.of(network, new Architecture(network.name(), sizes));
  }

  private static Operator operator(int inputs, int outputs) {
    return new Operator(Kind.CONVOLUTION, inputs, outputs, 3, 1, 8, 8, Activation.RELU);
  }

  @Test
  void anOperatorWithoutRowIsNamedBeforeASearchStartsAndInIt() {
    Set<Operator> fewer = new HashSet<>(Operators.reachable(TINY));
    fewer.removeIf(one -> one.kind() == Kind.DEPTHWISE && one.kernel() == 5);
    TableCost cost = cost(table(fewer, one -> 1));

    assertThatThrownBy(() -> cost.of(SubNetwork.full(TINY)))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "table.csv has no row for a depthwise of 8 to 8 channels, kernel 5, stride 2, 8x8,"
                + " relu, and none around it: it is of another network, image size or grid of widths; measure-latency with this run's --config makes one of this machine");
    assertThatThrownBy(() -> cost.check(TINY))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("table.csv has no row for a depthwise of ")
        .hasMessageContaining(" operators of tiny: it is of another network");
    cost(table(Operators.reachable(TINY), one -> 1)).check(TINY);
  }
}
