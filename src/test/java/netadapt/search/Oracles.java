package netadapt.search;

import static netadapt.arch.Activation.RELU;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import netadapt.Seeds;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Resource;

/** Networks, metrics and scores for which the best answer can be known. */
public final class Oracles {
  private Oracles() {}

  /** Four 1×1 convolutions of 8 filters with 5 widths each; what one keeps binds no other. */
  static SuperNetwork chain() {
    NetworkBuilder builder = new NetworkBuilder("chain", new Shape(4, 4, 3), 5, 8);
    for (int i = 1; i <= 4; i++) {
      builder.convolution("c" + i, 8, 1, 1, RELU, true, -1);
    }
    return builder.globalAveragePool("pool").dense("classifier", 10).build();
  }

  /** A metric made of the canonical sizes. */
  static Resource metric(String name, ToDoubleFunction<List<LayerSize>> of) {
    return new Resource() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String unit() {
        return name;
      }

      @Override
      public double of(SubNetwork network) {
        return of.applyAsDouble(network.canonical().sizes());
      }
    };
  }

  /** All filters together: every step of a {@link #chain} costs the same. */
  static Resource filters() {
    return metric("filters", sizes -> sizes.stream().mapToInt(LayerSize::filters).sum());
  }

  /**
   * A score that falls with every step, the faster the fewer filters a layer keeps, and by another
   * amount in every layer: {@code Σ (2 + sin i) √filters + kernel / 100}.
   */
  public static double value(Architecture architecture) {
    double value = 0;
    for (int i = 0; i < architecture.sizes().size(); i++) {
      LayerSize size = architecture.sizes().get(i);
      value += (2 + Math.sin(i)) * Math.sqrt(size.filters()) + size.kernel() / 100.0;
    }
    return value;
  }

  /** Scores by {@link #value}. */
  public static Scorer scorer() {
    return scorer(Oracles::value);
  }

  /** Exact scores. */
  static Scorer scorer(ToDoubleFunction<Architecture> value) {
    return scorer(value, 0, 0);
  }

  /**
   * Scores with noise that is normally distributed and always the same for a network.
   *
   * @param error standard error of a score
   */
  static Scorer scorer(ToDoubleFunction<Architecture> value, double error, long seed) {
    return (iteration, samples) ->
        samples.stream()
            .map(
                s -> {
                  double noise = new Random(Seeds.mix(seed, s.architecture())).nextGaussian();
                  double noisy = value.applyAsDouble(s.architecture()) + error * noise;
                  return new Score(s.index(), noisy, error, 7, 10, false, 0.5, 0.25, "test");
                })
            .toList();
  }

  /** The history of a search that has scored one sample. */
  static History historyOf(SearchSpace space, Sample sample) {
    History history = new History(ChooseBy.SCORE, new ScoreModel(space));
    Score score = scorer().score(0, List.of(sample)).get(0);
    Scored scored = new Scored(0, sample, score);
    history.learn(List.of(scored));
    Expectation expected = history.expected(scored);
    history.add(
        new Iteration(
            0,
            new Stage(Stage.Kind.INITIAL, sample.resource(), sample.resource()),
            List.of(sample),
            List.of(score),
            List.of(OptionalDouble.empty()),
            List.of(expected),
            scored,
            expected,
            0));
    return history;
  }

  /** Every canonical sub-network of a small network. */
  static List<Architecture> all(SuperNetwork network) {
    List<Architecture> all = List.of(network.full());
    for (int i = 0; i < network.convolutions().size(); i++) {
      List<Architecture> next = new ArrayList<>();
      for (Architecture architecture : all) {
        for (int width : network.widths(network.convolutions().get(i))) {
          for (int kernel : network.kernels(network.convolutions().get(i))) {
            next.add(architecture.with(i, new LayerSize(width, kernel)));
          }
        }
      }
      all = next;
    }
    return all.stream().map(a -> SubNetwork.of(network, a).canonical()).distinct().toList();
  }

  /** The highest {@link #value} within a budget. */
  static double optimum(SuperNetwork network, Resource metric, double budget) {
    return all(network).stream()
        .filter(a -> metric.of(SubNetwork.of(network, a)) <= budget)
        .mapToDouble(Oracles::value)
        .max()
        .orElseThrow();
  }

  /** The sample with one step undone, for every layer it shrank, in width and in kernel. */
  static List<Architecture> stepsUndone(SuperNetwork network, Architecture parent, Sample sample) {
    Architecture chosen = chosen(network, parent, sample);
    List<Architecture> undone = new ArrayList<>();
    for (int i = 0; i < parent.sizes().size(); i++) {
      LayerSize size = chosen.sizes().get(i);
      LayerSize limit = parent.sizes().get(i);
      if (size.filters() < limit.filters()) {
        int wider =
            network.widths(network.convolutions().get(i)).stream()
                .filter(width -> width > size.filters())
                .findFirst()
                .orElseThrow();
        LayerSize up = new LayerSize(Math.min(wider, limit.filters()), size.kernel());
        undone.add(chosen.with(i, up));
      }
      if (size.kernel() < limit.kernel()) {
        undone.add(chosen.with(i, new LayerSize(size.filters(), size.kernel() + 2)));
      }
    }
    return undone;
  }

  /**
   * The sample's sizes as they were chosen: the parent's, except in shrunk layers; there too where
   * its canonical size is small for want of input channels or filters alone.
   */
  private static Architecture chosen(SuperNetwork network, Architecture parent, Sample sample) {
    Architecture chosen = parent;
    for (int i = 0; i < parent.sizes().size(); i++) {
      if (sample.shrunk().contains(network.convolutions().get(i).name())) {
        chosen = chosen.with(i, sample.architecture().sizes().get(i));
      }
    }
    for (int i = 0; i < parent.sizes().size(); i++) {
      LayerSize limit = parent.sizes().get(i);
      for (boolean width : new boolean[] {true, false}) {
        LayerSize size = chosen.sizes().get(i);
        LayerSize undone =
            width
                ? new LayerSize(limit.filters(), size.kernel())
                : new LayerSize(size.filters(), limit.kernel());
        Architecture other = chosen.with(i, undone);
        if (SubNetwork.of(network, other).canonical().equals(sample.architecture())) {
          chosen = other;
        }
      }
    }
    return chosen;
  }
}
