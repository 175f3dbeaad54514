package netadapt.job;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Resource;
import netadapt.run.FoundNetwork;
import netadapt.run.NetworkResult;
import netadapt.run.RunDirectory;
import netadapt.run.RunResults;
import netadapt.search.Score;
import netadapt.search.SearchResult;

/** Adds what the steps of a run come to, one after the other, to its results. */
public final class Results {
  private final RunDirectory directory;

  public Results(RunDirectory directory) {
    this.directory = directory;
  }

  /** A step took so long, beside what earlier calls took that came to its end. */
  public void took(String step, double seconds) {
    change(results -> results.took(step, seconds));
  }

  /**
   * A search is over.
   *
   * @param first score of the initial network
   */
  void searched(SuperNetwork network, Resource metric, Score first, SearchResult result) {
    NetworkResult initial = NetworkResult.scored(network, network.full(), first.value());
    List<FoundNetwork> found =
        result.landings().stream()
            .map(
                landing ->
                    new FoundNetwork(
                        landing.budget(),
                        NetworkResult.scored(
                            network,
                            landing.found().sample().architecture(),
                            landing.found().score().value())))
            .toList();
    change(
        results ->
            results.searched(network.name(), network.classes(), metric.name(), initial, found));
  }

  /**
   * Networks have been tested with the shared weights.
   *
   * @param accuracies on the test images, by architecture ids
   */
  void testedShared(Map<String, Double> accuracies) {
    change(results -> results.testedShared(accuracies));
  }

  /**
   * The network found has been tested with its own weights.
   *
   * @param accuracy on the test images
   */
  void testedTrained(SuperNetwork network, Architecture architecture, double accuracy) {
    String id = ArchitectureJson.id(network, architecture);
    change(results -> results.testedTrained(id, accuracy));
  }

  /** The network found is trained. */
  void trained(SuperNetwork network, Architecture architecture) {
    change(results -> results.withTrained(ArchitectureJson.id(network, architecture)));
  }

  void exported(SuperNetwork network, Architecture architecture) {
    change(results -> results.withExported(ArchitectureJson.id(network, architecture)));
  }

  private void change(UnaryOperator<RunResults> change) {
    change.apply(RunResults.read(directory)).write(directory);
  }
}
