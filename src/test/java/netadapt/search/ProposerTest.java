package netadapt.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import netadapt.BrokenRule;
import netadapt.arch.Architecture;
import netadapt.arch.Layer;
import netadapt.arch.LayerSize;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.PaperNetworks;
import netadapt.cost.Resource;
import org.junit.jupiter.api.Test;

class ProposerTest {
  private static final SuperNetwork V3 = PaperNetworks.mobileNetV3Latency();

  /** MACs with bumps of a few per cent, as measured latencies have them. */
  private static final Resource BUMPY =
      Oracles.metric(
          "bumpy",
          sizes -> {
            SubNetwork network = SubNetwork.of(V3, new Architecture(V3.name(), sizes));
            return MacCount.count(network) * (1 + 0.03 * Math.sin(network.canonical().hashCode()));
          });

  @Test
  void everySampleMeetsItsTargetAndWouldMissItWithAnyStepUndone() {
    assertMinimal(new MacCount(), 5);
  }

  @Test
  void samplesAreMinimalEvenIfTheMetricIsNotMonotone() {
    assertMinimal(BUMPY, 3);
  }

  /** What a descent by {@code layers} proposes whose last best is {@code parent}. */
  private static List<Sample> propose(
      SuperNetwork network,
      Resource metric,
      int samples,
      int layers,
      long seed,
      Architecture parent,
      double target,
      int iteration) {
    SearchSpace space = SearchSpace.of(network, metric, List.of());
    return propose(space, plan(samples, layers, seed), parent, target, iteration);
  }

  private static SearchPlan plan(int samples, int layers, long seed) {
    return SearchPlan.descent(samples, layers, new ReductionSchedule(0.03, 0.98), seed);
  }

  private static List<Sample> propose(
      SearchSpace space, SearchPlan plan, Architecture parent, double target, int iteration) {
    double resource = space.metric().of(SubNetwork.of(space.network(), parent));
    Stage stage = new Stage(Stage.Kind.DESCENT, target, target);
    return new Proposer(space, plan)
        .propose(Oracles.historyOf(space, Sample.given(0, parent, resource)), stage, iteration);
  }

  private static void assertMinimal(Resource metric, int iterations) {
    Architecture parent = V3.full();
    double initial = metric.of(SubNetwork.full(V3));
    for (int iteration = 1; iteration <= iterations; iteration++) {
      double target = metric.of(SubNetwork.of(V3, parent)) - 0.05 * initial;
      List<Sample> samples = propose(V3, metric, 40, 10, 1, parent, target, iteration);
      assertThat(samples).hasSize(40);
      for (Sample sample : samples) {
        assertThat(sample.resource())
            .isLessThanOrEqualTo(target)
            .isEqualTo(metric.of(SubNetwork.of(V3, sample.architecture())));
        assertThat(sample.shrunk()).hasSizeBetween(1, 10).doesNotHaveDuplicates();
        for (Architecture undone : Oracles.stepsUndone(V3, parent, sample)) {
          assertThat(metric.of(SubNetwork.of(V3, undone))).isGreaterThan(target);
        }
      }
      parent = samples.get(0).architecture();
    }
  }

  @Test
  void samplesOfOneIterationAreDistinctAndCanonical() {
    List<Sample> samples = propose(V3, new MacCount(), 200, 10, 7, V3.full(), 4.88e8, 1);
    assertThat(samples).hasSize(200);
    assertThat(samples.stream().map(Sample::architecture)).doesNotHaveDuplicates();
    assertThat(samples)
        .allSatisfy(
            s ->
                assertThat(SubNetwork.of(V3, s.architecture()).canonical())
                    .isEqualTo(s.architecture()));
    assertThat(samples.stream().map(Sample::index))
        .containsExactlyElementsOf(IntStream.range(0, 200).boxed().toList());
  }

  @Test
  void samplesHaveOnlyWidthsOfTheGrid() {
    SuperNetwork chain = Oracles.chain();
    SuperNetwork divided =
        new SuperNetwork(chain.name(), chain.input(), chain.widthChoices(), 4, chain.blocks());

    assertThat(propose(divided, Oracles.filters(), 50, 4, 1, divided.full(), 20, 1))
        .isNotEmpty()
        .allSatisfy(
            sample ->
                assertThat(sample.architecture().sizes())
                    .extracting(LayerSize::filters)
                    .isSubsetOf(0, 4, 8));
  }

