package netadapt.plan;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import netadapt.arch.Layer;
import netadapt.arch.Shape;
import netadapt.arch.SuperNetwork;

/**
 * What a run will take, known before it begins.
 *
 * @param network name of the initial network
 * @param input shape of its images
 * @param tells what it tells of an image, in words
 * @param classes that it tells apart; empty if it tells something of every pixel
 * @param costs of its sub-networks, by metric
 * @param log10SubNetworks power of ten of how many sub-networks there are
 * @param goals budgets, as they are set, then limits
 * @param images empty if they are not there yet
 * @param workload empty if images are not there, or it cannot be done
 * @param warnings what is not as it should be
 * @param problems what keeps a run from beginning, or a step from being done
 */
public record RunPlan(
    String network,
    Shape input,
    String tells,
    OptionalInt classes,
    List<CostRange> costs,
    double log10SubNetworks,
    List<Goal> goals,
    Optional<ImageCounts> images,
    Optional<Workload> workload,
    List<String> warnings,
    List<String> problems) {
  public RunPlan {
    costs = List.copyOf(costs);
    goals = List.copyOf(goals);
    warnings = List.copyOf(warnings);
    problems = List.copyOf(problems);
  }

  /**
   * @param setup what it is made from
   */
  public static RunPlan of(
      Setup setup,
      List<Goal> goals,
      Optional<ImageCounts> images,
      Optional<Workload> workload,
      List<String> warnings,
      List<String> problems) {
    SuperNetwork network = setup.network();
    return new RunPlan(
        network.name(),
        network.input(),
        network.tells(),
        network.pixelwise() ? OptionalInt.empty() : OptionalInt.of(network.classes()),
        setup.metrics().stream().map(metric -> CostRange.of(network, metric)).toList(),
        log10SubNetworks(network),
        goals,
        images,
        workload,
        warnings,
        problems);
  }

  /** Whether nothing is known that keeps the run from being done. */
  public boolean feasible() {
    return problems.isEmpty();
  }

  /** Of all choices of widths and kernels; a layer without filters has no kernel. */
  private static double log10SubNetworks(SuperNetwork network) {
    double power = 0;
    for (Layer.Convolution layer : network.convolutions()) {
      int removed = network.widths(layer).contains(0) ? 1 : 0;
      int widths = network.widths(layer).size() - removed;
      power += Math.log10(widths * network.kernels(layer).size() + removed);
    }
    return power;
  }
}
