package netadapt.job;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import netadapt.Step;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.data.Dataset;
import netadapt.data.Split;
import netadapt.report.Numbers;
import netadapt.run.FoundArchitectures;
import netadapt.run.FoundNetwork;
import netadapt.run.RunResults;
import netadapt.search.Sample;
import netadapt.search.Score;

/**
 * Trains the network that was found for the smallest budget, and tests it; tests the networks of
 * all budgets with the shared weights, on images that did not choose them.
 */
final class TrainStep implements RunStep {
  @Override
  public Step step() {
    return Step.TRAIN;
  }

  @Override
  public boolean done(Run run) {
    FoundArchitectures found = new FoundArchitectures(run.directory());
    if (!found.exist()) {
      return false;
    }
    Dataset dataset = run.dataset();
    SuperNetwork network = run.network(dataset);
    String id = ArchitectureJson.id(network, found.smallest(network));
    return trained(run, id)
        && (dataset.count(Split.TEST) == 0 || (tested(run, id) && testedShared(run)));
  }

  @Override
  public String execute(Run run, Progress progress) {
    Dataset dataset = run.dataset();
    SuperNetwork network = run.network(dataset);
    Results results = new Results(run.directory());
    Architecture architecture = new FoundArchitectures(run.directory()).smallest(network);
    ArchitectureTraining training =
        new ArchitectureTraining(
            run,
            dataset,
            SubNetwork.of(network, architecture),
            run.settings().run().seed(),
            run.directory().found());
    String summary = "trained before";
    if (!trained(run, ArchitectureJson.id(network, architecture))) {
      summary = TrainingLog.summary(training.train(training.shared(), progress));
      results.trained(network, architecture); // so that a stop while it is tested loses no training
    }
    return summary + test(training, results);
  }

  private static boolean trained(Run run, String architectureId) {
    return run.found().complete()
        && RunResults.read(run.directory()).trained().equals(Optional.of(architectureId));
  }

  private static boolean tested(Run run, String architectureId) {
    return RunResults.read(run.directory()).found().stream()
        .map(FoundNetwork::network)
        .anyMatch(
            network ->
                network.architectureId().equals(architectureId)
                    && network.testAccuracy().isPresent());
  }

  /** Of all networks of the results, those of budgets that were added later among them. */
  private static boolean testedShared(Run run) {
    RunResults results = RunResults.read(run.directory());
    return !run.supernet().complete()
        || Stream.concat(
                results.initial().stream(), results.found().stream().map(FoundNetwork::network))
            .allMatch(network -> network.sharedTestAccuracy().isPresent());
  }

  private static String test(ArchitectureTraining training, Results results) {
    if (training.dataset().count(Split.TEST) == 0) {
      return "; no test images";
    }
    SuperNetwork network = training.network().network();
    if (training.run().supernet().complete()) {
      results.testedShared(shared(training.run(), training.dataset(), network));
    }
    double trained = training.test().orElseThrow();
    results.testedTrained(network, training.network().architecture(), trained);
    return "; test accuracy " + Numbers.accuracy(trained);
  }

  /** Accuracies of the initial network and of all that were found, by their ids; one Spark job. */
  private static Map<String, Double> shared(Run run, Dataset dataset, SuperNetwork network) {
    FoundArchitectures found = new FoundArchitectures(run.directory());
    List<Architecture> networks =
        Stream.concat(
                Stream.of(network.full()),
                RunResults.read(run.directory()).found().stream()
                    .map(one -> found.at(network, one.budget())))
            .distinct()
            .toList();
    List<Sample> samples =
        IntStream.range(0, networks.size())
            .mapToObj(i -> Sample.given(i, networks.get(i), 0))
            .toList();
    Map<String, Double> accuracies = new HashMap<>();
    try (Scoring scoring = Scoring.ofShared(run, dataset, network, run.supernet().weights())) {
      for (Score score : scoring.score("test accuracy", samples)) {
        accuracies.put(ArchitectureJson.id(network, networks.get(score.sample())), score.value());
      }
    }
    return accuracies;
  }
}