  @Test
  void onlyDrawnLayersAreShrunkByChoice() {
    List<Sample> samples = propose(V3, new MacCount(), 50, 3, 7, V3.full(), 4.9e8, 1);
    for (Sample sample : samples) {
      assertThat(sample.shrunk()).hasSizeBetween(1, 3);
      for (int i = 0; i < V3.convolutions().size(); i++) {
        Layer.Convolution layer = V3.convolutions().get(i);
        if (!sample.shrunk().contains(layer.name()) && !layer.depthwise()) {
          assertThat(sample.architecture().sizes().get(i)).isEqualTo(V3.full().sizes().get(i));
        }
      }
    }
  }

  @Test
  void allDrawnLayersAreShrunkWhereNoStepIsUndone() {
    SearchSpace space = SearchSpace.of(V3, new MacCount(), List.of());
    SearchPlan plan = plan(50, 10, 7);
    DescentPlan keeping =
        new DescentPlan(10, false, plan.descent().schedule(), Selector.HIGHEST_SCORE);

    List<Sample> samples = propose(space, plan.with(keeping), V3.full(), 4.9e8, 1);

    assertThat(samples).hasSize(50);
    assertThat(samples).allSatisfy(sample -> assertThat(sample.shrunk()).hasSize(10));
    assertThat(samples).allMatch(sample -> sample.resource() <= 4.9e8);
  }

  @Test
  void layersThatCannotBeShrunkAreNotWhereNoStepIsUndone() {
    SuperNetwork chain = Oracles.chain();
    SearchSpace space = SearchSpace.of(chain, Oracles.filters(), List.of());
    SearchPlan plan = plan(5, 4, 7);
    DescentPlan keeping =
        new DescentPlan(4, false, plan.descent().schedule(), Selector.HIGHEST_SCORE);
    Architecture parent = chain.full().with(0, new LayerSize(0, 1)).with(2, new LayerSize(0, 1));

    assertThat(propose(space, plan.with(keeping), parent, 15, 1))
        .isNotEmpty()
        .allSatisfy(sample -> assertThat(sample.shrunk()).containsExactly("c2", "c4"));
  }

  @Test
  void singleLayerDescentProposesEveryLayer() {
    SuperNetwork chain = Oracles.chain();
    List<Sample> samples = propose(chain, Oracles.filters(), 100, 1, 3, chain.full(), 30, 1);
    assertThat(samples.stream().map(Sample::shrunk))
        .containsExactlyInAnyOrder(List.of("c1"), List.of("c2"), List.of("c3"), List.of("c4"));
  }

  @Test
  void moreSamplesThanExistGiveAsManyAsExist() {
    SuperNetwork chain = Oracles.chain();
    List<Sample> samples = propose(chain, Oracles.filters(), 1000, 4, 3, chain.full(), 28, 1);
    assertThat(samples).hasSize(10); // two steps down in 4 layers: 4 alike + 6 pairs
  }

  @Test
  void theSameSeedGivesTheSameSamplesAndAnotherSeedOthers() {
    List<Sample> samples = propose(V3, new MacCount(), 20, 10, 5, V3.full(), 4.9e8, 2);
    assertThat(propose(V3, new MacCount(), 20, 10, 5, V3.full(), 4.9e8, 2)).isEqualTo(samples);
    assertThat(propose(V3, new MacCount(), 20, 10, 6, V3.full(), 4.9e8, 2))
        .doesNotContainAnyElementsOf(samples);
    assertThat(propose(V3, new MacCount(), 20, 10, 5, V3.full(), 4.9e8, 3))
        .doesNotContainAnyElementsOf(samples);
  }

  @Test
  void aSampleDependsOnItsIndexAndNotOnHowManyAreProposed() {
    List<Sample> many = propose(V3, new MacCount(), 30, 10, 5, V3.full(), 4.9e8, 2);
    assertThat(propose(V3, new MacCount(), 10, 10, 5, V3.full(), 4.9e8, 2))
        .isEqualTo(many.subList(0, 10));
  }

  @Test
  void aTargetOutOfReachOfSoManyLayersIsAnErrorThatSaysSo() {
    SuperNetwork chain = Oracles.chain();
    assertThatThrownBy(() -> propose(chain, Oracles.filters(), 5, 1, 3, chain.full(), 20, 4))
        .isInstanceOf(BrokenRule.class)
        .hasMessageContaining("layers is 1 but must be more")
        .hasMessageContaining("iteration 4")
        .hasMessageContaining("to 20 filters")
        .hasMessageContaining("or the reduction less");
  }

  @Test
  void oneCandidateForOneSampleIsEnough() {
    SearchPlan plan = plan(1, 10, 5).with(new ProposalPlan(ProposalPlan.By.EXPECTED, 1, 0.5));

    assertThat(propose(SearchSpace.of(V3, new MacCount(), List.of()), plan, V3.full(), 4.9e8, 1))
        .hasSize(1);
  }
}
