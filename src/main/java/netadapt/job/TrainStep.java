package netadapt.job;

import java.util.Optional;
import java.util.OptionalDouble;
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

/** Trains the network that was found for the smallest budget, and tests it. */
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
    return trained(run, id) && (dataset.count(Split.TEST) == 0 || tested(run, id));
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

  private static String test(ArchitectureTraining training, Results results) {
    if (training.dataset().count(Split.TEST) == 0) {
      return "; no test images";
    }
    Run run = training.run();
    SuperNetwork network = training.network().network();
    Architecture architecture = training.network().architecture();
    OptionalDouble initial = OptionalDouble.empty();
    OptionalDouble before = OptionalDouble.empty();
    if (run.supernet().complete()) {
      try (Scoring scoring =
          Scoring.ofShared(run, training.dataset(), network, run.supernet().weights())) {
        initial = OptionalDouble.of(scoring.accuracy("test accuracy", network.full()));
        before = OptionalDouble.of(scoring.accuracy("test accuracy", architecture));
      }
    }
    double trained = training.test().orElseThrow();
    results.tested(network, architecture, initial, before, trained);
    return "; test accuracy " + Numbers.accuracy(trained);
  }
}
