package netadapt.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import netadapt.ProgramVersion;
import netadapt.arch.Architecture;
import netadapt.arch.SuperNetwork;
import netadapt.run.Emission;
import netadapt.run.FoundNetwork;
import netadapt.run.NetworkResult;
import netadapt.run.RunDirectory;
import netadapt.run.RunResults;
import netadapt.run.TrainedFolder;
import netadapt.search.Score;
import netadapt.search.SearchResult;
import org.apache.spark.package$;

/** Adds what the steps of a run come to, one after the other, to its results. */
public final class Results {
  private final RunDirectory directory;

  public Results(RunDirectory directory) {
    this.directory = directory;
  }

  /** A step took so long, beside what earlier calls took that came to its end. */
  public void took(String step, double seconds, Emission emission) {
    change(results -> results.took(step, seconds, emission).by(versions()));
  }

  private static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("netadapt-spark", ProgramVersion.text());
    versions.put("Spark", package$.MODULE$.SPARK_VERSION());
    versions.put("Java", Runtime.version().toString());
    return versions;
  }

  /**
   * A search is over.
   *
   * @param first score of the initial network
   */
  void searched(SuperNetwork network, Metrics metrics, Score first, SearchResult result) {
    NetworkResult initial =
        NetworkResult.scored(network, network.full(), metrics.further(), first.value());
    List<FoundNetwork> found =
        result.landings().stream()
            .map(
                landing ->
                    new FoundNetwork(
                        landing.budget(),
                        NetworkResult.scored(
                            network,
                            landing.found().sample().architecture(),
                            metrics.further(),
                            landing.found().score().value())))
            .toList();
    change(
        results ->
            results.searched(
                network.name(), classes(network), metrics.guide().name(), initial, found));
  }

  private static OptionalInt classes(SuperNetwork network) {
    return network.pixelwise() ? OptionalInt.empty() : OptionalInt.of(network.classes());
  }

  /**
   * Networks have been tested with the shared weights.
   *
   * @param accuracies on the test images, by architecture ids
   */
  void testedShared(Map<String, Double> accuracies) {
    change(results -> results.testedShared(accuracies));
  }

  /** Accuracies of tests are on so many images. */
  void testedOn(int images) {
    change(results -> results.withTestImages(images));
  }

  /** The initial network is to be compared, uniformly scaled to a budget. */
  void scaled(double budget, SuperNetwork network, Architecture architecture, Metrics metrics) {
    NetworkResult scaled = NetworkResult.of(network, architecture, metrics.further());
    change(results -> results.scaled(budget, scaled));
  }

  /**
   * A network is trained by itself, or about to be.
   *
   * @param accuracy on the test images; empty before the end, or without such images
   * @param further what other metrics say of them, by their names
   */
  void trained(
      TrainedFolder folder,
      String architectureId,
      OptionalDouble accuracy,
      Map<String, Double> further) {
    String name = directory.name(folder.path());
    change(results -> results.trained(architectureId, name, accuracy, further));
  }

  /** The test images have been told the same of every pixel. */
  void testedConstant(Map<String, Double> tests) {
    change(results -> results.withConstantTests(tests));
  }

  /**
   * Networks have been measured as a whole.
   *
   * @param millis for one image, by architecture ids
   */
  void measured(Map<String, Double> millis) {
    change(results -> results.measured(millis));
  }

  private void change(UnaryOperator<RunResults> change) {
    change.apply(RunResults.read(directory)).write(directory);
  }
}
